import type { Subsets } from './facets-subsets.ts';
import { solveDefinite } from './linear.ts';

/** Measures of criteria, raters and persons, in logits. */
export type Measures = {
  readonly criteria: Float64Array;
  readonly raters: Float64Array;
  readonly theta: Float64Array;
};

/** A measure is pushed along a direction as hard as this only where nothing else decides. */
const ridge = 1e-9;

type Linked = Pick<Subsets, 'ofRater' | 'raters' | 'open'>;
type Classes = Linked & Pick<Subsets, 'ofPerson' | 'persons'>;

/** The same fit in other words: the raters of every subset have mean 0. Nothing else is moved that need not be. */
export const ratersCentred = (subsets: Linked, found: Measures): Measures =>
  subsets.open.length === 0
    ? found
    : moved(found, subsets.open, balance(raterAims(subsets, found, 1), subsets.open.length));

/**
 * The same fit in the measures we print: the raters of every subset have mean 0, and so have all persons. Along the
 * open directions no expected score changes, so this is a choice of words, not of a model.
 */
export const centredOn = (subsets: Classes, found: Measures): Measures => {
  const aims = [...raterAims(subsets, found, 1e4), ...personAims(subsets, found)];
  const near =
    subsets.open.length === 0 ? found : moved(found, subsets.open, balance(aims, subsets.open.length));
  const { raters, criteria, theta } = ratersCentred(subsets, near);
  const shift = theta.reduce((sum, value) => sum + value, 0) / Math.max(1, theta.length);
  return {
    raters,
    criteria: criteria.map((value) => value - shift),
    theta: theta.map((value) => value - shift),
  };
};

/** A mean that should be 0: what it is, how it moves along each direction, and how much it counts. */
type Aim = { readonly mean: number; readonly along: Map<number, number>; readonly weight: number };

const raterAims = ({ ofRater, raters, open }: Linked, measures: Measures, weight: number): Aim[] =>
  aimsOf(
    measures.raters,
    ofRater,
    raters,
    open.map((direction) => direction.raters),
  ).map(({ mean, along }) => ({ mean, along, weight }));

const personAims = ({ ofPerson, persons, open }: Classes, measures: Measures): Aim[] =>
  aimsOf(
    measures.theta,
    ofPerson,
    persons,
    open.map((direction) => direction.persons),
  ).map(({ mean, along, size }) => ({ mean, along, weight: size / measures.theta.length }));

/** The mean of each class; every element of a class moves alike along a direction. */
const aimsOf = (
  values: Float64Array,
  classes: Uint32Array,
  count: number,
  directions: readonly Float64Array[],
): (Omit<Aim, 'weight'> & { readonly size: number })[] => {
  const size = new Float64Array(count);
  const sum = new Float64Array(count);
  const example = new Uint32Array(count);
  classes.forEach((own, at) => {
    size[own] = (size[own] as number) + 1;
    sum[own] = (sum[own] as number) + (values[at] as number);
    example[own] = at;
  });
  return Array.from({ length: count }, (_, own) => {
    const along = new Map<number, number>();
    directions.forEach((direction, k) => {
      const value = direction[example[own] as number] as number;
      if (value !== 0) along.set(k, value);
    });
    return { size: size[own] as number, mean: (sum[own] as number) / (size[own] as number), along };
  });
};

/** How far to go along each direction so that the means come closest to 0. */
const balance = (aims: readonly Aim[], directions: number): Float64Array => {
  const matrix = new Float64Array(directions ** 2);
  const side = new Float64Array(directions);
  for (const { mean, along, weight } of aims) {
    for (const [a, value] of along) {
      side[a] = (side[a] as number) - weight * value * mean;
      for (const [b, other] of along) {
        matrix[a * directions + b] = (matrix[a * directions + b] as number) + weight * value * other;
      }
    }
  }
  for (let a = 0; a < directions; a += 1)
    matrix[a * directions + a] = (matrix[a * directions + a] as number) + ridge;
  return solveDefinite(matrix, side) ?? new Float64Array(directions);
};

const moved = (from: Measures, open: Subsets['open'], steps: Float64Array): Measures => {
  const [criteria, raters, theta] = [from.criteria.slice(), from.raters.slice(), from.theta.slice()];
  open.forEach((direction, k) => {
    const step = steps[k] as number;
    if (step === 0) return;
    direction.criteria.forEach((value, at) => {
      criteria[at] = (criteria[at] as number) + step * value;
    });
    direction.raters.forEach((value, at) => {
      raters[at] = (raters[at] as number) + step * value;
    });
    direction.persons.forEach((value, at) => {
      theta[at] = (theta[at] as number) + step * value;
    });
  });
  return { criteria, raters, theta };
};
