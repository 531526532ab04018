import type { IccType, ScoreGrid } from './icc.ts';
import { minimise } from './minimise.ts';

/** Variances of score = mean + unit + rater + residual, by restricted maximum likelihood on all ratings. */
export type CrossedVariances = {
  readonly units: number;
  readonly raters: number;
  readonly residual: number;
  /** −2 × the restricted log-likelihood at the optimum, as lme4 prints it. */
  readonly criterion: number;
  readonly converged: boolean;
  readonly ratings: number;
};

/** Units with the same number of ratings add up: how often two raters share one, and the sums that go with it. */
type Group = {
  readonly size: number;
  count: number;
  /** raters × raters. */
  readonly together: Float64Array;
  /** For each rater, the sum over its units of the unit's total. */
  readonly totals: Float64Array;
  /** For each rater, how many of these units it rated. */
  readonly given: Float64Array;
  sum: number;
  squares: number;
};

type Sums = {
  readonly raters: number;
  readonly n: number;
  readonly groups: readonly Group[];
  readonly given: Float64Array;
  readonly totals: Float64Array;
  readonly squares: number;
};

const sumsOf = ({ units, raters: k, values }: ScoreGrid): Sums => {
  let [n, centre] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    n += 1;
    centre += (value - centre) / n;
  }
  const groups = new Map<number, Group>();
  const given = new Float64Array(k);
  const totals = new Float64Array(k);
  let squares = 0;
  const rated = new Uint32Array(k);
  for (let unit = 0; unit < units; unit += 1) {
    let [size, total] = [0, 0];
    for (let rater = 0; rater < k; rater += 1) {
      const value = (values[unit * k + rater] as number) - centre;
      if (Number.isNaN(value)) continue;
      rated[size] = rater;
      size += 1;
      total += value;
      squares += value * value;
      given[rater] = (given[rater] as number) + 1;
      totals[rater] = (totals[rater] as number) + value;
    }
    if (size === 0) continue;
    const group = groups.get(size) ?? emptyGroup(size, k);
    groups.set(size, group);
    group.count += 1;
    group.sum += total;
    group.squares += total * total;
    for (let a = 0; a < size; a += 1) {
      const rater = rated[a] as number;
      group.totals[rater] = (group.totals[rater] as number) + total;
      group.given[rater] = (group.given[rater] as number) + 1;
      for (let b = 0; b < size; b += 1) {
        const cell = rater * k + (rated[b] as number);
        group.together[cell] = (group.together[cell] as number) + 1;
      }
    }
  }
  return { raters: k, n, groups: [...groups.values()], given, totals, squares };
};

const emptyGroup = (size: number, k: number): Group => ({
  size,
  count: 0,
  together: new Float64Array(k * k),
  totals: new Float64Array(k),
  given: new Float64Array(k),
  sum: 0,
  squares: 0,
});

/**
 * The profiled criterion (Bates, Mächler, Bolker & Walker 2015, eq. 41) at variance ratios to the residual: the units
 * are eliminated in closed form, what is left is one dense factorisation over the raters and the mean.
 */
const criterionAt = (
  sums: Sums,
  unitRatio: number,
  raterRatio: number,
): { value: number; residual: number } => {
  const { raters: k, n, groups, given, totals, squares } = sums;
  const size = k + 2;
  const root = Math.sqrt(raterRatio);
  // Lower triangle of the bordered system: raters, then the mean, then the scores.
  const a = new Float64Array(size * size);
  const put = (i: number, j: number, value: number): void => {
    a[i * size + j] = (a[i * size + j] as number) + value;
  };
  for (let g = 0; g < k; g += 1) {
    put(g, g, 1 + raterRatio * (given[g] as number));
    put(k, g, root * (given[g] as number));
    put(k + 1, g, root * (totals[g] as number));
  }
  put(k, k, n);
  put(
    k + 1,
    k,
    totals.reduce((sum, total) => sum + total, 0),
  );
  put(k + 1, k + 1, squares);
  let logUnits = 0;
  for (const group of groups) {
    const scale = unitRatio / (1 + unitRatio * group.size);
    logUnits += group.count * Math.log1p(unitRatio * group.size);
    for (let g = 0; g < k; g += 1) {
      for (let h = 0; h <= g; h += 1) put(g, h, -scale * raterRatio * (group.together[g * k + h] as number));
      put(k, g, -scale * root * group.size * (group.given[g] as number));
      put(k + 1, g, -scale * root * (group.totals[g] as number));
    }
    put(k, k, -scale * group.size * group.size * group.count);
    put(k + 1, k, -scale * group.size * group.sum);
    put(k + 1, k + 1, -scale * group.squares);
  }
  const diagonal = choleskyDiagonal(a, size);
  let logs = logUnits;
  for (let at = 0; at <= k; at += 1) logs += 2 * Math.log(diagonal[at] as number);
  const rest = (diagonal[k + 1] as number) ** 2;
  const residual = rest / (n - 1);
  return { value: logs + (n - 1) * (1 + Math.log(2 * Math.PI * residual)), residual };
};

/** Factorises the lower triangle in place and gives its diagonal. */
const choleskyDiagonal = (a: Float64Array, size: number): Float64Array => {
  const diagonal = new Float64Array(size);
  for (let j = 0; j < size; j += 1) {
    for (let i = j; i < size; i += 1) {
      let sum = a[i * size + j] as number;
      for (let m = 0; m < j; m += 1) sum -= (a[i * size + m] as number) * (a[j * size + m] as number);
      if (i === j) diagonal[j] = Math.sqrt(Math.max(0, sum));
      a[i * size + j] = i === j ? (diagonal[j] as number) : sum / (diagonal[j] as number);
    }
  }
  return diagonal;
};

/** REML for a units × raters grid with gaps (NaN). Null with fewer than two units or raters, or no variance. */
export const crossedReml = (grid: ScoreGrid): CrossedVariances | null => {
  const sums = sumsOf(grid);
  const shared = sums.groups.some(({ size }) => size >= 2);
  if (sums.n < 3 || !shared || sums.given.filter((count) => count > 0).length < 2 || !(sums.squares > 0))
    return null;
  // Over the square roots of the ratios, where the criterion is smooth at 0.
  const found = minimise(
    (at) => criterionAt(sums, (at[0] as number) ** 2, (at[1] as number) ** 2).value,
    [1, 0.5],
  );
  const [unitRatio, raterRatio] = [(found.at[0] as number) ** 2, (found.at[1] as number) ** 2];
  const { value, residual } = criterionAt(sums, unitRatio, raterRatio);
  return {
    units: unitRatio * residual,
    raters: raterRatio * residual,
    residual,
    criterion: value,
    converged: found.converged,
    ratings: sums.n,
  };
};

/**
 * An intraclass correlation from fitted variances, for means of `k` raters where the type asks for them. Types 1 take
 * what the variances expect of a one-way analysis: σ²r + σ²e within units, k σ²u + σ²e between them (psych's choice).
 */
export const iccFromVariances = (
  type: IccType,
  { units, raters, residual }: CrossedVariances,
  k: number,
): number => {
  const average = type.endsWith('k)');
  if (type.startsWith('ICC(1')) {
    const between = k * units + residual;
    const within = raters + residual;
    return (between - within) / (average ? between : between + (k - 1) * within);
  }
  const error = type.startsWith('ICC(3') ? residual : raters + residual;
  return units / (units + error / (average ? k : 1));
};
