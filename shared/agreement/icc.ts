import type { Ratings } from './rating-table.ts';
import { fQuantile, fUpper } from './special-functions.ts';

/** Scores of a complete grid, `values[unit * raters + rater]`, no gaps. */
export type ScoreGrid = { readonly units: number; readonly raters: number; readonly values: Float64Array };

/** The scores of the units that every rater scored; the same numbers, not a copy of them, when those are all. */
export const completeGrid = ({ units, raters, starts, values }: Ratings): ScoreGrid => {
  if (values.length === units * raters) return { units, raters, values };
  const isWhole = (unit: number): boolean =>
    (starts[unit + 1] as number) - (starts[unit] as number) === raters;
  let count = 0;
  for (let unit = 0; unit < units; unit += 1) if (isWhole(unit)) count += 1;
  const kept = new Float64Array(count * raters);
  count = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (!isWhole(unit)) continue;
    const from = starts[unit] as number;
    for (let at = 0; at < raters; at += 1) kept[count * raters + at] = values[from + at] as number;
    count += 1;
  }
  return { units: count, raters, values: kept };
};

/** Mean squares of a units × raters grid: between units, between raters, residual, within units. */
export type MeanSquares = {
  readonly units: number;
  readonly raters: number;
  readonly between: number;
  readonly raterwise: number;
  readonly residual: number;
  readonly within: number;
};

/** Two-way analysis of variance, one score in each cell. Scores are centred first, so that no digits are lost. */
export const meanSquares = ({ units: n, raters: k, values }: ScoreGrid): MeanSquares => {
  // From the first score on: scores that are all the same then have exactly no variance.
  const first = values[0] ?? 0;
  let shift = 0;
  for (let at = 0; at < values.length; at += 1) shift += (values[at] as number) - first;
  const centre = first + shift / values.length;
  const columns = new Float64Array(k);
  let [rowSquares, allSquares] = [0, 0];
  for (let unit = 0, at = 0; unit < n; unit += 1) {
    let row = 0;
    for (let rater = 0; rater < k; rater += 1, at += 1) {
      const value = (values[at] as number) - centre;
      row += value;
      allSquares += value * value;
      columns[rater] = (columns[rater] as number) + value;
    }
    rowSquares += row * row;
  }
  const ssBetween = rowSquares / k;
  const ssRaters = columns.reduce((sum, column) => sum + column * column, 0) / n;
  const ssWithin = Math.max(0, allSquares - ssBetween);
  return {
    units: n,
    raters: k,
    between: ssBetween / (n - 1),
    raterwise: ssRaters / (k - 1),
    residual: Math.max(0, ssWithin - ssRaters) / ((n - 1) * (k - 1)),
    within: ssWithin / (n * (k - 1)),
  };
};

export const iccTypes = ['ICC(1,1)', 'ICC(2,1)', 'ICC(3,1)', 'ICC(1,k)', 'ICC(2,k)', 'ICC(3,k)'] as const;
export type IccType = (typeof iccTypes)[number];

/** `f` tests that units do not differ, with df1 and df2; the interval is at 95 %. */
export type Icc = {
  readonly value: number;
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
  readonly ci95: readonly [number, number];
  readonly n: number;
  readonly k: number;
};

/** A coefficient this far below 0 has a denominator that is 0 but for rounding. */
const unbounded = 1e9;

/**
 * The six intraclass correlations of Shrout & Fleiss 1979. Intervals of types 1 and 3 from F; of ICC(2,1) by McGraw &
 * Wong 1996, and of ICC(2,k) by Spearman–Brown of those. Null when nothing
 * varies, or when what a type divides by is 0 but for rounding.
 */
export const icc = (type: IccType, squares: MeanSquares): Icc | null => {
  const { units: n, raters: k, between, residual, within } = squares;
  const error = type.startsWith('ICC(1') ? within : residual;
  if (!(between > 0 || error > 0 || squares.raterwise > 0)) return null;
  const df1 = n - 1;
  const df2 = type.startsWith('ICC(1') ? n * (k - 1) : (n - 1) * (k - 1);
  const f = between / error;
  const average = type.endsWith('k)');
  const single = singleValue(type, squares);
  const value = average ? averageValue(type, squares) : single;
  if (!(Math.abs(value) < unbounded)) return null;
  const bounds = type.startsWith('ICC(2') ? absoluteBounds(squares) : ratioBounds(f, df1, df2, k);
  return {
    value,
    f,
    df1,
    df2,
    p: fUpper(f, df1, df2),
    ci95: average ? [stepUp(bounds[0], k), stepUp(bounds[1], k)] : bounds,
    n,
    k,
  };
};

const singleValue = (
  type: IccType,
  { units: n, raters: k, between, raterwise, residual, within }: MeanSquares,
) => {
  if (type.startsWith('ICC(1')) return (between - within) / (between + (k - 1) * within);
  if (type.startsWith('ICC(3')) return (between - residual) / (between + (k - 1) * residual);
  return (between - residual) / (between + (k - 1) * residual + (k * (raterwise - residual)) / n);
};

const averageValue = (
  type: IccType,
  { units: n, between, raterwise, residual, within }: MeanSquares,
): number => {
  if (type.startsWith('ICC(1')) return (between - within) / between;
  if (type.startsWith('ICC(3')) return (between - residual) / between;
  return (between - residual) / (between + (raterwise - residual) / n);
};

/** Spearman–Brown: the reliability of the mean of k raters from that of one; without a limit from −1/(k − 1) down. */
const stepUp = (one: number, k: number): number =>
  1 + (k - 1) * one > 0 ? (k * one) / (1 + (k - 1) * one) : Number.NEGATIVE_INFINITY;

const ratioBounds = (f: number, df1: number, df2: number, k: number): [number, number] => {
  const low = f / fQuantile(0.975, df1, df2);
  const high = f * fQuantile(0.975, df2, df1);
  const bound = (ratio: number): number =>
    ratio === Number.POSITIVE_INFINITY ? 1 : (ratio - 1) / (ratio + k - 1);
  return [bound(low), bound(high)];
};

const absoluteBounds = (squares: MeanSquares): [number, number] => {
  const { units: n, raters: k, between, raterwise, residual } = squares;
  const value = singleValue('ICC(2,1)', squares);
  if (value === 1) return [1, 1];
  const a = (k * value) / (n * (1 - value));
  const b = 1 + (k * value * (n - 1)) / (n * (1 - value));
  const df =
    (a * raterwise + b * residual) ** 2 /
    ((a * raterwise) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1)));
  const low = fQuantile(0.975, n - 1, df);
  const high = fQuantile(0.975, df, n - 1);
  const rest = k * raterwise + (k * n - k - n) * residual;
  return [
    (n * (between - low * residual)) / (low * rest + n * between),
    (n * (high * between - residual)) / (rest + n * high * between),
  ];
};
