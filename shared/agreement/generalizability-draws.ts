import type { AnovaLine } from './balanced-reml.ts';
import { seededRandom } from './random.ts';

/** Values that the components may have had, one array for each in the order of the names. */
export type Draws = {
  readonly count: number;
  readonly components: readonly Float64Array[];
  /** The squared distance of the mean from the cut. */
  readonly beyond: Float64Array;
};

/** How far the mean score lies from the cut, and how much of each component goes into the variance of the mean. */
export type MeanDistance = { readonly distance: number; readonly varianceOf: Float64Array };

/** Each component as a sum of mean squares: components × lines, by solving what the lines expect. */
export const meanSquareWeights = (
  lines: readonly AnovaLine[],
  names: readonly string[],
): readonly Float64Array[] => {
  const size = names.length;
  const rows = lines.map((line, at) => [
    ...names.map((name) => line.expects[name] ?? 0),
    ...lines.map((_, other) => (other === at ? 1 : 0)),
  ]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const from = rows.findIndex((row, at) => at >= pivot && row[pivot] !== 0);
    const row = (rows[from] as number[]).map((value) => value / (rows[from]?.[pivot] ?? 1));
    rows[from] = rows[pivot] as number[];
    rows[pivot] = row;
    for (const [at, other] of rows.entries()) {
      const factor = at === pivot ? 0 : (other[pivot] as number);
      if (factor !== 0) rows[at] = other.map((value, column) => value - factor * (row[column] as number));
    }
  }
  return rows.map((row) => Float64Array.from(row.slice(size)));
};

/**
 * Draws for generalized confidence intervals (Weerahandi 1993; Burdick, Borror & Montgomery 2005): each expected mean square
 * is SS/χ² with a χ² drawn anew, and the components are solved for. Negative ones stay: what is made of them is bounded.
 */
export const pivotalDraws = (
  lines: readonly AnovaLine[],
  weights: readonly Float64Array[],
  mean: MeanDistance,
  options: { readonly count: number; readonly seed: number },
): Draws => {
  const random = seededRandom(options.seed);
  const normal = normalFrom(random);
  const components = weights.map(() => new Float64Array(options.count));
  const beyond = new Float64Array(options.count);
  const expected = new Float64Array(lines.length);
  for (let draw = 0; draw < options.count; draw += 1) {
    for (const [at, { df, ms }] of lines.entries()) {
      expected[at] = (df * ms) / (2 * gammaDraw(df / 2, random, normal));
    }
    let variance = 0;
    for (let k = 0; k < components.length; k += 1) {
      const row = weights[k] as Float64Array;
      let sum = 0;
      for (let at = 0; at < expected.length; at += 1) sum += (row[at] as number) * (expected[at] as number);
      (components[k] as Float64Array)[draw] = sum;
      variance += sum * (mean.varianceOf[k] as number);
    }
    beyond[draw] = (mean.distance - normal() * Math.sqrt(Math.max(0, variance))) ** 2;
  }
  return { count: options.count, components, beyond };
};

/** Normal draws by Marsaglia's polar method. */
const normalFrom = (random: () => number): (() => number) => {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const [u, v] = [2 * random() - 1, 2 * random() - 1];
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
};

/** A draw from the gamma distribution with scale 1 (Marsaglia & Tsang 2000). */
const gammaDraw = (shape: number, random: () => number, normal: () => number): number => {
  if (shape < 1) return gammaDraw(shape + 1, random, normal) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normal();
    const v = (1 + c * z) ** 3;
    if (v <= 0) continue;
    const u = 1 - random();
    if (Math.log(u) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
};
