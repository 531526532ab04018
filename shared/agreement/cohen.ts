import { type Columns, categoryLimit, codedScores, scaleOf } from './panel.ts';
import { normalTwoSided, z95 } from './special-functions.ts';
import type { Weights } from './weights.ts';

/** How two raters' ratings of the same units fall together: `counts[first * categories + second]`. */
export type PairTable = { readonly categories: number; readonly counts: Float64Array; readonly n: number };

/** The units that both raters rated, as a table. */
export const pairTable = (columns: Columns, first: number, second: number): PairTable => {
  const { starts, unit, codes, scale } = columns;
  const [fromA, endA] = [starts[first] as number, starts[first + 1] as number];
  const [fromB, endB] = [starts[second] as number, starts[second + 1] as number];
  const [a, b] = [codes.subarray(fromA, endA), codes.subarray(fromB, endB)];
  const sameUnits =
    unit[fromA] === unit[fromB] && isUnbroken(unit, fromA, endA) && isUnbroken(unit, fromB, endB);
  if (a.length === b.length && sameUnits) return tableOf(countPairs(a, b, scale.length), scale.length);
  return mergedTable(columns, [fromA, endA], [fromB, endB]);
};

/** Whether units that ascend leave none out. */
const isUnbroken = (unit: Uint32Array, from: number, end: number): boolean =>
  end > from && (unit[end - 1] as number) - (unit[from] as number) === end - from - 1;

/**
 * How often each two codes stand at the same place, `first * stride + second`. Two tables take turns, so that a count
 * need not wait for the one before it.
 */
const countPairs = (first: Uint8Array, second: Uint8Array, stride: number): Uint32Array => {
  const [even, odd] = [new Uint32Array(stride * stride), new Uint32Array(stride * stride)];
  let at = 0;
  for (; at + 1 < first.length; at += 2) {
    const a = (first[at] as number) * stride + (second[at] as number);
    const b = (first[at + 1] as number) * stride + (second[at + 1] as number);
    even[a] = (even[a] as number) + 1;
    odd[b] = (odd[b] as number) + 1;
  }
  if (at < first.length) {
    const a = (first[at] as number) * stride + (second[at] as number);
    even[a] = (even[a] as number) + 1;
  }
  for (let cell = 0; cell < even.length; cell += 1)
    even[cell] = (even[cell] as number) + (odd[cell] as number);
  return even;
};

const tableOf = (counted: ArrayLike<number>, categories: number): PairTable => {
  const counts = Float64Array.from(counted);
  return { categories, counts, n: counts.reduce((sum, count) => sum + count, 0) };
};

type Range = readonly [from: number, end: number];

