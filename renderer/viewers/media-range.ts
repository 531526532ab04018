/** What was marked with "begin" and "end", in seconds; either may be missing yet. */
export type MediaRange = { readonly start: number | null; readonly end: number | null };

/** A stretch of time in seconds; `start` is before `end`. */
export type Span = { readonly start: number; readonly end: number };

export const noRange: MediaRange = { start: null, end: null };

export const isEmptyRange = ({ start, end }: MediaRange): boolean => start === null && end === null;

/** The shortest range in seconds: what is closer together is a point. */
const shortest = 0.001;

/** Begins a range; behind the end of the one before, that is a new range. */
export const withStart = ({ end }: MediaRange, time: number): MediaRange =>
  end === null || time < end ? { start: time, end } : { start: time, end: null };

/** Ends a range; an end before the start swaps the two. */
export const withEnd = ({ start }: MediaRange, time: number): MediaRange =>
  start === null || time >= start ? { start, end: time } : { start: time, end: start };

/**
 * The stretch a range covers. With one end missing, the position takes its place: what was begun goes on until now.
 * Null without a range, or when there is no time in it.
 */
export const spanOf = ({ start, end }: MediaRange, now: number): Span | null => {
  if (start === null && end === null) return null;
  const from = start ?? now;
  const to = end ?? now;
  const span = { start: Math.min(from, to), end: Math.max(from, to) };
  return span.end - span.start >= shortest ? span : null;
};

/** Moves one end of a span to a time between the other end and the end of the media (`duration`, 0: not known). */
export const moveEnd = (span: Span, side: 'start' | 'end', time: number, duration: number): Span => {
  const limit = duration > 0 ? duration : Number.POSITIVE_INFINITY;
  return side === 'start'
    ? { ...span, start: Math.max(0, Math.min(time, span.end - shortest)) }
    : { ...span, end: Math.min(limit, Math.max(time, span.start + shortest)) };
};

/** Moves a whole span by seconds; it keeps its length and stays inside the media. */
export const moveSpan = (span: Span, by: number, duration: number): Span => {
  const limit = duration > 0 ? Math.max(0, duration - (span.end - span.start)) : Number.POSITIVE_INFINITY;
  const start = Math.min(limit, Math.max(0, span.start + by));
  return { start, end: start + (span.end - span.start) };
};

/** The shortest span a time lies in; null when it lies in none. The ends count as inside. */
export const innermost = (spans: readonly Span[], time: number): Span | null =>
  spans
    .filter(({ start, end }) => time >= start - 0.05 && time <= end + 0.05)
    .reduce<Span | null>(
      (best, span) => (best === null || span.end - span.start < best.end - best.start ? span : best),
      null,
    );

/** Where playing goes on in a loop: at its start when its end was passed; null to play on. */
export const loopJump = (loop: Span, before: number, now: number): number | null =>
  before < loop.end && now >= loop.end ? loop.start : null;
