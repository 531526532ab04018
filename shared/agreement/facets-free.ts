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
};

export const layoutOf = (
  { criteria, raters, top }: Pick<FacetsData, 'criteria' | 'raters' | 'top'>,
  model: StepModel,
  extra: number,
): Layout => {
  const sets = stepSets(model, criteria);
  const blocks: (readonly [number, number])[] = [[criteria, raters]];
  for (let set = 0; set < sets; set += 1) blocks.push([criteria + raters + set * top, top]);
  const full = criteria + raters + sets * top + extra;
  return { criteria, raters, top, sets, extra, full, free: full - blocks.length, blocks };
};

export const stepsFrom = ({ criteria, raters, sets, top }: Layout, criterion: number): number =>
  criteria + raters + (sets === 1 ? 0 : criterion * top);

/** From free to full: the last of each block is minus the sum of the others. */
export const expand = (layout: Layout, free: Float64Array): Float64Array => {
  const full = new Float64Array(layout.full);
  let at = 0;
  for (let from = 0; from < layout.full; ) {
    const block = layout.blocks.find(([start]) => start === from);
    if (block === undefined) {
      full[from] = free[at] as number;
      from += 1;
      at += 1;
      continue;
    }
    const last = from + block[1] - 1;
    for (; from < last; from += 1, at += 1) {
      full[from] = free[at] as number;
      full[last] = (full[last] as number) - (free[at] as number);
    }
    from = last + 1;
  }
  return full;
};

/** The gradient by the free parameters, from that by all of them. Also takes a row of a matrix to free columns. */
export const reduce = (layout: Layout, full: Float64Array): Float64Array => {
  const free = new Float64Array(layout.free);
  let at = 0;
  for (let from = 0; from < layout.full; ) {
    const block = layout.blocks.find(([start]) => start === from);
    if (block === undefined) {
      free[at] = full[from] as number;
      from += 1;
      at += 1;
      continue;
    }
    const last = from + block[1] - 1;
    for (; from < last; from += 1, at += 1) free[at] = (full[from] as number) - (full[last] as number);
    from = last + 1;
  }
  return free;
};

/** A symmetric matrix over all parameters, as one over the free ones. */
export const reduceMatrix = (layout: Layout, full: Float64Array): Float64Array => {
  const { full: n, free } = layout;
  const half = new Float64Array(n * free);
  for (let row = 0; row < n; row += 1)
    half.set(reduce(layout, full.subarray(row * n, (row + 1) * n)), row * free);
  const result = new Float64Array(free * free);
  const column = new Float64Array(n);
  for (let j = 0; j < free; j += 1) {
    for (let row = 0; row < n; row += 1) column[row] = half[row * free + j] as number;
    const reduced = reduce(layout, column);
    for (let i = 0; i < free; i += 1) result[i * free + j] = reduced[i] as number;
  }
  return result;
};

/** Variances of all parameters from the covariance of the free ones. */
export const variancesOf = (layout: Layout, covariance: Float64Array): Float64Array => {
  const { free } = layout;
  const result = new Float64Array(layout.full);
  let at = 0;
  for (let from = 0; from < layout.full; ) {
    const block = layout.blocks.find(([start]) => start === from);
    if (block === undefined) {
      result[from] = covariance[at * free + at] as number;
      from += 1;
      at += 1;
      continue;
    }
    const size = block[1] - 1;
    let sum = 0;
    for (let i = 0; i < size; i += 1) {
      result[from + i] = covariance[(at + i) * free + at + i] as number;
      for (let j = 0; j < size; j += 1) sum += covariance[(at + i) * free + at + j] as number;
    }
    result[from + size] = sum;
    from += block[1];
    at += size;
  }
  return result;
};

export const parametersOf = (
  { criteria, raters, sets, top }: Layout,
  full: Float64Array,
): FacetsParameters => ({
  criteria: full.slice(0, criteria),
  raters: full.slice(criteria, criteria + raters),
  steps: full.slice(criteria + raters, criteria + raters + sets * top),
});

/** Where the logarithm of the persons' variance stands, in a layout with one extra parameter. */
export const spreadAt = (layout: Layout): number => layout.full - 1;
