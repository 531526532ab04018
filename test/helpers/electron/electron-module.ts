import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Dialog, IpcMain, Protocol, SafeStorage, Shell } from 'electron';
import { invokeHandlers } from './child-answers.ts';
import { app } from './child-app.ts';
import { powerMonitor } from './child-power.ts';
import { session } from './child-session.ts';
import { onlyBeforeReady, onlyWhenReady, options, record } from './child-state.ts';
import { BrowserWindow } from './child-window.ts';
import { privileges } from './scheme-servers.ts';

/*
 * What `import … from 'electron'` gives the entry under the stand-in. Each piece is typed against Electron's own
 * declarations, so a call the entry makes has the real signature.
 */

const protocol: Pick<Protocol, 'registerSchemesAsPrivileged'> = {
  registerSchemesAsPrivileged: (schemes) => {
    onlyBeforeReady('protocol.registerSchemesAsPrivileged');
    record('protocol.registerSchemesAsPrivileged', schemes);
    for (const { scheme, privileges: granted } of schemes) privileges.set(scheme, granted ?? {});
  },
};

const ipcMain: Pick<IpcMain, 'handle'> = {
  handle: (channel, handler) => {
    if (invokeHandlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    invokeHandlers.set(channel, handler);
  },
};

const dialog = {
  showSaveDialog: async (...args: readonly unknown[]) => {
    record('dialog.showSaveDialog', args.at(-1));
    return { canceled: options.saveTo === null, filePath: options.saveTo ?? '' };
  },
  showMessageBox: async (...args: readonly unknown[]) => {
    record('dialog.showMessageBox', args.at(-1));
    return { response: options.closesUnsaved ? 1 : 0, checkboxChecked: false };
  },
  showErrorBox: (title, content) => record('dialog.showErrorBox', title, content),
} satisfies Pick<Dialog, 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>;

/** Stands for the secret that a real keystore keeps for this person on this computer. */
const keystoreKey = (): Buffer => createHash('sha256').update(app.getPath('userData')).digest();

const safeStorage: Pick<
  SafeStorage,
  'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
> = {
  getSelectedStorageBackend: () => options.keystore,
  isAsyncEncryptionAvailable: async () => {
    onlyWhenReady('safeStorage.isAsyncEncryptionAvailable');
    return true;
  },
  encryptStringAsync: async (text) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keystoreKey(), nonce);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptStringAsync: async (sealed) => {
    const decipher = createDecipheriv('aes-256-gcm', keystoreKey(), sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const result = decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
    return { result, shouldReEncrypt: false };
  },
};

/** A computer without a program for unprotected pages, so that both outcomes are met. */
const shell: Pick<Shell, 'openExternal'> = {
  openExternal: async (url) => {
    onlyWhenReady('shell.openExternal');
    record('shell.openExternal', url);
    if (url.startsWith('http:')) throw new Error('Failed to open URL');
  },
};

const Menu = {
  buildFromTemplate: (template: readonly unknown[]) => ({
    template,
    popup: () => record('menu.popup', template),
  }),
  setApplicationMenu: ({ template }: { readonly template: readonly unknown[] }) =>
    record('Menu.setApplicationMenu', template),
};

export { app, BrowserWindow, dialog, ipcMain, Menu, powerMonitor, protocol, safeStorage, session, shell };
