import type { StoreDependencies } from './dependencies.ts';

/**
 * Makes many requests to read again into few reads: one runs at a time, and those asked for meanwhile are answered by
 * one more, not sooner than `pause` milliseconds after it. The promise is settled by a read that began after the asking.
 */
export const createRefresher = (
  read: () => Promise<void>,
  after: StoreDependencies['after'],
  pause = 150,
): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const wait = (): Promise<void> => new Promise((resolve) => void after(pause, resolve));

  const start = (): Promise<void> => {
    running = read().finally(() => {
      running = null;
    });
    return running;
  };

  return () => {
    if (next !== null) return next;
    if (running === null) return start();
    next = running.then(wait, wait).then(() => {
      next = null;
      return start();
    });
    return next;
  };
};
