import { moveEnd, moveSpan } from './media-range.ts';
import { clampTime, roundTime } from './playback.ts';
import type { TimeLocator } from './transcript-text.ts';
import type { ViewerMark } from './viewer.ts';

/** What of a citation is moved: all of it, or one end of a range. */
export type MarkPart = 'whole' | 'start' | 'end';

export type TimedMark = ViewerMark & { readonly locator: TimeLocator };

export const isTimed = (mark: ViewerMark): mark is TimedMark => mark.locator.kind === 'time';

/** Citations in time, in the order of their start, then of their end. */
export const timedMarks = (marks: readonly ViewerMark[]): TimedMark[] =>
  marks
    .filter(isTimed)
    .sort(
      (a, b) =>
        a.locator.start - b.locator.start ||
        (a.locator.end ?? a.locator.start) - (b.locator.end ?? b.locator.start),
    );

/**
 * A citation's place moved by seconds, inside the media (`duration` in seconds, 0: not known). Region and words are
 * kept; `stillSaid` decides about the words.
 */
export const retimed = (
  locator: TimeLocator,
  part: MarkPart,
  by: number,
  duration: number,
  stillSaid: (moved: TimeLocator) => boolean = () => true,
): TimeLocator => {
  const times = movedTimes(locator, part, by, duration);
  const start = roundTime(times.start);
  const moved = { ...locator, start, end: times.end === null ? null : Math.max(start, roundTime(times.end)) };
  return stillSaid(moved) ? moved : { ...moved, quote: null };
};

const movedTimes = (
  { start, end }: TimeLocator,
  part: MarkPart,
  by: number,
  duration: number,
): { readonly start: number; readonly end: number | null } => {
  if (end === null) return { start: clampTime(start + by, duration), end: null };
  const span = { start, end };
  if (part === 'whole') return moveSpan(span, by, duration);
  return moveEnd(span, part, (part === 'start' ? start : end) + by, duration);
};
