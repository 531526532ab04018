import type { Desk } from './desk.ts';

/** Nothing waits for the browser any more, and what went wrong before is not shown any more. */
export const stopBrowserSignIn = (desk: Desk): void => {
  const before = desk.browserSignIn;
  desk.browserSignIn = null;
  if (before?.state === 'waiting') before.cancel();
};
