import { type Anova, facetsOf, type ScoreBlock } from './generalizability.ts';
import { distanceSquare } from './generalizability-decision.ts';
import type { Draws, MeanDistance } from './generalizability-draws.ts';
import { seededRandom } from './random.ts';

export type ResampleOptions = {
  readonly replicates: number;
  readonly seed: number;
  /** Called now and then with how many replicates are done; false stops. */
  readonly onProgress?: ((done: number) => boolean) | undefined;
};

/**
 * Persons of a complete block drawn with replacement, index ⌊u·n⌋, and the analysis of variance done anew. Drawing
 * persons alone shrinks what varies over persons to (n − 1)/n and adds to what does not: both are undone (Brennan 2001,
 * §6.3.3; Wiley 2001). Null when it was stopped.
 */
export const resamplePersons = (
  block: ScoreBlock,
  analyse: (block: ScoreBlock) => Anova,
  names: readonly string[],
  mean: MeanDistance,
  { replicates, seed, onProgress }: ResampleOptions,
): Draws | null => {
  const { persons, values } = block;
  const random = seededRandom(seed);
  const size = values.length / persons;
  const drawn = new Float64Array(values.length);
  const components = names.map(() => new Float64Array(replicates));
  const beyond = new Float64Array(replicates);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    if (replicate % 64 === 63 && onProgress?.(replicate) === false) return null;
    let sum = 0;
    for (let person = 0; person < persons; person += 1) {
      const from = Math.floor(random() * persons) * size;
      for (let at = 0; at < size; at += 1) {
        const value = values[from + at] as number;
        drawn[person * size + at] = value;
        sum += value - centre;
      }
    }
    const corrected = unbiased(analyse({ ...block, values: drawn }).varComp, persons);
    let meanVar = 0;
    for (const [k, name] of names.entries()) {
      (components[k] as Float64Array)[replicate] = corrected[name] as number;
      meanVar += (mean.varianceOf[k] as number) * (corrected[name] as number);
    }
    beyond[replicate] = distanceSquare(mean.distance + sum / values.length, meanVar);
  }
  return { count: replicates, components, beyond };
};

/** What drawing persons did to the components, undone. */
const unbiased = (found: Readonly<Record<string, number>>, persons: number): Record<string, number> => {
  const result: Record<string, number> = {};
  const grown = (name: string): number => ((found[name] as number) * persons) / (persons - 1);
  for (const name of Object.keys(found)) {
    const own = facetsOf[name] as (typeof facetsOf)[string];
    if (own.p) {
      result[name] = grown(name);
      continue;
    }
    const withPersons = Object.keys(found).find((other) => {
      const { p, r, i } = facetsOf[other] as (typeof facetsOf)[string];
      return p && r === own.r && i === own.i;
    });
    result[name] = (found[name] as number) - (withPersons === undefined ? 0 : grown(withPersons) / persons);
  }
  return result;
};
