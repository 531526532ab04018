import type { Additive } from './additive.ts';
import { seededRandom } from './random.ts';
import { normalQuantile, normalUpper, z95 } from './special-functions.ts';

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
  const { units, size, evaluate } = statistic;
  const kinds = kindsOf(statistic);
  const random = seededRandom(options.seed);
  const replicates = new Float64Array(options.replicates);
  const sums = new Float64Array(size);
  const times = new Float64Array(kinds.count);
  for (let replicate = 0; replicate < options.replicates; replicate += 1) {
    if (replicate % 64 === 63 && options.onProgress?.(replicate) === false) return null;
    times.fill(0);
    for (let draw = 0; draw < units; draw += 1) {
      const kind = kinds.of[Math.floor(random() * units)] as number;
      times[kind] = (times[kind] as number) + 1;
    }
    addUp(kinds.parts, times, sums);
    replicates[replicate] = evaluate(sums);
  }
  return summary(statistic, kinds, replicates);
};

/** Units whose parts are the same are of one kind: what is drawn is then how often each kind occurs. */
type Kinds = { readonly count: number; readonly of: Uint32Array; readonly parts: Float64Array };

const kindsOf = ({ units, size, parts }: Additive): Kinds => {
  const words = new Uint32Array(parts.buffer, parts.byteOffset, parts.length * 2);
  const mask = 2 ** Math.ceil(Math.log2(2 * units + 2)) - 1;
  // The unit that is the first of its kind, from 1, by its hash or after it.
  const slots = new Uint32Array(mask + 1);
  const of = new Uint32Array(units);
  let count = 0;
  for (let unit = 0; unit < units; unit += 1) {
    let slot = hashOf(words, unit * size * 2, size * 2) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = (slots[slot] as number) - 1;
      if (!samePart(parts, unit * size, other * size, size)) continue;
      of[unit] = of[other] as number;
      break;
    }
    if (slots[slot] !== 0) continue;
    slots[slot] = unit + 1;
    of[unit] = count;
    count += 1;
  }
  const own = new Float64Array(count * size);
  for (let unit = 0; unit < units; unit += 1)
    own.set(parts.subarray(unit * size, (unit + 1) * size), (of[unit] as number) * size);
  return { count, of, parts: own };
};

const hashOf = (words: Uint32Array, from: number, count: number): number => {
  let hash = 0;
  for (let at = from; at < from + count; at += 1)
    hash = Math.imul(hash ^ (words[at] as number), 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
};

const samePart = (parts: Float64Array, a: number, b: number, size: number): boolean => {
  for (let at = 0; at < size; at += 1) if (parts[a + at] !== parts[b + at]) return false;
  return true;
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

const summary = (statistic: Additive, kinds: Kinds, replicates: Float64Array): Bootstrap => {
  const whole = new Float64Array(statistic.size);
  const times = new Float64Array(kinds.count);
  for (const kind of kinds.of) times[kind] = (times[kind] as number) + 1;
  addUp(kinds.parts, times, whole);
  return summaryOf(statistic.evaluate(whole), replicates, jackknife(statistic, kinds, whole));
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
const jackknife = ({ size, evaluate }: Additive, kinds: Kinds, whole: Float64Array): Float64Array => {
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
