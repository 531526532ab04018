import type { ScoreGrid } from './icc.ts';
import { chiSquareUpper, tQuantileTwoSided, z95 } from './special-functions.ts';

/** Midranks of n numbers, and Σ(t³ − t) over the groups of equal ones. */
export const midranks = (values: ArrayLike<number>): { ranks: Float64Array; ties: number } => {
  const order = Uint32Array.from({ length: values.length }, (_, at) => at).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] as number] = (from + to + 1) / 2;
    const size = to - from;
    ties += size ** 3 - size;
    from = to;
  }
  return { ranks, ties };
};

const column = ({ units, raters, values }: ScoreGrid, rater: number): Float64Array =>
  Float64Array.from({ length: units }, (_, unit) => values[unit * raters + rater] as number);

export type KendallW = {
  readonly value: number;
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
  readonly n: number;
  readonly k: number;
};

/** Kendall's W of a complete grid, W = 12S/(k²(n³ − n) − kT). Null when every rater tied all units. */
export const kendallW = (grid: ScoreGrid, tieCorrected: boolean): KendallW | null => {
  const { units: n, raters: k } = grid;
  const sums = new Float64Array(n);
  let ties = 0;
  for (let rater = 0; rater < k; rater += 1) {
    const ranked = midranks(column(grid, rater));
    ties += ranked.ties;
    for (let unit = 0; unit < n; unit += 1)
      sums[unit] = (sums[unit] as number) + (ranked.ranks[unit] as number);
  }
  const mean = (k * (n + 1)) / 2;
  const spread = sums.reduce((total, sum) => total + (sum - mean) ** 2, 0);
  const greatest = k * k * (n ** 3 - n) - (tieCorrected ? k * ties : 0);
  if (!(greatest > 0)) return null;
  const value = (12 * spread) / greatest;
  const chiSquare = k * (n - 1) * value;
  return { value, chiSquare, df: n - 1, p: chiSquareUpper(chiSquare, n - 1), n, k };
};

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

/**
 * The mean correlation over all pairs of raters of a complete grid, of scores or of ranks. On Fisher's scale a perfect
 * correlation has no finite value and is left out unless all are perfect.
 */
export const meanCorrelations = (grid: ScoreGrid, of: 'scores' | 'ranks'): MeanCorrelation => {
  const { units: n, raters: k } = grid;
  const standard = new Float64Array(n * k);
  for (let rater = 0; rater < k; rater += 1) {
    const scores = column(grid, rater);
    const numbers = of === 'ranks' ? midranks(scores).ranks : scores;
    const { ma, va } = moments(numbers, numbers);
    if (!(va > 0)) return { constantRater: rater };
    for (let at = 0; at < n; at += 1)
      standard[rater * n + at] = ((numbers[at] as number) - ma) / Math.sqrt(va * n);
  }
  let [sum, zSum, imperfect] = [0, 0, 0];
  for (let first = 0; first < k; first += 1) {
    for (let second = first + 1; second < k; second += 1) {
      let r = 0;
      for (let at = 0; at < n; at += 1)
        r += (standard[first * n + at] as number) * (standard[second * n + at] as number);
      sum += r;
      if (Math.abs(r) >= perfect) continue;
      zSum += Math.atanh(r);
      imperfect += 1;
    }
  }
  const pairs = (k * (k - 1)) / 2;
  const mean = sum / pairs;
  return { mean, byFisherZ: imperfect === 0 ? mean : Math.tanh(zSum / imperfect), pairs };
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
