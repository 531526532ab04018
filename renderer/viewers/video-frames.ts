import type { FrameClock } from './playback.ts';

/**
 * What the stepper needs of a player. Times in seconds. Browsers, asked to seek, may show an earlier frame than the one
 * at that time where frames differ in length; once they play, for however short, they show the right one.
 */
export type FramePort = {
  /** Infinite while it is not known. */
  readonly duration: () => number;
  /** Goes to a time; the start of the frame that is then on screen, or null when the browser does not say. */
  readonly seek: (seconds: number) => Promise<number | null>;
  /** Plays for an instant; the starts of the frames that came on screen meanwhile, in order. */
  readonly settle: () => Promise<readonly number[]>;
};

/** Shorter frames do not occur: 200 in a second. */
const shortestFrame = 0.005;

/** Starts of frames that are closer than this are the same one. */
const sameFrame = 0.0005;

/** How far before the end a picture is still settled by playing: playing must not reach the end. */
const endMargin = 0.005;

const isLater = (a: number, b: number): boolean => a > b + sameFrame;

/** In a clip of constant rate a seek is exact, and so is one into the first 5 ms of a frame. */
const isSure = (painted: number, seconds: number, regular: number | null): boolean => {
  const since = seconds - painted;
  return since >= -sameFrame && since <= Math.max(shortestFrame, (regular ?? 0) - sameFrame);
};

/** How often a picture is settled anew that was played on into a later frame: a busy computer is slow to pause. */
const attempts = 3;

/** Which frame is the one at a time, whatever is on screen in the end; and what that is. */
const findFrame = async (
  port: FramePort,
  seconds: number,
  regular: number | null,
): Promise<{ readonly start: number; readonly shown: number } | null> => {
  let found: { start: number; shown: number } | null = null;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const painted = await port.seek(seconds);
    if (painted === null) return null;
    found = { start: painted, shown: painted };
    if (isSure(painted, seconds, regular) || seconds > port.duration() - endMargin) break;
    const seen = await port.settle();
    const start = seen.findLast((one) => !isLater(one, seconds));
    found = { start: start ?? painted, shown: seen.at(-1) ?? painted };
    // Only later frames came: what was painted is the right one, or that was passed over.
    if (start !== undefined || seen.length === 0) break;
  }
  return found;
};

/** Shows the frame at a time. `regular`: the length all frames are taken to have; null to make sure by playing. */
const showAt = async (port: FramePort, seconds: number, regular: number | null): Promise<number | null> => {
  const found = await findFrame(port, seconds, regular);
  if (found === null || found.shown === found.start) return found?.start ?? null;
  const painted = await port.seek(found.start + sameFrame);
  if (painted !== found.start) await port.settle();
  return found.start;
};

/** Steps by exactly one frame, whatever their lengths, and shows exactly the frame at a time. */
export const createFrameStepper = (port: FramePort, clock: FrameClock) => {
  const show = (seconds: number): Promise<number | null> => showAt(port, seconds, null);

  /** The frame before the one that starts at `start`. */
  const showBefore = (start: number): Promise<number | null> => show(Math.max(0, start - shortestFrame));

  const back = async (from: number): Promise<number> => {
    if (from <= sameFrame) return from;
    const regular = clock.regular();
    const middle = regular === null ? null : await port.seek(Math.max(0, from - regular / 2));
    if (middle !== null && regular !== null && Math.abs(from - middle - regular) < 0.0025) return middle;
    const before = (await showBefore(from)) ?? from;
    if (isLater(from, before)) clock.verified(before, from - before);
    return before;
  };

  /** The next frame, if it begins where the length of the one before lets expect it; else null. */
  const expected = async (from: number): Promise<number | null> => {
    const length = clock.recent();
    const next = from + length;
    if (length < 2 * shortestFrame || next > port.duration() - endMargin) return null;
    if ((await show(next - shortestFrame)) !== from) return null;
    const start = await show(next + shortestFrame / 2);
    return start !== null && isLater(start, from) ? start : null;
  };

  /** A later frame than the one at `from`, and a time at which it is shown; null when there is none. */
  const later = async (from: number): Promise<{ start: number; until: number } | null> => {
    const end = port.duration() - endMargin - 0.001;
    for (let reach = clock.recent() * 1.25; ; reach *= 2) {
      const seconds = Math.min(from + reach, end);
      const start = await show(seconds);
      if (start === null) return null;
      if (isLater(start, from)) return { start, until: seconds };
      if (seconds >= end || reach > 120) return null;
    }
  };

  /** Finds a later frame and goes back over those between, until the one before is where we came from. */
  const searched = async (from: number): Promise<number> => {
    const found = await later(from);
    if (found === null) return (await show(from + shortestFrame / 2)) ?? from;
    let { start, until } = found;
    for (;;) {
      const before = await showBefore(start);
      if (before === null || !isLater(before, from)) break;
      until = start - shortestFrame / 2;
      start = before;
    }
    await show(Math.max(start + shortestFrame / 2, (start + until) / 2));
    return start;
  };

  const forward = async (from: number): Promise<number> => {
    const regular = clock.regular();
    const quick = regular === null ? null : await port.seek(from + regular * 1.5);
    if (quick !== null && regular !== null && Math.abs(quick - from - regular) < 0.0025) return quick;
    const next = (await expected(from)) ?? (await searched(from));
    if (isLater(next, from)) clock.verified(from, next - from);
    return next;
  };

  return {
    /** Shows the frame at a time; its start, or null when the browser does not say. */
    show: (seconds: number): Promise<number | null> => showAt(port, seconds, clock.regular()),
    /** Shows the frame after (1) or before (−1) the one that starts at `from`; its start, `from` where there is none. */
    step: (from: number, direction: -1 | 1): Promise<number> =>
      direction === 1 ? forward(from) : back(from),
  };
};

/**
 * A time inside the frame that starts at `start`, as it is kept in a citation: the frame's middle where all have the
 * same length, else just inside. Milliseconds, so never rounded back into the frame before.
 */
export const insideFrame = (start: number, clock: FrameClock): number => {
  const inside = Math.max(0, start) + (clock.regular() ?? 2 * 0.004) / 2;
  return Math.ceil(inside * 1000 - 1e-6) / 1000;
};
