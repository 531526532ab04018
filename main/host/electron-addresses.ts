/*
 * The names that the Electron entry, its preload and the tests agree on. Two schemes, because evidence must not share
 * the app's origin.
 */
export const appScheme = 'assay';
export const evidenceScheme = 'assay-evidence';
export const appOrigin = `${appScheme}://app`;
export const evidenceOrigin = `${evidenceScheme}://evidence`;

/** The only two channels between the page and main. */
export const callChannel = 'assay:call';
export const noticeChannel = 'assay:notice';
