import type { Session } from 'electron';
import { appOrigin, appScheme, evidenceScheme } from '../host/electron-addresses.ts';

const granted: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

const ownSchemes: ReadonlySet<string> = new Set([`${appScheme}:`, `${evidenceScheme}:`]);

const isOwn = (url: string): boolean => URL.canParse(url) && ownSchemes.has(new URL(url).protocol);

const isApp = (url: string): boolean => url === appOrigin || url.startsWith(`${appOrigin}/`);

/**
 * What pages of this session may ask of the computer: full screen and writing plain text to the clipboard, for the
 * app's own page. No device, no download, no request outside the two schemes, whatever a page or evidence in it tries.
 */
export const restrictSession = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(granted.has(permission) && isApp(requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => granted.has(permission) && isApp(requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isOwn(url) }));
  // Exports are written by main through a save dialog, so a download is always something nobody asked for.
  session.on('will-download', (event) => event.preventDefault());
};
