import type { PdfQueue } from './pdf-queue.ts';

/** A moment when the page has nothing to do, or a quarter of a second later. Rejects when the signal aborts. */
export const idleMoment = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const given = requestIdleCallback(() => resolve(), { timeout: 250 });
    signal.addEventListener(
      'abort',
      () => {
        cancelIdleCallback(given);
        reject(signal.reason);
      },
      { once: true },
    );
  });

/** Whose turn it is, and when there is time for what nobody waits for. */
export type Turns = { readonly queue: PdfQueue; readonly idle: (signal: AbortSignal) => Promise<void> };

/** Does a piece of work when its turn comes, in an idle moment. Rejects when the signal aborts first. */
export const whenIdle = async <Result>(
  { queue, idle }: Turns,
  rank: number,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> => {
  await idle(signal);
  signal.throwIfAborted();
  return new Promise<Result>((resolve, reject) => {
    const cancel = queue.add({ rank: () => rank, run: () => work().then(resolve, reject) });
    signal.addEventListener(
      'abort',
      () => {
        cancel();
        reject(signal.reason);
      },
      { once: true },
    );
  });
};
