/** Makes unsaved edits durable; resolves when they are, or cannot be. */
export type Settle = () => Promise<void>;

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
    settle: async (): Promise<void> => {
      await Promise.all([...holders].map((settle) => settle()));
    },
  };
};

export type PendingWork = ReturnType<typeof createPendingWork>;
