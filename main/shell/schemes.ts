import { protocol } from 'electron';
import { appScheme, evidenceScheme } from '../host/electron-addresses.ts';

/**
 * Declares the two schemes; only possible before `ready`. Evidence needs `corsEnabled`, or the app's page could not
 * fetch it; neither may pass the content-security policy by.
 */
export const registerSchemes = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    {
      scheme: evidenceScheme,
      privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true, corsEnabled: true },
    },
  ]);
