import { type FSWatcher, watch } from 'node:fs';
import type { Stream } from '../../sim/world/random.ts';

/** What decided the moment of a kill. */
export type Means = 'clock' | 'file' | 'system call';

/** Ends a program once, and remembers by what. */
export type Killer = {
  /** Kills after so long. Milliseconds. */
  after(ms: number): void;
  /** Kills when the `nth` change of a file whose path fits is seen below a folder, and so long after. Milliseconds. */
  onChange(folder: string, fits: RegExp, nth: number, ms: number): void;
  /** By what it was killed; null: not yet. */
  by(): Means | null;
  /** Nothing is killed any more. */
  disarm(): void;
};

export const createKiller = (kill: () => void): Killer => {
  const watchers: FSWatcher[] = [];
  const timers: NodeJS.Timeout[] = [];
  let by: Means | null = null;

  const disarm = (): void => {
    for (const watcher of watchers) watcher.close();
    for (const timer of timers) clearTimeout(timer);
  };

  const strike = (means: Means): void => {
    if (by !== null) return;
    by = means;
    kill();
    disarm();
  };

  return {
    after: (ms) => void timers.push(setTimeout(() => strike('clock'), ms)),
    onChange: (folder, fits, nth, ms) => {
      let seen = 0;
      const watcher = watch(folder, { recursive: true }, (_event, name) => {
        if (name === null || !fits.test(name) || ++seen !== nth) return;
        if (ms < 1) strike('file');
        else timers.push(setTimeout(() => strike('file'), ms));
      });
      watchers.push(watcher);
    },
    by: () => by,
    disarm,
  };
};

/** Any share of a span, in steps of a hundredth of a millisecond. */
export const within = (random: Stream, ms: number): number => random.below(ms * 100) / 100;
