/** Milliseconds without a sign of work after which the clock stops. */
export const idleCutOff = 60_000;

/**
 * Active time on one review: the time between two signs of work (a key, a click, a scroll, media playing) counts, up to
 * the idle cut-off. `now` in milliseconds.
 */
export const createActiveTime = (now: () => number) => {
  let lastSign: number | null = null;
  let counted = 0;

  return {
    sign: (): void => {
      const at = now();
      if (lastSign !== null) counted += Math.min(Math.max(0, at - lastSign), idleCutOff);
      lastSign = at;
    },
    /** The screen was left: what follows is not this review's time. */
    rest: (): void => {
      const at = now();
      if (lastSign !== null) counted += Math.min(Math.max(0, at - lastSign), idleCutOff);
      lastSign = null;
    },
    /** Whole seconds counted since the last taking, at most an hour; the remainder stays. */
    take: (): number => {
      const seconds = Math.min(3600, Math.floor(counted / 1000));
      counted -= seconds * 1000;
      return seconds;
    },
    /** Seconds that were taken and could not be sent. */
    giveBack: (seconds: number): void => {
      counted += seconds * 1000;
    },
  };
};

export type ActiveTime = ReturnType<typeof createActiveTime>;
