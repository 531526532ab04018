type Waiting = { readonly at: number; readonly run: () => void };

/** A clock that only moves when told, with the timers that belong to it. Milliseconds. */
export const createClock = (start = 1_000_000) => {
  let now = start;
  let waiting: Waiting[] = [];
  return {
    now: () => now,
    after: (milliseconds: number, run: () => void): (() => void) => {
      const entry = { at: now + milliseconds, run };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((one) => one !== entry);
      };
    },
    /** Moves the time, running what falls due in order, and lets promises settle between. */
    advance: async (milliseconds: number): Promise<void> => {
      const end = now + milliseconds;
      for (;;) {
        const due = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        waiting = waiting.filter((one) => one !== due);
        now = due.at;
        due.run();
        await settled();
      }
      now = end;
      await settled();
    },
  };
};

/** Lets everything that is already resolved run to its end. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};
