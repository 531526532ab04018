import { tQuantileTwoSided, z95 } from './special-functions.ts';

/** Means, and sums of squares and products about them, over n. */
const moments = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  const n = a.length;
  // From the first score on: scores that are all the same then have exactly no variance.
  const [a0, b0] = [a[0] ?? 0, b[0] ?? 0];
  let [ma, mb] = [0, 0];
  for (let at = 0; at < n; at += 1) {
    ma += (a[at] as number) - a0;
    mb += (b[at] as number) - b0;
  }
  ma = a0 + ma / n;
  mb = b0 + mb / n;
  let [va, vb, cab] = [0, 0, 0];
  for (let at = 0; at < n; at += 1) {
    const da = (a[at] as number) - ma;
    const db = (b[at] as number) - mb;
    va += da * da;
    vb += db * db;
    cab += da * db;
  }
  return { n, ma, mb, va: va / n, vb: vb / n, cab: cab / n };
};

/** From here on, a correlation is 1 but for rounding. */
const perfect = 1 - 1e-12;

/** Mean correlations over all pairs of raters, plain and averaged as Fisher's z; or a rater who does not vary. */
export type MeanCorrelation =
  | { readonly mean: number; readonly byFisherZ: number; readonly pairs: number }
  | { readonly constantRater: number };

/** Numbers of a complete grid, `values[unit * raters + rater]`: scores, or ranks. */
type NumberGrid = { readonly units: number; readonly raters: number; readonly values: ArrayLike<number> };

/**
 * The mean correlation over all pairs of raters of a complete grid: Pearson's of scores, Spearman's of ranks. On
 * Fisher's scale a perfect correlation has no finite value and is left out unless all are perfect.
 */
export const meanCorrelations = (grid: NumberGrid): MeanCorrelation => {
  const { raters: k } = grid;
  const [means, scales] = [new Float64Array(k), new Float64Array(k)];
  for (let rater = 0; rater < k; rater += 1) {
    const numbers = columnOf(grid, rater);
    const { n, ma, va } = moments(numbers, numbers);
    if (!(va > 0)) return { constantRater: rater };
    means[rater] = ma;
    scales[rater] = 1 / Math.sqrt(va * n);
  }
  let [sum, zSum, imperfect] = [0, 0, 0];
  const correlations = pairProducts(grid, means, scales);
  for (const r of correlations) {
    sum += r;
    if (Math.abs(r) >= perfect) continue;
    zSum += Math.atanh(r);
    imperfect += 1;
  }
  const pairs = correlations.length;
  const mean = sum / pairs;
  return { mean, byFisherZ: imperfect === 0 ? mean : Math.tanh(zSum / imperfect), pairs };
};

export const columnOf = ({ units, raters, values }: NumberGrid, rater: number): Float64Array => {
  const column = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) column[unit] = values[unit * raters + rater] as number;
  return column;
};

/** So many units at once: their standardised numbers stay near, and no second grid is held. */
const unitsAtOnce = 512;

/** Sums of the products of two raters' standardised numbers, first rater by first rater. */
const pairProducts = (
  { units, raters: k, values }: NumberGrid,
  means: Float64Array,
  scales: Float64Array,
): Float64Array => {
  const products = new Float64Array((k * (k - 1)) / 2);
  const standard = new Float64Array(k * unitsAtOnce);
  for (let from = 0; from < units; from += unitsAtOnce) {
    const count = Math.min(unitsAtOnce, units - from);
    for (let unit = 0, at = from * k; unit < count; unit += 1)
      for (let rater = 0; rater < k; rater += 1, at += 1)
        standard[rater * unitsAtOnce + unit] =
          ((values[at] as number) - (means[rater] as number)) * (scales[rater] as number);
    for (let first = 0, pair = 0; first < k; first += 1)
      for (let second = first + 1; second < k; second += 1, pair += 1)
        products[pair] =
          (products[pair] as number) + dot(standard, first * unitsAtOnce, second * unitsAtOnce, count);
  }
  return products;
};

const dot = (numbers: Float64Array, a: number, b: number, count: number): number => {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += (numbers[a + at] as number) * (numbers[b + at] as number);
  return sum;
};

export type LinConcordance = {
  readonly value: number;
  readonly ci95: readonly [number, number];
  /** How far the line of best fit lies from that of identity: 1 on it. */
  readonly biasCorrection: number;
  readonly scaleShift: number;
  readonly locationShift: number;
  readonly n: number;
};

/** Lin's concordance (1989, interval by Lin 2000 on Fisher's z), variances over n. Null when neither side varies. */
export const linConcordance = (a: ArrayLike<number>, b: ArrayLike<number>): LinConcordance | null => {
  const { n, ma, mb, va, vb, cab } = moments(a, b);
  if (!(va > 0 && vb > 0)) return null;
  const value = (2 * cab) / (va + vb + (ma - mb) ** 2);
  const r = cab / Math.sqrt(va * vb);
  const scaleShift = Math.sqrt(vb) / Math.sqrt(va);
  const locationShift = (mb - ma) / Math.sqrt(Math.sqrt(va * vb));
  const biasCorrection = 2 / (scaleShift + 1 / scaleShift + locationShift * locationShift);
  const [p, u2] = [value, locationShift * locationShift];
  const spread =
    ((1 - r * r) * p * p * (1 - p * p)) / (r * r) +
    (2 * p ** 3 * (1 - p) * u2) / r -
    (0.5 * p ** 4 * u2 * u2) / (r * r);
  const reach = z95 * Math.sqrt(spread / ((1 - p * p) ** 2 * (n - 2)));
  const z = Math.atanh(p);
  return {
    value,
    ci95: [Math.tanh(z - reach), Math.tanh(z + reach)],
    biasCorrection,
    scaleShift,
    locationShift,
    n,
  };
};

export type BlandAltman = {
  /** Mean of first minus second. */
  readonly bias: number;
  readonly sd: number;
  readonly seBias: number;
  readonly biasCi95: readonly [number, number];
  /** bias ± z·sd with the exact quantile of the normal distribution. */
  readonly limits: readonly [number, number];
  /** The same with the conventional 1.96. */
  readonly limits196: readonly [number, number];
  readonly n: number;
};

/** Limits of agreement of two raters (Bland & Altman 1986). */
export const blandAltman = (a: ArrayLike<number>, b: ArrayLike<number>): BlandAltman => {
  const n = a.length;
  let bias = 0;
  for (let at = 0; at < n; at += 1) bias += ((a[at] as number) - (b[at] as number)) / n;
  let squares = 0;
  for (let at = 0; at < n; at += 1) squares += ((a[at] as number) - (b[at] as number) - bias) ** 2;
  const sd = Math.sqrt(squares / (n - 1));
  const seBias = sd / Math.sqrt(n);
  const reach = tQuantileTwoSided(0.05, n - 1) * seBias;
  return {
    bias,
    sd,
    seBias,
    biasCi95: [bias - reach, bias + reach],
    limits: [bias - z95 * sd, bias + z95 * sd],
    limits196: [bias - 1.96 * sd, bias + 1.96 * sd],
    n,
  };
};
