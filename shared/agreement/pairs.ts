import type { Ratings } from './rating-table.ts';

/** Two raters by their places, and on how many units both gave a rating. */
export type Pair = { readonly first: number; readonly second: number; readonly shared: number };

/** Up to this many raters, every pair is told of. */
export const allPairsUpTo = 20;

/** With more raters than this, shared units are counted for the pairs that have some, not for all there could be. */
const tableUpTo = 2048;

/**
 * The pairs that are told of: all of few raters; of many, those that share `minOverlap` units, and of these the `limit`
 * with most. `leftOut` counts the others that share a unit.
 */
export const chosenPairs = (
  ratings: Ratings,
  { minOverlap, pairs: limit }: { readonly minOverlap: number; readonly pairs: number },
): { readonly pairs: readonly Pair[]; readonly leftOut: number } => {
  if (ratings.raters <= allPairsUpTo) return { pairs: allPairs(ratings), leftOut: 0 };
  const { keys, shared } = ratings.raters <= tableUpTo ? countedInTable(ratings) : countedInMap(ratings);
  const least = Math.max(minOverlap, overlapOfLast(shared, limit));
  // More than asked for where many share as many as the last that is told of: the first of these are.
  const found: Pair[] = [];
  let ties = limit - countOver(shared, least);
  for (let at = 0; at < keys.length; at += 1) {
    const own = shared[at] as number;
    if (own < least || (own === least && ties <= 0)) continue;
    if (own === least) ties -= 1;
    const key = keys[at] as number;
    found.push({ first: Math.floor(key / ratings.raters), second: key % ratings.raters, shared: own });
  }
  const pairs = found.sort((a, b) => b.shared - a.shared);
  return { pairs, leftOut: keys.length - pairs.length };
};

/** What the pair at place `limit`, counted from the one that shares most, shares: 0 when there are fewer pairs. */
const overlapOfLast = (shared: Uint32Array, limit: number): number => {
  if (limit < 1) return Number.POSITIVE_INFINITY;
  const sorted = shared.slice().sort();
  return sorted[sorted.length - limit] ?? 0;
};

const countOver = (shared: Uint32Array, bound: number): number => {
  let count = 0;
  for (let at = 0; at < shared.length; at += 1) if ((shared[at] as number) > bound) count += 1;
  return count;
};

const allPairs = (ratings: Ratings): Pair[] => {
  const k = ratings.raters;
  const counts = overlapTable(ratings);
  const pairs: Pair[] = [];
  for (let first = 0; first < k; first += 1)
    for (let second = first + 1; second < k; second += 1)
      pairs.push({ first, second, shared: counts[first * k + second] as number });
  return pairs;
};

/** Shared units of raters a < b at [a * raters + b]. */
const overlapTable = ({ units, raters: k, starts, rater }: Ratings): Uint32Array => {
  const counts = new Uint32Array(k * k);
  const given = new Uint32Array(k);
  let dense = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const rated = rater.subarray(starts[unit], starts[unit + 1]);
    if (2 * rated.length <= k) {
      countPairs(counts, rated, k);
      continue;
    }
    // Where most raters rated, the pairs among the few that did not tell the others.
    dense += 1;
    for (let at = 0; at < rated.length; at += 1) {
      const own = rated[at] as number;
      given[own] = (given[own] as number) + 1;
    }
    countPairs(counts, absentFrom(rated, k), k);
  }
  if (dense === 0) return counts;
  // Units with both = units with a + units with b − all of them + units with neither.
  for (let a = 0; a < k; a += 1) {
    const others = (given[a] as number) - dense;
    for (let b = a + 1; b < k; b += 1)
      counts[a * k + b] = (counts[a * k + b] as number) + others + (given[b] as number);
  }
  return counts;
};

const countPairs = (counts: Uint32Array, among: ArrayLike<number>, k: number): void => {
  for (let a = 0; a < among.length; a += 1) {
    const row = (among[a] as number) * k;
    for (let b = a + 1; b < among.length; b += 1) {
      const cell = row + (among[b] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
};

const absentFrom = (rated: Uint16Array, k: number): number[] => {
  const absent: number[] = [];
  if (rated.length === k) return absent;
  let next = 0;
  for (let one = 0; one < k; one += 1) {
    if (rated[next] === one) next += 1;
    else absent.push(one);
  }
  return absent;
};

/** The pairs that share units, by [first * raters + second] ascending, and how many they share. */
type Counted = { readonly keys: Float64Array; readonly shared: Uint32Array };

const countedInTable = (ratings: Ratings): Counted => {
  const counts = overlapTable(ratings);
  const count = countOver(counts, 0);
  const [keys, shared] = [new Float64Array(count), new Uint32Array(count)];
  for (let at = 0, to = 0; at < counts.length; at += 1) {
    const own = counts[at] as number;
    if (own === 0) continue;
    keys[to] = at;
    shared[to] = own;
    to += 1;
  }
  return { keys, shared };
};

const countedInMap = ({ units, raters: k, starts, rater }: Ratings): Counted => {
  const counts = new Map<number, number>();
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    for (let a = from; a < to; a += 1) {
      for (let b = a + 1; b < to; b += 1) {
        const key = (rater[a] as number) * k + (rater[b] as number);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  const keys = Float64Array.from(counts.keys()).sort();
  return { keys, shared: Uint32Array.from(keys, (key) => counts.get(key) as number) };
};

/**
 * Scores by rater: those of rater r stand from starts[r] to starts[r + 1], in the order of the units. With `codes`, a
 * score is the one at its code.
 */
export type ScoreColumns = {
  readonly starts: Uint32Array;
  readonly unit: Uint32Array;
  readonly codes: Uint8Array | null;
  readonly scores: Float64Array;
};

export const scoreColumns = ({ units, raters, starts, rater, values }: Ratings): ScoreColumns => {
  const from = new Uint32Array(raters + 1);
  for (const one of rater) from[one + 1] = (from[one + 1] as number) + 1;
  for (let at = 0; at < raters; at += 1) from[at + 1] = (from[at + 1] as number) + (from[at] as number);
  const free = from.slice();
  const columns = { unit: new Uint32Array(values.length), scores: new Float64Array(values.length) };
  for (let unit = 0; unit < units; unit += 1) {
    const end = starts[unit + 1] as number;
    for (let at = starts[unit] as number; at < end; at += 1) {
      const own = rater[at] as number;
      const to = free[own] as number;
      columns.unit[to] = unit;
      columns.scores[to] = values[at] as number;
      free[own] = to + 1;
    }
  }
  return { starts: from, codes: null, ...columns };
};

/** The scores of two raters on the units that both scored. */
export const pairScores = (
  { starts, unit, codes, scores }: ScoreColumns,
  { first, second, shared }: Pair,
): readonly [Float64Array, Float64Array] => {
  const found = [new Float64Array(shared), new Float64Array(shared)] as const;
  const scoreAt = (at: number): number => scores[codes === null ? at : (codes[at] as number)] as number;
  let [a, b] = [starts[first] as number, starts[second] as number];
  const [endA, endB] = [starts[first + 1] as number, starts[second + 1] as number];
  for (let n = 0; a < endA && b < endB; ) {
    const [unitA, unitB] = [unit[a] as number, unit[b] as number];
    if (unitA === unitB) {
      found[0][n] = scoreAt(a);
      found[1][n] = scoreAt(b);
      n += 1;
    }
    if (unitA <= unitB) a += 1;
    if (unitB <= unitA) b += 1;
  }
  return found;
};
