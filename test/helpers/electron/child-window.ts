import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  HandlerDetails,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';
import { windowSession } from './child-session.ts';
import { onlyWhenReady, preventable, record, tell } from './child-state.ts';
import { currentOrigins, toLoopback } from './scheme-servers.ts';

type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

/** The frame that the window's own page is in; its origin is what Chromium says it is. */
export const mainFrame: Pick<WebFrameMain, 'origin'> & { origin: string } = { origin: 'null' };

export const openHandler: { current: OpenHandler | null } = { current: null };

/** The address of the page in the window, as the entry loaded it. */
const shown = { url: '' };

const contents: Pick<WebContents, 'getURL' | 'setWindowOpenHandler' | 'send' | 'replaceMisspelling'> = {
  getURL: () => shown.url,
  setWindowOpenHandler: (handler) => {
    openHandler.current = handler;
  },
  send: (channel, ...args: unknown[]) => tell({ kind: 'send', channel, args }),
  replaceMisspelling: (text) => record('contents.replaceMisspelling', text),
};

export const webContents = Object.assign(new EventEmitter(), contents, { mainFrame, session: windowSession });

const loads = new Map<number, () => void>();
export const loaded = (id: number): void => loads.get(id)?.();

/** The one window that is open, or none. */
export const openWindow: { current: BrowserWindow | null } = { current: null };

export class BrowserWindow extends EventEmitter {
  readonly webContents = webContents;
  #destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    onlyWhenReady('new BrowserWindow');
    const { session: _session, ...preferences } = options.webPreferences ?? {};
    record('BrowserWindow', { ...options, webPreferences: preferences });
    record('BrowserWindow.session', options.webPreferences?.session === (windowSession as unknown));
    openWindow.current = this;
    tell({ kind: 'window', preload: preferences.preload ?? '', origins: currentOrigins() });
  }

  loadURL(url: string): Promise<void> {
    record('window.loadURL', url);
    shown.url = url;
    const id = loads.size;
    tell({ kind: 'load', id, url: toLoopback(url) });
    return new Promise((resolve) => {
      loads.set(id, () => {
        this.emit('ready-to-show');
        resolve();
      });
    });
  }

  show(): void {
    record('window.show');
  }

  hide(): void {
    record('window.hide');
  }

  focus(): void {
    record('window.focus');
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    record('window.restore');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Asks as Electron does before it closes a window. */
  letsItselfBeClosed(): boolean {
    const event = preventable();
    this.emit('close', event);
    if (event.prevented()) return false;
    this.#destroyed = true;
    openWindow.current = null;
    this.emit('closed');
    return true;
  }
}
