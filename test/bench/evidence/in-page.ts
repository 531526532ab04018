import type { Page } from 'playwright-core';

/*
 * What runs inside the measured pages, as one script for both sides, so that both are timed by the same clock and the
 * same definition of painted: a frame after the thing was there has been handed over, and the thread is free.
 */
const script = () => {
  const painted = (): Promise<number> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });

  /** When all of these selectors find something. */
  const present = (selectors: readonly string[]): Promise<void> =>
    new Promise((resolve) => {
      const all = (): boolean => selectors.every((one) => document.querySelector(one) !== null);
      if (all()) return resolve();
      const observer = new MutationObserver(() => {
        if (!all()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document, { subtree: true, childList: true, attributes: true });
    });

  /** From the next event of this kind until the selectors are there and painted. */
  const timeFrom = (event: string, selectors: readonly string[]): { readonly done: Promise<number> } => {
    const done = new Promise<number>((resolve) => {
      const begin = (): void => {
        window.removeEventListener(event, begin, true);
        const started = performance.now();
        void present(selectors)
          .then(painted)
          .then((ended) => resolve(ended - started));
      };
      window.addEventListener(event, begin, true);
    });
    return { done };
  };

  /** From setting the time until the element has sought and a frame of there is handed to be shown. */
  const seek = (video: HTMLVideoElement, to: number): Promise<number> =>
    new Promise((resolve) => {
      let sought = false;
      let shown = false;
      const started = performance.now();
      const end = (): void => {
        if (sought && shown) resolve(performance.now() - started);
      };
      const onFrame = (_now: number, { mediaTime }: { mediaTime: number }): void => {
        // A frame of before may still be on its way.
        shown = Math.abs(mediaTime - to) < 1;
        if (shown) end();
        else video.requestVideoFrameCallback(onFrame);
      };
      video.addEventListener(
        'seeked',
        () => {
          sought = true;
          end();
        },
        { once: true },
      );
      video.requestVideoFrameCallback(onFrame);
      video.currentTime = to;
    });
  Object.assign(globalThis, { assayBench: { painted, present, timeFrom, seek } });
};

type InPage = {
  readonly painted: () => Promise<number>;
  readonly present: (selectors: readonly string[]) => Promise<void>;
  readonly timeFrom: (event: string, selectors: readonly string[]) => { readonly done: Promise<number> };
  readonly seek: (video: HTMLVideoElement, to: number) => Promise<number>;
};
export type BenchWindow = { assayBench: InPage; benchTimer?: Promise<number> };

/** Now and after every load of the page. */
export const addInPage = async (page: Page): Promise<void> => {
  await page.addInitScript(script);
  await page.evaluate(script);
};

/** Times from the next event of a kind in the page, which `act` causes, until the selectors are there and painted. */
export const timeUntil = async (
  page: Page,
  event: 'change' | 'keydown',
  selectors: readonly string[],
  act: () => Promise<void>,
): Promise<number> => {
  await page.evaluate(
    ({ kind, wanted }) => {
      const bench = globalThis as unknown as BenchWindow;
      bench.benchTimer = bench.assayBench.timeFrom(kind, wanted).done;
    },
    { kind: event, wanted: selectors },
  );
  await act();
  const timed = page.evaluate(() => (globalThis as unknown as BenchWindow).benchTimer ?? Promise.resolve(-1));
  return within(timed, 60_000, `${selectors.join(' and ')} did not come`);
};

/** A page that never answers must not hold the bench for ever. */
const within = async <T>(answer: Promise<T>, milliseconds: number, complaint: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(complaint)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};
