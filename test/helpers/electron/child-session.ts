import { EventEmitter } from 'node:events';
import type { Session } from 'electron';
import { onlyWhenReady, record } from './child-state.ts';
import { handlers } from './scheme-servers.ts';

type PermissionRequest = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type PermissionCheck = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type DevicePermission = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (
  details: { readonly url: string },
  callback: (response: { readonly cancel?: boolean }) => void,
) => void;

/** The handlers that the entry gave to its session, for the tests to ask. */
export const given: {
  permissionRequest: PermissionRequest | null;
  permissionCheck: PermissionCheck | null;
  devicePermission: DevicePermission | null;
  beforeRequest: BeforeRequest | null;
} = { permissionRequest: null, permissionCheck: null, devicePermission: null, beforeRequest: null };

const protocol: Pick<Session['protocol'], 'handle'> = {
  handle: (scheme, handler) => {
    record('session.protocol.handle', scheme);
    handlers.set(scheme, handler);
  },
};

const settings: Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setBluetoothPairingHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'setSpellCheckerLanguages'
  | 'setSpellCheckerEnabled'
  | 'availableSpellCheckerLanguages'
> = {
  setPermissionRequestHandler: (handler) => {
    given.permissionRequest = handler;
  },
  setPermissionCheckHandler: (handler) => {
    given.permissionCheck = handler;
  },
  setDevicePermissionHandler: (handler) => {
    given.devicePermission = handler;
  },
  setBluetoothPairingHandler: () => record('session.setBluetoothPairingHandler'),
  setDisplayMediaRequestHandler: () => record('session.setDisplayMediaRequestHandler'),
  setSpellCheckerDictionaryDownloadURL: (url) => record('session.setSpellCheckerDictionaryDownloadURL', url),
  setSpellCheckerLanguages: (languages) => record('session.setSpellCheckerLanguages', languages),
  setSpellCheckerEnabled: (enable) => record('session.setSpellCheckerEnabled', enable),
  availableSpellCheckerLanguages: ['de', 'en-GB', 'en-US', 'fr'],
};

const webRequest = {
  onBeforeRequest: (handler: BeforeRequest) => {
    given.beforeRequest = handler;
  },
};

/** The session of the window. Events come from a plain emitter. */
export const windowSession = Object.assign(new EventEmitter(), settings, { protocol, webRequest });

export const session: { fromPartition: (partition: string) => typeof windowSession } = {
  fromPartition: (partition) => {
    onlyWhenReady('session.fromPartition');
    record('session.fromPartition', partition);
    return windowSession;
  },
};

/** What the session's request listener says about an address; without one, everything is let through. */
export const requestAllowed = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (given.beforeRequest === null) resolve(true);
    else given.beforeRequest({ url }, ({ cancel }) => resolve(cancel !== true));
  });
