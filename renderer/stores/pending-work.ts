import type { Problem } from '../../shared/lib/problem.ts';
import { ok, type Result } from '../../shared/lib/result.ts';

/** Makes unsaved edits durable; resolves when they are, or with why some of them cannot be. */
export type Settle = () => Promise<Result<null, Problem>>;

/**
 * Work that is still only in the window. Whoever holds edits registers here; locking, signing out and leaving a screen
 * wait for `settle` first, so that nothing typed is lost.
 */
export const createPendingWork = () => {
  const holders = new Set<Settle>();
  return {
    /** Until the returned function is called. */
    register: (settle: Settle): (() => void) => {
      holders.add(settle);
      return () => void holders.delete(settle);
    },
    /** The first problem of those who could not. */
    settle: async (): Promise<Result<null, Problem>> => {
      const settled = await Promise.all([...holders].map((settle) => settle()));
      return settled.find(({ ok: done }) => !done) ?? ok(null);
    },
  };
};

export type PendingWork = ReturnType<typeof createPendingWork>;
