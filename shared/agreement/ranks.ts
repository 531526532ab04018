import { columnOf } from './concordance.ts';
import type { ScoreGrid } from './icc.ts';
import { chiSquareUpper } from './special-functions.ts';

/**
 * Each rater's midranks of the units of a complete grid, twice over so that they are whole: `values[unit * raters +
 * rater]`. `ties` is Σ(t³ − t) over all raters' groups of equal scores.
 */
export type RankGrid = {
  readonly units: number;
  readonly raters: number;
  readonly values: Uint32Array;
  readonly ties: number;
};

export const rankGrid = (grid: ScoreGrid): RankGrid => {
  const { units, raters } = grid;
  const values = new Uint32Array(units * raters);
  let ties = 0;
  for (let rater = 0; rater < raters; rater += 1) ties += rankInto(values, grid, rater);
  return { units, raters, values, ties };
};

/** One rater's ranks; gives the ties. */
const rankInto = (values: Uint32Array, grid: ScoreGrid, rater: number): number => {
  const { units, raters } = grid;
  const scores = columnOf(grid, rater);
  const { distinct, doubled, ties } = rankedScores(scores);
  for (let unit = 0; unit < units; unit += 1)
    values[unit * raters + rater] = doubled[placeOf(distinct, scores[unit] as number)] as number;
  return ties;
};

/** The different scores, ascending, and twice the midrank of each. */
type RankedScores = {
  readonly distinct: Float64Array;
  readonly doubled: readonly number[];
  readonly ties: number;
};

const rankedScores = (scores: Float64Array): RankedScores => {
  const sorted = scores.slice().sort();
  const doubled: number[] = [];
  let ties = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    sorted[doubled.length] = sorted[from] as number;
    doubled.push(from + to + 1);
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { distinct: sorted.subarray(0, doubled.length), doubled, ties };
};

/** The place of a score that is among the sorted ones. */
const placeOf = (distinct: Float64Array, score: number): number => {
  let [from, to] = [0, distinct.length - 1];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((distinct[middle] as number) < score) from = middle + 1;
    else to = middle;
  }
  return from;
};

export type KendallW = {
  readonly value: number;
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
  readonly n: number;
  readonly k: number;
};

/** Kendall's W of a complete grid, W = 12S/(k²(n³ − n) − kT). Null when every rater tied all units. */
export const kendallW = (
  { units: n, raters: k, values, ties }: RankGrid,
  tieCorrected: boolean,
): KendallW | null => {
  let spread = 0;
  for (let unit = 0, at = 0; unit < n; unit += 1) {
    let sum = 0;
    for (let rater = 0; rater < k; rater += 1, at += 1) sum += (values[at] as number) - (n + 1);
    spread += (sum / 2) ** 2;
  }
  const greatest = k * k * (n ** 3 - n) - (tieCorrected ? k * ties : 0);
  if (!(greatest > 0)) return null;
  const value = (12 * spread) / greatest;
  const chiSquare = k * (n - 1) * value;
  return { value, chiSquare, df: n - 1, p: chiSquareUpper(chiSquare, n - 1), n, k };
};