const mergedTable = (
  { unit, codes, scale }: Columns,
  [fromA, endA]: Range,
  [fromB, endB]: Range,
): PairTable => {
  const categories = scale.length;
  const counts = new Uint32Array(categories * categories);
  let [a, b] = [fromA, fromB];
  while (a < endA && b < endB) {
    const [unitA, unitB] = [unit[a] as number, unit[b] as number];
    if (unitA === unitB) {
      const cell = (codes[a] as number) * categories + (codes[b] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
    if (unitA <= unitB) a += 1;
    if (unitB <= unitA) b += 1;
  }
  return tableOf(counts, categories);
};

/**
 * Two raters' scores of the same units, one after the other, as a table with the scale that goes with it; NaN where one
 * gave none. Null when there are more categories than a panel can have.
 */
export const pairTableOfScores = (
  first: Float64Array,
  second: Float64Array,
  declared: readonly number[] = [],
): { readonly table: PairTable; readonly scale: Float64Array } | null => {
  const [a, b] = [codedScores(first), codedScores(second)];
  if (a === null || b === null) return null;
  const given = [...a.scores, ...b.scores].filter((score) => !Number.isNaN(score));
  const scale = scaleOf([...declared, ...given]);
  if (scale.length > categoryLimit) return null;
  const q = scale.length;
  const stride = Math.max(a.scores.length, b.scores.length);
  const counted = countPairs(a.codes, b.codes, stride);
  const counts = new Float64Array(q * q);
  const [placesA, placesB] = [placesIn(scale, a.scores), placesIn(scale, b.scores)];
  for (const [i, row] of placesA.entries()) {
    for (const [j, column] of placesB.entries())
      if (row >= 0 && column >= 0) counts[row * q + column] = counted[i * stride + j] as number;
  }
  return { table: tableOf(counts, q), scale };
};

const placesIn = (scale: Float64Array, scores: readonly number[]): readonly number[] =>
  scores.map((score) => scale.indexOf(score));

export type CohenKappa = {
  readonly value: number;
  readonly po: number;
  readonly pe: number;
  /** Under the estimate itself; the interval stands on it, and may end over 1. */
  readonly se: number;
  readonly ci95: readonly [number, number];
  /** Under the hypothesis of no agreement beyond chance; z and p stand on it. */
  readonly seNull: number;
  readonly z: number;
  readonly p: number;
  /** The greatest kappa that these two distributions allow; null for weights that do not favour likeness in order. */
  readonly max: number | null;
  readonly n: number;
};

/**
 * Cohen's kappa, weighted by agreement weights, with the two standard errors of Fleiss, Cohen & Everitt 1969. Null
 * when chance agreement is complete: no variance.
 */
export const cohenKappa = ({ categories: q, counts, n }: PairTable, weights: Weights): CohenKappa | null => {
  const w = weights.table;
  const rows = new Float64Array(q);
  const columns = new Float64Array(q);
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const share = (counts[i * q + j] as number) / n;
      rows[i] = (rows[i] as number) + share;
      columns[j] = (columns[j] as number) + share;
    }
  }
  const rowMeans = new Float64Array(q);
  const columnMeans = new Float64Array(q);
  let [po, pe] = [0, 0];
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const weight = w[i * q + j] as number;
      rowMeans[i] = (rowMeans[i] as number) + weight * (columns[j] as number);
      columnMeans[j] = (columnMeans[j] as number) + weight * (rows[i] as number);
      po += (weight * (counts[i * q + j] as number)) / n;
      pe += weight * (rows[i] as number) * (columns[j] as number);
    }
  }
  if (!(1 - pe > 1e-15)) return null;
  const value = (po - pe) / (1 - pe);
  let [spread, spreadNull] = [0, 0];
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const means = (rowMeans[i] as number) + (columnMeans[j] as number);
      const weight = w[i * q + j] as number;
      spread += ((counts[i * q + j] as number) / n) * (weight - means * (1 - value)) ** 2;
      spreadNull += (rows[i] as number) * (columns[j] as number) * (weight - means) ** 2;
    }
  }
  const se = Math.sqrt(Math.max(0, spread - (value - pe * (1 - value)) ** 2) / n) / (1 - pe);
  const seNull = Math.sqrt(Math.max(0, spreadNull - pe * pe) / n) / (1 - pe);
  const z = value / seNull;
  return {
    value,
    po,
    pe,
    se,
    ci95: [value - z95 * se, value + z95 * se],
    seNull,
    z,
    p: normalTwoSided(z),
    max: greatestKappa(rows, columns, pe, weights),
    n,
  };
};

const isUnweighted = ({ categories, table }: Weights): boolean =>
  table.every((weight, at) => weight === (at % (categories + 1) === 0 ? 1 : 0));

const greatestKappa = (
  rows: Float64Array,
  columns: Float64Array,
  pe: number,
  weights: Weights,
): number | null => {
  if (isUnweighted(weights)) {
    const possible = rows.reduce((sum, share, at) => sum + Math.min(share, columns[at] as number), 0);
    return (possible - pe) / (1 - pe);
  }
  return favoursOrder(weights) ? (inOrder(rows, columns, weights) - pe) / (1 - pe) : null;
};

/**
 * Whether two pairs of ratings never agree less when the lower of each are put together (w_ij + w_kl ≥ w_il + w_kj for
 * i < k, j < l; neighbours suffice): so for linear, quadratic and ordinal weights.
 */
const favoursOrder = ({ categories: q, table: w }: Weights): boolean => {
  for (let at = 0; at < q * (q - 1); at += 1) {
    if (at % q === q - 1) continue;
    const straight = (w[at] as number) + (w[at + q + 1] as number);
    const crossed = (w[at + 1] as number) + (w[at + q] as number);
    if (straight < crossed - 1e-12) return false;
  }
  return true;
};

/** Agreement when both raters' ratings are paired in order, which is the most their distributions allow (Hoffman 1963). */
const inOrder = (rows: Float64Array, columns: Float64Array, { categories: q, table }: Weights): number => {
  const left = rows.slice();
  const right = columns.slice();
  let sum = 0;
  for (let i = 0, j = 0; i < q && j < q; ) {
    const share = Math.min(left[i] as number, right[j] as number);
    sum += share * (table[i * q + j] as number);
    left[i] = (left[i] as number) - share;
    right[j] = (right[j] as number) - share;
    if ((left[i] as number) <= (right[j] as number)) i += 1;
    else j += 1;
  }
  return sum;
};

/** The share of units on which two raters lie at most `tolerance` apart, in scores or in places. */
export const shareWithin = (
  { categories: q, counts, n }: PairTable,
  values: Float64Array,
  tolerance: number,
): number => {
  let within = 0;
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      if (Math.abs((values[i] as number) - (values[j] as number)) <= tolerance)
        within += counts[i * q + j] as number;
    }
  }
  return within / n;
};
