import type { IccType } from './icc.ts';
import { minimise } from './minimise.ts';
import type { Ratings } from './rating-table.ts';

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

/**
 * Units with the same number of ratings add up: how often two raters share one, and the sums that go with it. `pairs`
 * is the lower triangle of raters × raters, row by row: rater b ≤ a at a(a + 1)/2 + b.
 */
type Group = {
  readonly size: number;
  count: number;
  readonly pairs: Uint32Array;
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

const triangle = (k: number): number => (k * (k + 1)) / 2;

const sumsOf = ({ units, raters: k, starts, rater: raterOf, values }: Ratings): Sums => {
  const n = values.length;
  let centre = 0;
  for (let at = 0; at < n; at += 1) centre += ((values[at] as number) - centre) / (at + 1);
  const groups = new Map<number, Group>();
  const given = new Float64Array(k);
  const totals = new Float64Array(k);
  const absent = new Uint16Array(k);
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const from = starts[unit] as number;
    const rated = raterOf.subarray(from, starts[unit + 1]);
    const size = rated.length;
    if (size === 0) continue;
    const group = groups.get(size) ?? emptyGroup(size, k);
    groups.set(size, group);
    let total = 0;
    for (let at = 0; at < size; at += 1) {
      const rater = rated[at] as number;
      const value = (values[from + at] as number) - centre;
      total += value;
      squares += value * value;
      given[rater] = (given[rater] as number) + 1;
      totals[rater] = (totals[rater] as number) + value;
    }
    group.count += 1;
    group.sum += total;
    group.squares += total * total;
    for (let at = 0; at < size; at += 1) {
      const rater = rated[at] as number;
      group.totals[rater] = (group.totals[rater] as number) + total;
      group.given[rater] = (group.given[rater] as number) + 1;
    }
    countPairs(group.pairs, isDense(size, k) ? absentFrom(rated, absent, k) : rated);
  }
  for (const group of groups.values()) if (isDense(group.size, k)) presentFromAbsent(group, k);
  return { raters: k, n, groups: [...groups.values()], given, totals, squares };
};

const emptyGroup = (size: number, k: number): Group => ({
  size,
  count: 0,
  pairs: new Uint32Array(triangle(k)),
  totals: new Float64Array(k),
  given: new Float64Array(k),
  sum: 0,
  squares: 0,
});

/** Of a unit that most raters rated, the pairs among the few that did not are counted: they tell the others. */
const isDense = (size: number, k: number): boolean => 2 * size > k;

const absentFrom = (rated: Uint16Array, absent: Uint16Array, k: number): Uint16Array => {
  let [next, count] = [0, 0];
  for (let rater = 0; rater < k; rater += 1) {
    if (rated[next] === rater) next += 1;
    else {
      absent[count] = rater;
      count += 1;
    }
  }
  return absent.subarray(0, count);
};

const countPairs = (pairs: Uint32Array, among: Uint16Array): void => {
  for (let a = 0; a < among.length; a += 1) {
    const row = triangle(among[a] as number);
    for (let b = 0; b <= a; b += 1) {
      const cell = row + (among[b] as number);
      pairs[cell] = (pairs[cell] as number) + 1;
    }
  }
};

/** Units with both = units with a + units with b − all units + units with neither. */
const presentFromAbsent = ({ pairs, given, count }: Group, k: number): void => {
  for (let a = 0, cell = 0; a < k; a += 1) {
    const others = (given[a] as number) - count;
    for (let b = 0; b <= a; b += 1, cell += 1)
      pairs[cell] = (pairs[cell] as number) + others + (given[b] as number);
  }
};

/**
 * The profiled criterion (Bates, Mächler, Bolker & Walker 2015, eq. 41) at variance ratios to the residual: the units
 * are eliminated in closed form, what is left is one dense factorisation over the raters and the mean.
 */
