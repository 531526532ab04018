import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { Measured } from '../section.ts';
import { chooseEvidence } from './bench-hosts.ts';
import { longPages } from './bench-program.ts';
import type { BenchWindow } from './in-page.ts';

const megabyte = 1_048_576;
/** Bytes of a page of memory, in which Linux counts. */
const memoryPage = 4096;

type Counted = { readonly heap: number; readonly canvases: number; readonly processes: number | null };

/** Memory that only this process has, in bytes: what is resident less what is shared; null where that cannot be asked. */
const privateOf = async (pid: number): Promise<number | null> => {
  try {
    const [, resident = 0, shared = 0] = (await readFile(`/proc/${pid}/statm`, 'utf8'))
      .split(' ')
      .map(Number);
    return (resident - shared) * memoryPage;
  } catch {
    // Not Linux, or the process has just ended: the heap and the canvases are counted instead.
    return null;
  }
};

const count = async (page: Page, browser: CDPSession, session: CDPSession): Promise<Counted> => {
  // As if memory were short: every thread of the page, its workers too, collects its garbage.
  await browser.send('Memory.simulatePressureNotification', { level: 'critical' }).catch(() => undefined);
  for (let times = 0; times < 2; times += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const canvases = await page.evaluate(() =>
    [...document.querySelectorAll('canvas')].reduce((sum, { width, height }) => sum + width * height * 4, 0),
  );
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const parts = await Promise.all(
    processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU').map(({ id }) => privateOf(id)),
  );
  const known = parts.filter((part) => part !== null);
  return {
    heap: usedSize,
    canvases,
    processes: known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0),
  };
};

const total = ({ heap, canvases, processes }: Counted): number => (processes ?? heap) + canvases;

/** Counts until two counts agree within 2 %, ten times at most: collecting takes its time in other threads. */
const settled = async (count: () => Promise<Counted>): Promise<Counted> => {
  let before = await count();
  for (let times = 0; times < 10; times += 1) {
    const now = await count();
    if (Math.abs(total(now) - total(before)) <= total(before) * 0.02) return now;
    before = now;
  }
  return before;
};

/** Scrolls to a page and waits until it is drawn. All pages of the file are of one height. */
const scrollTo = (page: Page, wanted: number): Promise<void> =>
  page.evaluate(
    async ({ target, pages }) => {
      let at = document.querySelector('[data-page]')?.parentElement ?? null;
      while (at !== null && !/auto|scroll/.test(getComputedStyle(at).overflowY)) at = at.parentElement;
      if (at === null) throw new Error('the pages of the viewer do not scroll');
      at.scrollTop = ((target - 1) / pages) * at.scrollHeight;
      await (globalThis as unknown as BenchWindow).assayBench.present([
        `[data-page="${target}"][data-drawn]`,
      ]);
    },
    { target: wanted, pages: longPages },
  );

const stepsFrom = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);

/** Memory near the end of a long PDF against near its beginning, after scrolling through all that lies between. */
export const measurePageMemory = async (page: Page): Promise<Measured> => {
  const browserOf = page.context().browser();
  if (browserOf === null) throw new Error('the page has no browser');
  const browser = await browserOf.newBrowserCDPSession();
  const session = await page.context().newCDPSession(page);
  try {
    await chooseEvidence(page, 'c-long.pdf');
    await page.locator('[data-page="1"][data-drawn]').waitFor({ state: 'attached' });
    for (const at of stepsFrom(1, 10, 1)) await scrollTo(page, at);
    const early = await settled(() => count(page, browser, session));
    for (const at of stepsFrom(15, 1490, 5)) await scrollTo(page, at);
    const late = await settled(() => count(page, browser, session));
    const parts = ({ heap, canvases, processes }: Counted): string =>
      `heap ${(heap / megabyte).toFixed(1)}, canvases ${(canvases / megabyte).toFixed(1)}` +
      (processes === null ? '' : `, processes ${(processes / megabyte).toFixed(0)}`);
    return {
      unit: 'MB',
      ours: [total(late) / megabyte],
      peer: [total(early) / megabyte],
      note:
        `page 1,490 against page 10 of ${longPages}, 297 places between drawn; counted after collecting garbage: ` +
        (late.processes === null
          ? 'JavaScript heap and canvases'
          : 'memory private to the renderer and GPU processes, and canvases') +
        `. At the end (MB): ${parts(late)}; at the beginning: ${parts(early)}`,
    };
  } finally {
    await session.detach();
    await browser.detach();
  }
};
