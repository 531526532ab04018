import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { App } from 'electron';
import { requestAllowed } from './child-session.ts';
import { lifecycle, onlyBeforeReady, options, preventable, record } from './child-state.ts';
import { openWindow } from './child-window.ts';
import { startSchemeServers } from './scheme-servers.ts';

const events = new EventEmitter();

export const quit = (): void => {
  const event = preventable();
  events.emit('before-quit', event);
  if (event.prevented()) return;
  if (openWindow.current?.letsItselfBeClosed() === false) return;
  events.emit('will-quit', preventable());
  process.exit(0);
};

/** Electron becomes ready by itself, soon after the entry has begun to run. */
const becomeReady = async (): Promise<void> => {
  await startSchemeServers(requestAllowed);
  lifecycle.ready = true;
  record('ready');
  events.emit('ready');
};
const ready = becomeReady();

const paths: Record<string, string> = { documents: tmpdir() };

const methods: Pick<
  App,
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getPreferredSystemLanguages'
  | 'isPackaged'
> = {
  enableSandbox: () => {
    onlyBeforeReady('app.enableSandbox');
    record('app.enableSandbox');
  },
  requestSingleInstanceLock: () => {
    record('app.requestSingleInstanceLock');
    return !options.alreadyRunning;
  },
  whenReady: () => ready,
  quit,
  exit: (code = 0) => process.exit(code),
  getPath: (name) => paths[name] ?? '',
  setPath: (name, path) => {
    if (!existsSync(path)) throw new Error(`app.setPath: ${path} does not exist`);
    record('app.setPath', name, path);
    paths[name] = path;
  },
  getAppPath: () => options.programFolder,
  getPreferredSystemLanguages: () => ['en-GB', 'de-AT', 'tlh'],
  isPackaged: options.packaged,
};

/** The application object; its events come from a plain emitter. */
export const app = Object.assign(events, methods);

/** What happens when the person closes the window. */
export const closeByPerson = (): void => {
  if (openWindow.current?.letsItselfBeClosed() === false) return;
  if (app.listenerCount('window-all-closed') === 0) quit();
  else app.emit('window-all-closed');
};
