import { join } from 'node:path';
import {
  BrowserWindow,
  dialog,
  type Event,
  type Session,
  type WebContents,
  type WebContentsWillNavigateEventParams,
} from 'electron';
import type { Logger } from '../core/ports.ts';
import { appOrigin } from '../host/electron-addresses.ts';
import { installContextMenu } from './menu.ts';
import { shellMessages } from './shell-messages.ts';

type WindowOptions = {
  readonly programFolder: string;
  readonly session: Session;
  readonly packaged: boolean;
};

/** A page of this window stays where it is: it opens nothing, goes nowhere, embeds nothing. It may load itself again. */
const confine = (contents: WebContents): void => {
  const stay = (event: Event<WebContentsWillNavigateEventParams>): void => {
    const reload = event.isMainFrame && event.url === contents.getURL();
    if (!reload) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};

/** Makes the window; its place and size are those of last time. */
export const createWindow = ({ programFolder, session, packaged }: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow({
    name: 'desk',
    windowStatePersistence: true,
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Assay',
    webPreferences: {
      preload: join(programFolder, 'dist', 'preload', 'preload.cjs'),
      session,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      plugins: false,
      experimentalFeatures: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      devTools: !packaged,
      spellcheck: true,
    },
  });
  confine(window.webContents);
  installContextMenu(window.webContents);
  window.once('ready-to-show', () => window.show());
  return window;
};

/** Milliseconds within which a second crash means that loading the page again does not help. */
const crashLoop = 10_000;

/**
 * Loads the app. A page whose process died is loaded again: everything written is already safe in main. One that dies
 * at once again is left, with a word to the person.
 */
export const loadApp = async (window: BrowserWindow, log: Logger): Promise<void> => {
  const page = `${appOrigin}/index.html`;
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('error', 'window.page-gone', { code: reason });
    if (reason === 'clean-exit') return;
    const looping = performance.now() - lastCrash < crashLoop;
    lastCrash = performance.now();
    if (looping) return dialog.showErrorBox(shellMessages.pageGone, shellMessages.pageGoneAdvice);
    window
      .loadURL(page)
      .catch((error: unknown) => dialog.showErrorBox(shellMessages.pageGone, String(error)));
  });
  await window.loadURL(page);
};
