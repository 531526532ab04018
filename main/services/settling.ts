import type { Problem } from '../../shared/lib/problem.ts';
import type { Timers } from '../hub-client/timers.ts';

export type Settling = {
  /**
   * Resolves when so many windows have made durable what they still held, or the time for it is over. Value: why one of
   * them could not; null also for one that has not answered.
   */
  settle(windows: number): Promise<Problem | null>;
  /** One window has, or could not, after it was asked under this id. */
  settled(id: string, problem: Problem | null): void;
};

/** A commit takes milliseconds; a window that hangs must not keep the program from ending. */
const GRACE_MS = 2000;

type Asked = { left: number; problem: Problem | null; readonly done: () => void };

/**
 * Before the program ends or the computer sleeps: what was typed a moment ago is still in the window, and the window is
 * asked to commit it at once.
 */
export const createSettling = (timers: Timers, announce: (id: string) => void): Settling => {
  const asked = new Map<string, Asked>();
  let last = 0;
  return {
    settle: (windows) => {
      if (windows === 0) return Promise.resolve(null);
      last += 1;
      const id = String(last);
      return new Promise((resolve) => {
        const done = () => {
          cancel();
          resolve(asked.get(id)?.problem ?? null);
          asked.delete(id);
        };
        const cancel = timers.after(GRACE_MS, done);
        asked.set(id, { left: windows, problem: null, done });
        announce(id);
      });
    },
    settled: (id, problem) => {
      const one = asked.get(id);
      if (one === undefined) return;
      one.left -= 1;
      one.problem ??= problem;
      if (one.left <= 0) one.done();
    },
  };
};
