import type { Additive } from './additive.ts';
import { seededRandom } from './random.ts';
import { normalQuantile, normalUpper, z95 } from './special-functions.ts';
import { commonKinds, type Kinds, kindsOf } from './unit-kinds.ts';

export type BootstrapOptions = {
  readonly replicates: number;
  readonly seed: number;
  /** Called now and then with how many replicates are done; false stops. */
  readonly onProgress?: (done: number) => boolean;
};

export type Bootstrap = {
  readonly value: number;
  /** In the order they were drawn; NaN where a replicate has no variance. */
  readonly replicates: Float64Array;
  readonly undefinedReplicates: number;
  readonly sd: number;
  readonly percentile95: readonly [number, number];
  /** Bias-corrected and accelerated (Efron 1987), by the jackknife. */
  readonly bca95: readonly [number, number];
  readonly jackknifeSe: number;
};

/**
 * Draws units with replacement, index ⌊u·n⌋, replicate by replicate. The same seed draws the same. Null when it was
 * stopped.
 */
export const bootstrap = (statistic: Additive, options: BootstrapOptions): Bootstrap | null =>
  bootstrapTogether([() => statistic], options)?.[0] ?? null;

/**
 * Bootstraps of several statistics, each as `bootstrap` gives it alone: those over as many units stand on the same
 * draws, which are then drawn once. A statistic's parts are asked for one at a time, and not kept. Null when stopped.
 */
export const bootstrapTogether = (
  statistics: readonly (() => Additive)[],
  options: BootstrapOptions,
): Bootstrap[] | null => {
  const all = statistics.map((statistic) => resamplingOf(statistic(), options.replicates));
  const groups = [...Map.groupBy(all, groupOf).values()];
  for (const [at, group] of groups.entries()) {
    const goesOn = (done: number): boolean =>
      options.onProgress?.(Math.floor((at * options.replicates + done) / groups.length)) !== false;
    if (!drawGroup(group, options.seed, goesOn)) return null;
  }
  return all.map(summary);
};

/** A statistic by its kinds of units. `times` is how often each kind occurs in a replicate. */
type Resampling = {
  readonly units: number;
  readonly evaluate: (sums: Float64Array) => number;
  readonly kinds: Kinds;
  readonly sums: Float64Array;
  readonly times: Float64Array;
  readonly replicates: Float64Array;
};

const resamplingOf = (statistic: Additive, replicates: number): Resampling => {
  const { units, size, evaluate } = statistic;
  const kinds = kindsOf(statistic);
  return {
    units,
    evaluate,
    kinds,
    sums: new Float64Array(size),
    times: new Float64Array(kinds.count),
    replicates: new Float64Array(replicates),
  };
};

/** Where nearly every unit is a kind of its own, the few kinds of other statistics would be lost in the common ones. */
const groupOf = ({ units, kinds }: Resampling): string =>
  `${units} ${kinds.count * 4 > units ? 'own' : 'kinds'}`;

/** So many draws take a few milliseconds. */
const drawsBetweenReports = 1 << 16;

/** Fills the replicates of statistics over the same units; false when stopped. */
const drawGroup = (
  group: readonly Resampling[],
  seed: number,
  goesOn: (done: number) => boolean,
): boolean => {
  const units = (group[0] as Resampling).units;
  const { count, of, within } = commonKinds(group.map(({ kinds }) => kinds));
  const random = seededRandom(seed);
  const times = new Float64Array(count);
  const replicates = (group[0] as Resampling).replicates.length;
  const every = Math.min(64, Math.ceil(drawsBetweenReports / units));
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    if (replicate % every === every - 1 && !goesOn(replicate)) return false;
    times.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const kind = of[Math.floor(random() * units)] as number;
      times[kind] = (times[kind] as number) + 1;
    }
    for (let at = 0; at < group.length; at += 1) {
      const one = group[at] as Resampling;
      gather(times, within[at] as Uint32Array, one.times);
      addUp(one.kinds.parts, one.times, one.sums);
      one.replicates[replicate] = one.evaluate(one.sums);
    }
  }
  return true;
};

const gather = (times: Float64Array, within: Uint32Array, own: Float64Array): void => {
  own.fill(0);
  for (let kind = 0; kind < times.length; kind += 1) {
    const to = within[kind] as number;
    own[to] = (own[to] as number) + (times[kind] as number);
  }
};

