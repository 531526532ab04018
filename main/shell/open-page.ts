import { shell } from 'electron';

/**
 * Opens a web page in the person's own browser, and nothing else: another scheme would start whatever program it belongs to.
 * False: it could not be opened, and the window shows where it is.
 */
export const openPage = async (address: string): Promise<boolean> => {
  if (!['https:', 'http:'].includes(new URL(address).protocol)) return false;
  try {
    await shell.openExternal(address);
    return true;
  } catch {
    // No browser, or none that the system would start: the caller says so.
    return false;
  }
};
