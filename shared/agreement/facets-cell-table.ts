import { cellOf, fillCell } from './facets-cell.ts';
import { type Layout, stepsFrom } from './facets-free.ts';

/**
 * The model at every rater × criterion × node: log shares of the categories (top + 1 of them), the mean, and how likely
 * each step is passed. Ratings look up here, so that a model is computed once a cell and not once a rating.
 */
export type CellTable = {
  readonly logShares: Float64Array;
  readonly means: Float64Array;
  readonly passed: Float64Array;
};

export const cellTableOf = ({ raters, criteria, top }: Layout, nodes: number): CellTable => {
  const cells = raters * criteria * nodes;
  return {
    logShares: new Float64Array(cells * (top + 1)),
    means: new Float64Array(cells),
    passed: new Float64Array(cells * top),
  };
};

/** Where the cells of a rater and a criterion begin. */
export const cellsFrom = ({ criteria }: Layout, nodes: number, rater: number, criterion: number): number =>
  (rater * criteria + criterion) * nodes;

export const tabulate = (table: CellTable, layout: Layout, nodes: Float64Array, full: Float64Array): void => {
  const { raters, criteria, top } = layout;
  const cell = cellOf(top);
  for (let rater = 0, at = 0; rater < raters; rater += 1) {
    for (let criterion = 0; criterion < criteria; criterion += 1) {
      const shift = (full[criterion] as number) + (full[criteria + rater] as number);
      const steps = stepsFrom(layout, criterion);
      for (let node = 0; node < nodes.length; node += 1, at += 1) {
        fillCell(cell, (nodes[node] as number) - shift, full, steps);
        table.means[at] = cell.mean;
        table.passed.set(cell.passed, at * top);
        for (let k = 0; k <= top; k += 1)
          table.logShares[at * (top + 1) + k] = Math.log(cell.share[k] as number);
      }
    }
  }
};

/**
 * What the ratings would tell of the parameters if every person's place were known: `weightOn` is the posterior weight
 * on each cell. Over all parameters; the persons' variance is left at 0.
 */
export const completeInformation = (
  layout: Layout,
  nodes: Float64Array,
  full: Float64Array,
  weightOn: Float64Array,
): Float64Array => {
  const { raters, criteria, top } = layout;
  const n = layout.full;
  const result = new Float64Array(n * n);
  const cell = cellOf(top);
  const put = (a: number, b: number, value: number): void => {
    result[a * n + b] = (result[a * n + b] as number) + value;
  };
  for (let rater = 0, at = 0; rater < raters; rater += 1) {
    for (let criterion = 0; criterion < criteria; criterion += 1) {
      const r = criteria + rater;
      const shift = (full[criterion] as number) + (full[r] as number);
      const from = stepsFrom(layout, criterion);
      for (let node = 0; node < nodes.length; node += 1, at += 1) {
        const weight = weightOn[at] as number;
        if (weight === 0) continue;
        fillCell(cell, (nodes[node] as number) - shift, full, from);
        put(criterion, criterion, weight * cell.variance);
        put(r, r, weight * cell.variance);
        put(criterion, r, weight * cell.variance);
        for (let j = 0; j < top; j += 1) {
          put(criterion, from + j, weight * (cell.together[j] as number));
          put(r, from + j, weight * (cell.together[j] as number));
          for (let l = j; l < top; l += 1) {
            put(from + j, from + l, weight * (cell.passed[l] as number) * (1 - (cell.passed[j] as number)));
          }
        }
      }
    }
  }
  return mirrored(result, n);
};

/** Fills the lower triangle of a square matrix from the upper one. */
export const mirrored = (matrix: Float64Array, n: number): Float64Array => {
  for (let a = 0; a < n; a += 1)
    for (let b = 0; b < a; b += 1) matrix[a * n + b] = matrix[b * n + a] as number;
  return matrix;
};