/** The sums over units of which each kind occurs so many times; four at once, so that they need not wait for another. */
const addUp = (parts: Float64Array, times: Float64Array, sums: Float64Array): void => {
  const size = sums.length;
  let from = 0;
  for (; from + 3 < size; from += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let kind = 0, at = from; kind < times.length; kind += 1, at += size) {
      const count = times[kind] as number;
      a += count * (parts[at] as number);
      b += count * (parts[at + 1] as number);
      c += count * (parts[at + 2] as number);
      d += count * (parts[at + 3] as number);
    }
    sums[from] = a;
    sums[from + 1] = b;
    sums[from + 2] = c;
    sums[from + 3] = d;
  }
  for (; from < size; from += 1) {
    let sum = 0;
    for (let kind = 0, at = from; kind < times.length; kind += 1, at += size)
      sum += (times[kind] as number) * (parts[at] as number);
    sums[from] = sum;
  }
};

const summary = ({ evaluate, kinds, sums, times, replicates }: Resampling): Bootstrap => {
  times.fill(0);
  for (const kind of kinds.of) times[kind] = (times[kind] as number) + 1;
  const whole = sums.slice();
  addUp(kinds.parts, times, whole);
  return summaryOf(evaluate(whole), replicates, jackknife(evaluate, kinds, whole));
};

/** Intervals from replicates (NaN: undefined), and from `left`, the coefficient without each unit in turn. */
export const summaryOf = (value: number, replicates: Float64Array, left: Float64Array): Bootstrap => {
  // What is undefined comes last.
  const sorted = replicates.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count -= 1;
  const defined = sorted.subarray(0, count);
  return {
    value,
    replicates,
    undefinedReplicates: replicates.length - defined.length,
    sd: Math.sqrt(powersAbout(defined).squares / (defined.length - 1)),
    percentile95: [quantile(defined, 0.025), quantile(defined, 0.975)],
    bca95: bcaInterval(value, defined, left),
    jackknifeSe: Math.sqrt(((left.length - 1) / left.length) * powersAbout(left).squares),
  };
};

/** The coefficient without each unit in turn; units that leave it undefined are left out. */
const jackknife = (evaluate: Additive['evaluate'], kinds: Kinds, whole: Float64Array): Float64Array => {
  const size = whole.length;
  const sums = new Float64Array(size);
  const values = new Float64Array(kinds.count);
  for (let kind = 0; kind < kinds.count; kind += 1) {
    for (let at = 0; at < size; at += 1)
      sums[at] = (whole[at] as number) - (kinds.parts[kind * size + at] as number);
    values[kind] = evaluate(sums);
  }
  return Float64Array.from(kinds.of, (kind) => values[kind] as number).filter((one) => !Number.isNaN(one));
};

/** Sums of the squares and the cubes of how far numbers lie from their mean. */
const powersAbout = (values: Float64Array): { readonly squares: number; readonly cubes: number } => {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] as number;
  const mean = sum / values.length;
  let squares = 0;
  let cubes = 0;
  for (let at = 0; at < values.length; at += 1) {
    const apart = (values[at] as number) - mean;
    squares += apart * apart;
    cubes += apart * apart * apart;
  }
  return { squares, cubes };
};

/** The quantile of sorted numbers, type 7 of Hyndman & Fan 1996. */
export const quantile = (sorted: Float64Array, share: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return below + (at - low) * (above - below);
};

/** Replicates this close to the value are the value, but for the order of a sum. */
const tie = 1e-12;

/** How many sorted numbers lie below a bound. */
const countBelow = (sorted: Float64Array, bound: number): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] as number) < bound) from = middle + 1;
    else to = middle;
  }
  return from;
};

const bcaInterval = (value: number, sorted: Float64Array, left: Float64Array): readonly [number, number] => {
  const under = countBelow(sorted, value - tie);
  const upTo = countBelow(sorted, value + tie);
  const bias = normalQuantile((under + upTo) / 2 / sorted.length);
  if (!Number.isFinite(bias)) return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  const { squares, cubes } = powersAbout(left);
  const acceleration = squares > 0 ? -cubes / (6 * squares ** 1.5) : 0;
  const bound = (end: number): number => {
    const z = bias + end;
    return quantile(sorted, 1 - normalUpper(bias + z / (1 - acceleration * z)));
  };
  return [bound(-z95), bound(z95)];
};
