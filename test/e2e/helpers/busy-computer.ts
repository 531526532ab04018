import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Milliseconds: the browser comes to nothing for so long, and then gets on for so long. */
const stopped = 300;
const running = 40;

/**
 * A computer that is busy with something else while `work` is done: the process that shows the page stands still again
 * and again, and to what plays in it time has gone by.
 */
export const onBusyComputer = async (page: Page, work: () => Promise<void>): Promise<void> => {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error('no browser of its own to hold up');
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const id of ids) process.kill(id, name);
  };
  let busy = true;
  const holdingUp = (async () => {
    while (busy) {
      signal('SIGSTOP');
      await wait(stopped);
      signal('SIGCONT');
      await wait(running);
    }
  })();
  try {
    await work();
  } finally {
    busy = false;
    await holdingUp;
    await session.detach();
  }
};
