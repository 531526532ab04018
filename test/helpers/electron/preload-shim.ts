import { appOrigin, evidenceOrigin } from '../../../main/host/electron-addresses.ts';
import type { Origins } from './link.ts';

/** Names under which the page reaches the test's process, and is reached from it. */
export const invokeName = '__standInInvoke';
export const hearName = '__standInHear';

/*
 * What the built preload finds under `require('electron')`. Everything that crosses the bridge is copied as Electron
 * copies it: functions become proxies, the rest is cloned, so a value Electron could not pass fails here too.
 */
const electronInPage = `
const cross = (value) => {
  if (typeof value === 'function') return (...args) => cross(value(...args.map(cross)));
  if (value instanceof Promise) return value.then(cross);
  if (Array.isArray(value)) return value.map(cross);
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cross(item)])));
  }
  return structuredClone(value);
};
const listeners = new Map();
globalThis.${hearName} = (channel, args) => {
  for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
};
const electron = {
  contextBridge: {
    exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: cross(api) }),
  },
  ipcRenderer: {
    invoke: (channel, ...args) => globalThis.${invokeName}(channel, structuredClone(args)),
    on: (channel, listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    off: (channel, listener) =>
      void listeners.set(channel, (listeners.get(channel) ?? []).filter((other) => other !== listener)),
  },
};
return (name) => {
  if (name !== 'electron') throw new Error('a sandboxed preload cannot require ' + name);
  return electron;
};
`;

/** The built preload as a script for the page: in the top frame only, with the custom origins where they are served. */
export const preloadScript = (preload: string, { app, evidence }: Origins): string => {
  const mapped = preload.replaceAll(evidenceOrigin, evidence).replaceAll(appOrigin, app);
  return `if (window.top === window) ((require) => {\n${mapped}\n})((() => {${electronInPage}})());`;
};
