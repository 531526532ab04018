import type { Facets } from './generalizability.ts';
import type { Cells } from './generalizability-cells.ts';
import { dot, factorise, inverseOf } from './generalizability-matrix.ts';

/** Unbiased quadratic estimates to start from, or which effect cannot be told from those before it. */
export type Start =
  | { readonly ok: true; readonly variances: Float64Array }
  | { readonly ok: false; readonly confounded: number };

/** How far an effect's covariance may lie within the span of the others' before it counts as one of them. */
const confoundedUnder = 1e-9;

/** For every rating, with how many it shares its level of an effect. */
const sharedBy = (
  cells: Cells,
  { p, r, i }: Facets,
): { readonly levels: Uint32Array; readonly counts: Uint32Array } => {
  const n = cells.values.length;
  const items = i ? cells.items.length : 1;
  const levels = new Uint32Array(n);
  // Levels within persons are numbered anew for each, so that as many numbers do as there are ratings.
  const seen = new Map<number, number>();
  let next = 0;
  for (let person = 0; person < cells.persons; person += 1) {
    if (p) seen.clear();
    for (let at = cells.starts[person] as number; at < (cells.starts[person + 1] as number); at += 1) {
      const key = (r ? (cells.rater[at] as number) : 0) * items + (i ? (cells.item[at] as number) : 0);
      const level = seen.get(key) ?? next;
      if (level === next) {
        seen.set(key, level);
        next += 1;
      }
      levels[at] = level;
    }
  }
  const counts = new Uint32Array(next);
  for (const level of levels) counts[level] = (counts[level] as number) + 1;
  return { levels, counts };
};

/**
 * MIVQUE(0) (Rao 1971; Hartley, Rao & LaMotte 1978): the variances whose expected sums of squares over the levels of each
 * effect, scores less their mean, are those found. Solvable exactly when the data tell every effect from the others.
 */
export const startFor = (cells: Cells, effects: readonly Facets[]): Start => {
  const { values } = cells;
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const shared = effects.map((one) => sharedBy(cells, one));
  const countAt = (k: number, at: number): number => {
    const { levels, counts } = shared[k] as (typeof shared)[number];
    return counts[levels[at] as number] as number;
  };
  const totals = shared.map((_, k) => sumOver(n, (at) => countAt(k, at)));
  const size = effects.length;
  const gram = new Float64Array(size * size);
  for (let k = 0; k < size; k += 1) {
    for (let l = 0; l <= k; l += 1) {
      const both = sharedBy(cells, union(effects[k] as Facets, effects[l] as Facets));
      const together = sumOver(n, (at) => both.counts[both.levels[at] as number] as number);
      const across = sumOver(n, (at) => countAt(k, at) * countAt(l, at));
      const means = ((totals[k] as number) * (totals[l] as number)) / n;
      gram[k * size + l] = together - (2 * across - means) / n;
    }
  }
  const squares = Float64Array.from(shared, ({ levels, counts }) => {
    const sums = new Float64Array(counts.length);
    for (let at = 0; at < n; at += 1) {
      const level = levels[at] as number;
      sums[level] = (sums[level] as number) + (values[at] as number) - mean;
    }
    return sums.reduce((sum, one) => sum + one * one, 0);
  });
  return solved(gram, squares);
};

const union = (a: Facets, b: Facets): Facets => ({ p: a.p || b.p, r: a.r || b.r, i: a.i || b.i });

const sumOver = (n: number, of: (at: number) => number): number => {
  let sum = 0;
  for (let at = 0; at < n; at += 1) sum += of(at);
  return sum;
};

const solved = (gram: Float64Array, squares: Float64Array): Start => {
  const size = squares.length;
  const scale = squares.map((_, k) => 1 / Math.sqrt(gram[k * size + k] as number));
  const cell = (k: number, l: number): number =>
    (gram[k * size + l] as number) * (scale[k] as number) * (scale[l] as number);
  for (let k = 0; k < size; k += 1) {
    const leading = Float64Array.from({ length: (k + 1) ** 2 }, (_, at) =>
      cell(Math.floor(at / (k + 1)), at % (k + 1)),
    );
    const factor = factorise(leading, k + 1);
    // A pivot squared is the share of an effect's covariance that those before it do not explain.
    const pivot = factor === null ? 0 : (factor.lower[(k + 1) ** 2 - 1] as number) ** 2;
    if (factor === null || !(pivot > confoundedUnder)) return { ok: false, confounded: k };
    if (k < size - 1) continue;
    const inverse = inverseOf(factor);
    const right = squares.map((one, l) => one * (scale[l] as number));
    const variances = scale.map((one, l) => one * dot(inverse.subarray(l * size, (l + 1) * size), right));
    return { ok: true, variances };
  }
  return { ok: false, confounded: 0 };
};
