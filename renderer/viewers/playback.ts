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

/** Steps that are remembered, and how many of them it takes to call the rate constant. */
const remembered = 64;
const enough = 24;

/** Two starts written in milliseconds may differ by this much from their true distance, in seconds. */
const rounding = 0.0021;

/** The mean of the shortest steps, and how many those are. */
const shortSteps = (steps: readonly number[]): { readonly length: number; readonly count: number } => {
  const least = Math.min(...steps);
  const single = steps.filter((step) => step < least * 1.5);
  return { length: single.reduce((sum, step) => sum + step, 0) / single.length, count: single.length };
};

/** Some step is neither the common length nor a small multiple of it (browsers leave frames out). */
const isUneven = (steps: readonly number[]): boolean => {
  const { length, count } = shortSteps(steps);
  if (count < 3) return false;
  return steps.some((step) => {
    const times = Math.round(step / length);
    return times <= 4 && Math.abs(step - times * length) > rounding;
  });
};

/** Learns how long frames are, in seconds, from those that are presented, and from steps that were verified. */
export const createFrameClock = () => {
  /** By the start of their first frame, in milliseconds: the same step counts once. */
  const steps = new Map<number, number>();
  let last: number | null = null;
  /** Once frames were seen to differ, nothing is taken for granted again. */
  let uneven = false;
  let latest = fallbackFrame;

  const verified = (start: number, length: number): void => {
    latest = length;
    steps.set(Math.round(start * 1000), length);
    const [oldest] = steps.keys();
    if (steps.size > remembered && oldest !== undefined) steps.delete(oldest);
    uneven ||= isUneven([...steps.values()]);
  };

  return {
    /** `mediaTime` of a frame presented while playing. Browsers leave frames out, they never add any. */
    presented: (mediaTime: number): void => {
      const start = Math.min(last ?? mediaTime, mediaTime);
      const step = Math.abs(mediaTime - (last ?? mediaTime));
      last = mediaTime;
      // Under 1/125 s is a rounding step, over 1/5 s a seek or a stall.
      if (step > 0.008 && step < 0.2) verified(start, step);
    },
    /** Two neighbouring frames: the start of the first, and how far the next one is from it. */
    verified,
    /** The length of a frame: the shortest seen; 1/30 until two frames were seen. */
    frame: (): number => (steps.size === 0 ? fallbackFrame : Math.min(...steps.values())),
    /** The length that was learned last: a guess at the next. */
    recent: (): number => latest,
    /** The length of every frame, where all are alike; null when they are not, or it is too early to tell. */
    regular: (): number | null => {
      if (uneven || steps.size < enough) return null;
      const { length, count } = shortSteps([...steps.values()]);
      return count < enough ? null : length;
    },
  };
};

export type FrameClock = ReturnType<typeof createFrameClock>;
