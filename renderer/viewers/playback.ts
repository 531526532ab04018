/** The speeds offered, slowest first. */
export const playbackRates: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

/** Seconds that one press of "back" or "forward" moves. */
export const seekStep = 5;

/** The next speed in a direction (−1 slower, 1 faster); the same one at either end. */
export const nextRate = (rate: number, direction: -1 | 1): number => {
  const next =
    direction === 1
      ? playbackRates.find((one) => one > rate + 1e-6)
      : playbackRates.findLast((one) => one < rate - 1e-6);
  return next ?? rate;
};

/** A position inside the media. A duration that is not known yet (NaN, or 0 before the metadata) limits nothing. */
export const clampTime = (seconds: number, duration: number): number => {
  const end = Number.isFinite(duration) && duration > 0 ? duration : Number.POSITIVE_INFINITY;
  return Math.min(Math.max(0, seconds), end);
};

/** A position as it is kept in an annotation: milliseconds are enough for a frame, and equal places are equal text. */
export const roundTime = (seconds: number): number => Math.round(Math.max(0, seconds) * 1000) / 1000;

const fallbackFrame = 1 / 30;

/**
 * The length of one frame in seconds, learned from the frames that are presented: the smallest step between two of
 * them (browsers leave frames out, they never add any). 1/30 until two were seen.
 */
export const createFrameClock = () => {
  let smallest = Number.POSITIVE_INFINITY;
  let last: number | null = null;
  return {
    /** `mediaTime` of a presented frame, in seconds. */
    presented: (mediaTime: number): void => {
      const step = last === null ? 0 : Math.abs(mediaTime - last);
      last = mediaTime;
      // Under 1/125 s is a rounding step, over 1/5 s a seek or a stall.
      if (step > 0.008 && step < 0.2) smallest = Math.min(smallest, step);
    },
    frame: (): number => (Number.isFinite(smallest) ? smallest : fallbackFrame),
  };
};
