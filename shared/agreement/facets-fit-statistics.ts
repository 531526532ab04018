import { cellOf, fillCell } from './facets-cell.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';

/**
 * How well the ratings of one person, rater or criterion fit the model: mean squares are 1 where they do; the
 * standardised forms are roughly normal (Wilson–Hilferty). `se` is the model's, 1/√ΣV.
 */
export type FitStatistics = {
  readonly n: number;
  readonly score: number;
  readonly expected: number;
  readonly infit: number;
  readonly outfit: number;
  readonly infitZ: number;
  readonly outfitZ: number;
  readonly information: number;
  readonly se: number;
};

type Sums = {
  readonly n: Float64Array;
  readonly score: Float64Array;
  readonly expected: Float64Array;
  readonly squares: Float64Array;
  readonly variance: Float64Array;
  readonly standardised: Float64Array;
  readonly fourth: Float64Array;
  readonly fourthStandardised: Float64Array;
};

const sumsOf = (size: number): Sums => {
  const of = () => new Float64Array(size);
  return {
    n: of(),
    score: of(),
    expected: of(),
    squares: of(),
    variance: of(),
    standardised: of(),
    fourth: of(),
    fourthStandardised: of(),
  };
};

const bump = (into: Float64Array, at: number, value: number): void => {
  into[at] = (into[at] as number) + value;
};

/** Fit of every element of a grouping of the ratings: `groupOf(row)` is the element a rating belongs to. */
export const fitStatistics = (
  data: FacetsData,
  { criteria, raters, steps }: FacetsParameters,
  theta: Float64Array,
  size: number,
  groupOf: (row: number) => number,
): FitStatistics[] => {
  const sums = sumsOf(size);
  const cell = cellOf(data.top);
  const shared = steps.length === data.top;
  for (let row = 0; row < data.score.length; row += 1) {
    const i = data.criterion[row] as number;
    const at =
      (theta[data.person[row] as number] as number) -
      (criteria[i] as number) -
      (raters[data.rater[row] as number] as number);
    fillCell(cell, at, steps, shared ? 0 : i * data.top);
    const group = groupOf(row);
    const x = data.score[row] as number;
    const { mean, variance, fourth } = cell;
    bump(sums.n, group, 1);
    bump(sums.score, group, x);
    bump(sums.expected, group, mean);
    bump(sums.squares, group, (x - mean) ** 2);
    bump(sums.variance, group, variance);
    bump(sums.standardised, group, (x - mean) ** 2 / variance);
    bump(sums.fourth, group, fourth - variance * variance);
    bump(sums.fourthStandardised, group, fourth / (variance * variance));
  }
  return Array.from({ length: size }, (_, group) => statisticsOf(sums, group));
};

const statisticsOf = (sums: Sums, at: number): FitStatistics => {
  const n = sums.n[at] as number;
  const information = sums.variance[at] as number;
  const infit = (sums.squares[at] as number) / information;
  const outfit = (sums.standardised[at] as number) / n;
  const infitSpread = Math.sqrt(sums.fourth[at] as number) / information;
  const outfitSpread = Math.sqrt((sums.fourthStandardised[at] as number) / (n * n) - 1 / n);
  return {
    n,
    score: sums.score[at] as number,
    expected: sums.expected[at] as number,
    infit,
    outfit,
    infitZ: standardised(infit, infitSpread),
    outfitZ: standardised(outfit, outfitSpread),
    information,
    se: 1 / Math.sqrt(information),
  };
};

/** Wilson & Hilferty 1931: the cube root of a mean square is nearly normal. */
const standardised = (meanSquare: number, spread: number): number =>
  (Math.cbrt(meanSquare) - 1) * (3 / spread) + spread / 3;
