import type { Facets } from './generalizability.ts';
import type { Cells } from './generalizability-cells.ts';
import { dot, factorise, inverseOf } from './generalizability-matrix.ts';

/**
 * Which of a person's ratings are by the same rater and which on the same item, counted within the person. Persons of the
 * same shape have the same covariance among their ratings, raters and items aside.
 */
export type Shape = {
  readonly size: number;
  readonly rater: Uint16Array;
  readonly item: Uint16Array;
  persons: number;
};

export type Shapes = { readonly shapes: readonly Shape[]; readonly of: Uint32Array };

/** The shape of every person. Without an effect of person × rater or × item only the number of ratings matters. */
export const shapesOf = (cells: Cells, within: readonly Facets[]): Shapes => {
  const byRater = within.some(({ r, i }) => r && !i);
  const byItem = within.some(({ r, i }) => i && !r);
  const found = new Map<string, number>();
  const shapes: Shape[] = [];
  const of = new Uint32Array(cells.persons);
  for (let person = 0; person < cells.persons; person += 1) {
    const [from, to] = [cells.starts[person] as number, cells.starts[person + 1] as number];
    const rater = byRater ? placesWithin(cells.rater.subarray(from, to)) : new Uint16Array(to - from);
    const item = byItem ? placesWithin(cells.item.subarray(from, to)) : new Uint16Array(to - from);
    const key = `${to - from};${byRater ? rater.join() : ''};${byItem ? item.join() : ''}`;
    let at = found.get(key);
    if (at === undefined) {
      at = shapes.length;
      found.set(key, at);
      shapes.push({ size: to - from, rater, item, persons: 0 });
    }
    (shapes[at] as Shape).persons += 1;
    of[person] = at;
  }
  return { shapes, of };
};

/** Keys as 0, 1, 2 … in the order they first occur. */
const placesWithin = (keys: Uint16Array): Uint16Array => {
  const places = new Map<number, number>();
  return keys.map((key) => {
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    return place;
  });
};

/** The key by which an effect within persons is the same for two of a person's ratings. */
export const levelWithin = ({ r, i }: Facets, { rater, item }: Shape, at: number): number => {
  if (r && i) return at;
  if (r) return rater[at] as number;
  return i ? (item[at] as number) : 0;
};

/** A shape at given variances: the inverse of the covariance of its ratings. */
export type Solved = { readonly inverse: Float64Array; readonly logDeterminant: number };

/** Null when the covariance is not definite. */
export const solveShape = (
  shape: Shape,
  within: readonly Facets[],
  variances: readonly number[],
): Solved | null => {
  const { size } = shape;
  const levels = within.map((one) => levelsOf(shape, one));
  const covariance = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let sum = 0;
      for (let k = 0; k < levels.length; k += 1) {
        const level = levels[k] as Uint16Array;
        if (level[a] === level[b]) sum += variances[k] as number;
      }
      covariance[a * size + b] = sum;
    }
  }
  const factor = factorise(covariance, size);
  return factor === null ? null : { inverse: inverseOf(factor), logDeterminant: factor.logDeterminant };
};

const levelsOf = (shape: Shape, facets: Facets): Uint16Array =>
  new Uint16Array(shape.size).map((_, at) => levelWithin(facets, shape, at));

/** V⁻¹ · (which ratings share a level of the effect) · V⁻¹, and the trace of V⁻¹ · (the same). */
export const shapeSlope = (
  shape: Shape,
  facets: Facets,
  inverse: Float64Array,
): { readonly between: Float64Array; readonly trace: number } => {
  const level = levelsOf(shape, facets);
  const sums = columnSums(inverse, shape.size, level);
  return { between: selfProduct(sums, shape.size), trace: traceAt(sums, shape.size, level) };
};

/** The columns of a matrix added up by level: size × levels. */
const columnSums = (matrix: Float64Array, size: number, level: Uint16Array): Float64Array => {
  const levels = level.reduce((most, one) => Math.max(most, one), 0) + 1;
  const sums = new Float64Array(size * levels);
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b < size; b += 1) {
      const cell = a * levels + (level[b] as number);
      sums[cell] = (sums[cell] as number) + (matrix[a * size + b] as number);
    }
  }
  return sums;
};

const traceAt = (sums: Float64Array, size: number, level: Uint16Array): number => {
  const levels = sums.length / size;
  return level.reduce((sum, own, at) => sum + (sums[at * levels + own] as number), 0);
};

/** S·S'. */
const selfProduct = (s: Float64Array, size: number): Float64Array => {
  const width = s.length / size;
  const product = new Float64Array(size * size);
  for (let a = 0; a < size; a += 1) {
    const row = s.subarray(a * width, (a + 1) * width);
    for (let b = 0; b <= a; b += 1) {
      const value = dot(row, s.subarray(b * width, (b + 1) * width));
      product[a * size + b] = value;
      product[b * size + a] = value;
    }
  }
  return product;
};
