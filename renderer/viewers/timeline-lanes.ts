import type { TimedMark } from './media-retime.ts';

/** A citation, or several that stand too close, as they lie in the lane. `left` and `width` in pixels. */
export type LaneItem = {
  readonly marks: readonly [TimedMark, ...TimedMark[]];
  readonly row: number;
  readonly left: number;
  readonly width: number;
};

export type Lanes = { readonly items: readonly LaneItem[]; readonly rows: number };

/** Rows that citations stack in; what finds no room in them is drawn together with its number. */
export const mostRows = 3;

const gap = 2;

/** Pixels that a flag with these letters takes. */
export const flagWidth = (letters: string): number => 18 + 8 * Math.max(0, Math.min(3, letters.length) - 1);

const clusterWidth = (count: number): number => 14 + 8 * String(count).length;

/** Where a citation lies in a lane of this width. A point's flag is centred on its time; a range lies from start to end. */
export const placeInLane = (
  { locator, letters }: Pick<TimedMark, 'locator' | 'letters'>,
  duration: number,
  width: number,
): { readonly left: number; readonly width: number } => {
  const least = flagWidth(letters);
  const at = (seconds: number): number => (Math.min(Math.max(0, seconds), duration) / duration) * width;
  const from = at(locator.start);
  if (locator.end === null) return { left: inLane(from - least / 2, least, width), width: least };
  const wide = Math.max(least, at(locator.end) - from);
  return { left: inLane(from, wide, width), width: wide };
};

const inLane = (left: number, wide: number, width: number): number =>
  Math.max(0, Math.min(left, width - wide));

type Open = { marks: [TimedMark, ...TimedMark[]]; row: number; left: number; width: number };

const right = ({ left, width }: Open): number => left + width;

/** One more for a cluster; it covers where its citations begin. */
const join = (cluster: Open, mark: TimedMark, left: number): void => {
  const first = cluster.marks[0];
  const begins = cluster.marks.length === 1 ? cluster.left + flagWidth(first.letters) : right(cluster);
  cluster.marks.push(mark);
  const reach = Math.max(begins, left + flagWidth(mark.letters));
  cluster.width = Math.max(reach - cluster.left, clusterWidth(cluster.marks.length));
};

/**
 * Lays citations out, which come sorted by time: each in the first row with room, at most three rows; where there is
 * none, the last row's citation and all that find no room become one item with their number. However many citations,
 * there are no more items than fit side by side.
 */
export const layOutLanes = (marks: readonly TimedMark[], duration: number, width: number): Lanes => {
  if (duration <= 0 || width <= 0) return { items: [], rows: 0 };
  const items: Open[] = [];
  const ends: (Open | null)[] = Array.from({ length: mostRows }, () => null);
  for (const mark of marks) {
    const place = placeInLane(mark, duration, width);
    const row = ends.findIndex((last) => last === null || right(last) + gap <= place.left);
    const last = ends.at(-1);
    if (row === -1 && last) {
      join(last, mark, place.left);
      continue;
    }
    const item: Open = { marks: [mark], row, ...place };
    ends[row] = item;
    items.push(item);
  }
  // A cluster begun near the end of the lane grew over it.
  for (const item of items) {
    item.width = Math.min(item.width, width);
    item.left = inLane(item.left, item.width, width);
  }
  return { items, rows: items.reduce((most, { row }) => Math.max(most, row + 1), 0) };
};