const criterionAt = (
  sums: Sums,
  unitRatio: number,
  raterRatio: number,
): { value: number; residual: number } => {
  const { raters: k, n, groups } = sums;
  const root = Math.sqrt(raterRatio);
  const a = new Float64Array(triangle(k + 2));
  const [mean, scores] = [triangle(k), triangle(k + 1)];
  let [logs, ones, sum, squares] = [0, n, 0, sums.squares];
  for (const total of sums.totals) sum += total;
  for (let g = 0; g < k; g += 1) {
    a[triangle(g) + g] = 1 + raterRatio * (sums.given[g] as number);
    a[mean + g] = root * (sums.given[g] as number);
    a[scores + g] = root * (sums.totals[g] as number);
  }
  for (const { size, count, pairs, given, totals, sum: own, squares: ownSquares } of groups) {
    const scale = unitRatio / (1 + unitRatio * size);
    logs += count * Math.log1p(unitRatio * size);
    const shared = scale * raterRatio;
    for (let cell = 0; cell < pairs.length; cell += 1)
      a[cell] = (a[cell] as number) - shared * (pairs[cell] as number);
    for (let g = 0; g < k; g += 1) {
      a[mean + g] = (a[mean + g] as number) - scale * root * size * (given[g] as number);
      a[scores + g] = (a[scores + g] as number) - scale * root * (totals[g] as number);
    }
    ones -= scale * size * size * count;
    sum -= scale * size * own;
    squares -= scale * ownSquares;
  }
  a[mean + k] = ones;
  a[scores + k] = sum;
  a[scores + k + 1] = squares;
  factorise(a, k + 2);
  for (let g = 0; g <= k; g += 1) logs += 2 * Math.log(a[triangle(g) + g] as number);
  const residual = (a[scores + k + 1] as number) ** 2 / (n - 1);
  return { value: logs + (n - 1) * (1 + Math.log(2 * Math.PI * residual)), residual };
};

/** Cholesky's factor of a packed lower triangle, in its place. */
const factorise = (a: Float64Array, size: number): void => {
  for (let i = 0, row = 0; i < size; i += 1, row += i) {
    let rest = a[row + i] as number;
    for (let j = 0, other = 0; j < i; j += 1, other += j) {
      // Two sums, so that neither waits for itself.
      let even = 0;
      let odd = 0;
      let m = 0;
      for (; m + 1 < j; m += 2) {
        even += (a[row + m] as number) * (a[other + m] as number);
        odd += (a[row + m + 1] as number) * (a[other + m + 1] as number);
      }
      if (m < j) even += (a[row + m] as number) * (a[other + m] as number);
      const value = ((a[row + j] as number) - even - odd) / (a[other + j] as number);
      a[row + j] = value;
      rest -= value * value;
    }
    a[row + i] = Math.sqrt(Math.max(0, rest));
  }
};

/** Units and raters change places: the model treats them alike, and the more numerous ones are eliminated. */
const turned = ({ units, raters, starts, rater, values }: Ratings): Ratings => {
  const from = new Uint32Array(raters + 1);
  for (const one of rater) from[one + 1] = (from[one + 1] as number) + 1;
  for (let at = 0; at < raters; at += 1) from[at + 1] = (from[at + 1] as number) + (from[at] as number);
  const free = from.slice();
  const unitOf = new Uint16Array(values.length);
  const own = new Float64Array(values.length);
  for (let unit = 0; unit < units; unit += 1) {
    const end = starts[unit + 1] as number;
    for (let at = starts[unit] as number; at < end; at += 1) {
      const one = rater[at] as number;
      const to = free[one] as number;
      unitOf[to] = unit;
      own[to] = values[at] as number;
      free[one] = to + 1;
    }
  }
  return { units: raters, raters: units, starts: from, rater: unitOf, values: own };
};

/** REML on all ratings there are. Null with fewer than two units or raters, or no variance. */
export const crossedReml = (ratings: Ratings): CrossedVariances | null => {
  if (ratings.raters <= ratings.units) return fitted(ratings, ratings);
  const found = fitted(ratings, turned(ratings));
  return found === null ? null : { ...found, units: found.raters, raters: found.units };
};

const fitted = ({ units, starts, rater }: Ratings, oriented: Ratings): CrossedVariances | null => {
  let shared = false;
  for (let unit = 0; unit < units && !shared; unit += 1)
    shared = (starts[unit + 1] as number) - (starts[unit] as number) >= 2;
  const sums = shared ? sumsOf(oriented) : null;
  if (sums === null || sums.n < 3 || rater.every((one) => one === rater[0]) || !(sums.squares > 0))
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
