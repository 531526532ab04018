import type { Additive } from './additive.ts';
import { seededRandom } from './random.ts';
import { normalQuantile, normalUpper } from './special-functions.ts';

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
export const bootstrap = (statistic: Additive, options: BootstrapOptions): Bootstrap | null => {
  const { units, size, parts, evaluate } = statistic;
  const random = seededRandom(options.seed);
  const replicates = new Float64Array(options.replicates);
  const sums = new Float64Array(size);
  for (let replicate = 0; replicate < options.replicates; replicate += 1) {
    if (replicate % 64 === 63 && options.onProgress?.(replicate) === false) return null;
    sums.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const from = Math.floor(random() * units) * size;
      for (let at = 0; at < size; at += 1) sums[at] = (sums[at] as number) + (parts[from + at] as number);
    }
    replicates[replicate] = evaluate(sums);
  }
  return summary(statistic, replicates);
};

const summary = (statistic: Additive, replicates: Float64Array): Bootstrap => {
  const whole = totalOf(statistic);
  const value = statistic.evaluate(whole);
  const defined = replicates.filter((one) => !Number.isNaN(one)).sort();
  const left = jackknife(statistic, whole);
  return {
    value,
    replicates,
    undefinedReplicates: replicates.length - defined.length,
    sd: deviation(defined),
    percentile95: [quantile(defined, 0.025), quantile(defined, 0.975)],
    bca95: bcaInterval(value, defined, left),
    jackknifeSe: Math.sqrt(((left.length - 1) / left.length) * squaresAbout(left)),
  };
};

const totalOf = ({ units, size, parts }: Additive): Float64Array => {
  const sums = new Float64Array(size);
  for (let at = 0; at < units * size; at += 1)
    sums[at % size] = (sums[at % size] as number) + (parts[at] as number);
  return sums;
};

/** The coefficient without each unit in turn; units that leave it undefined are left out. */
const jackknife = ({ units, size, parts, evaluate }: Additive, whole: Float64Array): Float64Array => {
  const sums = new Float64Array(size);
  const values = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    for (let at = 0; at < size; at += 1)
      sums[at] = (whole[at] as number) - (parts[unit * size + at] as number);
    values[unit] = evaluate(sums);
  }
  return values.filter((one) => !Number.isNaN(one));
};

const meanOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;

const squaresAbout = (values: Float64Array): number => {
  const mean = meanOf(values);
  return values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
};

const deviation = (values: Float64Array): number => Math.sqrt(squaresAbout(values) / (values.length - 1));

/** The quantile of sorted numbers, type 7 of Hyndman & Fan 1996. */
export const quantile = (sorted: Float64Array, share: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const below = sorted[low] as number;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return below + (at - low) * (above - below);
};

const bcaInterval = (value: number, sorted: Float64Array, left: Float64Array): readonly [number, number] => {
  const below = sorted.filter((one) => one < value).length + sorted.filter((one) => one === value).length / 2;
  const bias = normalQuantile(below / sorted.length);
  if (!Number.isFinite(bias)) return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  const mean = meanOf(left);
  const cubes = left.reduce((sum, one) => sum + (mean - one) ** 3, 0);
  const squares = left.reduce((sum, one) => sum + (mean - one) ** 2, 0);
  const acceleration = squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
  const bound = (share: number): number => {
    const z = bias + normalQuantile(share);
    return quantile(sorted, 1 - normalUpper(bias + z / (1 - acceleration * z)));
  };
  return [bound(0.025), bound(0.975)];
};
