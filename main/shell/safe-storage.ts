import { safeStorage } from 'electron';
import type { OsKeystore } from '../core/ports.ts';

const names: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Data Protection',
};

/** On Linux without a keyring the key is a constant of Chromium: obfuscation, so it counts as no keystore. */
const onlyObfuscates = (): boolean =>
  process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());

/**
 * The computer's keystore for the workspace's root key. Secrets travel as base64 because the API takes text. A key
 * that the system has since replaced is still read; the caller seals again when it next saves.
 */
export const createOsKeystore = (): OsKeystore => ({
  name: names[process.platform] ?? safeStorage.getSelectedStorageBackend(),
  available: async () => !onlyObfuscates() && (await safeStorage.isAsyncEncryptionAvailable()),
  protect: (secret) => safeStorage.encryptStringAsync(Buffer.from(secret).toString('base64')),
  unprotect: async (sealed) => {
    const { result } = await safeStorage.decryptStringAsync(Buffer.from(sealed));
    return new Uint8Array(Buffer.from(result, 'base64'));
  },
});
