import type { Locator } from '../../../../shared/domain/locator.ts';
import { roundTime } from '../../../viewers/playback.ts';

export type TimePlace = Extract<Locator, { readonly kind: 'time' }>;

/** Seconds that one press retimes a citation by, and with Shift. */
export const smallStep = 0.1;
export const largeStep = 1;

/**
 * The words said at a time belong to that time: a place that was moved has none until its viewer describes it anew.
 */
const at = (place: TimePlace, start: number, end: number | null): TimePlace => ({
  ...place,
  start: roundTime(start),
  end: end === null ? null : roundTime(end),
  quote: null,
});

/** The place earlier or later by seconds; a range keeps its length, and nothing begins before the start. */
export const shifted = (place: TimePlace, seconds: number): TimePlace => {
  const by = Math.max(seconds, -place.start);
  return at(place, place.start + by, place.end === null ? null : place.end + by);
};

/** The place with one edge at a time; the edges change places when they cross, and meet in a point. */
export const withEdge = (place: TimePlace, edge: 'start' | 'end', time: number): TimePlace => {
  const other = edge === 'start' ? (place.end ?? null) : place.start;
  if (other === null) return at(place, time, null);
  const [start, end] = [Math.min(time, other), Math.max(time, other)];
  return at(place, start, roundTime(start) === roundTime(end) ? null : end);
};
