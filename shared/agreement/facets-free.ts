import { type FacetsData, type FacetsParameters, type StepModel, stepSets } from './facets-data.ts';

/**
 * All parameters of a model in one vector (criteria, raters, sets of steps), and the free ones among them: raters sum
 * to 0, so the last is minus the others; each set of steps likewise. `extra` free parameters stand at the end.
 */
export type Layout = {
  readonly criteria: number;
  readonly raters: number;
  readonly top: number;
  readonly sets: number;
  readonly extra: number;
  readonly full: number;
  readonly free: number;
  /** The blocks that sum to 0: where each begins among all parameters, and how many it has. */
  readonly blocks: readonly (readonly [from: number, size: number])[];
  /** For each of all parameters its place among the free ones, or −1. */
  readonly place: Int32Array;
  /** For each free parameter its place among all, and the last of its block, which moves against it, or −1. */
  readonly own: Int32Array;
  readonly against: Int32Array;
  /** Steps that a criterion does not have: Infinity, never estimated. */
  readonly absent: readonly number[];
};

type Sizes = Pick<FacetsData, 'criteria' | 'raters' | 'top' | 'tops'>;

export const layoutOf = (sizes: Sizes, model: StepModel, extra: number): Layout => {
  const { criteria, raters, top, tops } = sizes;
  const sets = stepSets(model, criteria);
  const blocks: (readonly [number, number])[] = [[criteria, raters]];
  const absent: number[] = [];
  for (let set = 0; set < sets; set += 1) {
    const from = criteria + raters + set * top;
    const size = sets === 1 ? top : (tops?.[set] ?? top);
    if (size > 0) blocks.push([from, size]);
    for (let step = size; step < top; step += 1) absent.push(from + step);
  }
  const full = criteria + raters + sets * top + extra;
  const place = new Int32Array(full);
  const lastOf = new Int32Array(full).fill(-1);
  for (const at of absent) place[at] = -1;
  for (const [from, size] of blocks) {
    place[from + size - 1] = -1;
    lastOf.fill(from + size - 1, from, from + size - 1);
  }
  const own: number[] = [];
  for (let at = 0; at < full; at += 1) {
    if (place[at] === -1) continue;
    place[at] = own.length;
    own.push(at);
  }
  return {
    criteria,
    raters,
    top,
    sets,
    extra,
    full,
    free: own.length,
    blocks,
    place,
    own: Int32Array.from(own),
    against: Int32Array.from(own, (at) => lastOf[at] as number),
    absent,
  };
};

export const stepsFrom = ({ criteria, raters, sets, top }: Layout, criterion: number): number =>
  criteria + raters + (sets === 1 ? 0 : criterion * top);

/** A change of the free parameters as one of all: the last of each block is minus the sum of the others. */
export const spread = (layout: Layout, free: Float64Array): Float64Array => {
  const { own, against } = layout;
  const full = new Float64Array(layout.full);
  for (let at = 0; at < free.length; at += 1) {
    const value = free[at] as number;
    full[own[at] as number] = value;
    const last = against[at] as number;
    if (last >= 0) full[last] = (full[last] as number) - value;
  }
  return full;
};

/** From free to full. */
export const expand = (layout: Layout, free: Float64Array): Float64Array => {
  const full = spread(layout, free);
  for (const at of layout.absent) full[at] = Number.POSITIVE_INFINITY;
  return full;
};

/** The gradient by the free parameters, from that by all of them. */
export const reduce = ({ own, against, free }: Layout, full: Float64Array): Float64Array => {
  const result = new Float64Array(free);
  for (let at = 0; at < free; at += 1) {
    const last = against[at] as number;
    result[at] = (full[own[at] as number] as number) - (last < 0 ? 0 : (full[last] as number));
  }
  return result;
};

/** A symmetric matrix over all parameters, of which the upper triangle is read, as one over the free ones. */
export const reduceMatrix = ({ own, against, full: n, free }: Layout, full: Float64Array): Float64Array => {
  const at = (a: number, b: number): number => {
    if (a < 0 || b < 0) return 0;
    return (a < b ? full[a * n + b] : full[b * n + a]) as number;
  };
  const result = new Float64Array(free * free);
  for (let i = 0; i < free; i += 1) {
    const [a, aLast] = [own[i] as number, against[i] as number];
    for (let j = i; j < free; j += 1) {
      const [b, bLast] = [own[j] as number, against[j] as number];
      const value = at(a, b) - at(a, bLast) - at(aLast, b) + at(aLast, bLast);
      result[i * free + j] = value;
      result[j * free + i] = value;
    }
  }
  return result;
};

/** The covariance of all parameters from that of the free ones. */
export const spreadCovariance = (layout: Layout, covariance: Float64Array): Float64Array => {
  const { full: n, free, own, against } = layout;
  const result = new Float64Array(n * n);
  const add = (a: number, b: number, value: number): void => {
    if (a >= 0 && b >= 0) result[a * n + b] = (result[a * n + b] as number) + value;
  };
  for (let i = 0; i < free; i += 1) {
    const [a, aLast] = [own[i] as number, against[i] as number];
    for (let j = 0; j < free; j += 1) {
      const [b, bLast] = [own[j] as number, against[j] as number];
      const value = covariance[i * free + j] as number;
      add(a, b, value);
      add(a, bLast, -value);
      add(aLast, b, -value);
      add(aLast, bLast, value);
    }
  }
  return result;
};

/** Makes a singular information over the free parameters definite along the directions that the ratings leave open. */
export const holdFlat = (
  layout: Layout,
  matrix: Float64Array,
  flat: readonly Float64Array[] | undefined,
): void => {
  const { free, own, criteria, raters } = layout;
  for (const direction of flat ?? []) {
    for (let i = 0; i < free; i += 1) {
      const a = own[i] as number;
      const value = a < criteria + raters ? (direction[a] as number) : 0;
      if (value === 0) continue;
      for (let j = 0; j < free; j += 1) {
        const b = own[j] as number;
        if (b >= criteria + raters) break;
        matrix[i * free + j] = (matrix[i * free + j] as number) + value * (direction[b] as number);
      }
    }
  }
};

export const parametersOf = (
  { criteria, raters, sets, top }: Layout,
  full: Float64Array,
): FacetsParameters => ({
  criteria: full.slice(0, criteria),
  raters: full.slice(criteria, criteria + raters),
  steps: full.slice(criteria + raters, criteria + raters + sets * top),
});

/** All parameters of a model without extra ones in one vector. */
export const vectorOf = (layout: Layout, { criteria, raters, steps }: FacetsParameters): Float64Array => {
  const full = new Float64Array(layout.full);
  full.set(criteria);
  full.set(raters, layout.criteria);
  full.set(steps, layout.criteria + layout.raters);
  return full;
};

/** Where the logarithm of the persons' variance stands, in a layout with one extra parameter. */
export const spreadAt = (layout: Layout): number => layout.full - 1;
