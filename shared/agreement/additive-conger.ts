import type { Additive } from './additive.ts';
import type { Panel } from './panel.ts';
import type { Weights } from './weights.ts';

/** A unit's part holds a number for each rater and category; with more than this, resampling would only be slow. */
export const congerPartsLimit = 256;

/**
 * Conger's kappa as sums over units: shared units, their agreement, and how often each rater gave each category. A rater
 * who has no unit in a draw does not count in it.
 */
export const additiveConger = (panel: Panel, { table: w }: Weights): Additive => {
  const { units, raters, starts, rater, codes, scale } = panel;
  const q = scale.length;
  const size = 2 + raters * q;
  const parts = new Float64Array(units * size);
  for (let unit = 0; unit < units; unit += 1) {
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    const at = unit * size;
    let agreed = 0;
    for (let a = from; a < to; a += 1) {
      parts[at + 2 + (rater[a] as number) * q + (codes[a] as number)] = 1;
      for (let b = a + 1; b < to; b += 1)
        agreed += w[(codes[a] as number) * q + (codes[b] as number)] as number;
    }
    if (to - from < 2) continue;
    parts[at] = 1;
    parts[at + 1] = (2 * agreed) / ((to - from) * (to - from - 1));
  }
  const evaluate = (sums: Float64Array): number => {
    const pe = chanceOf(sums.subarray(2), w, q);
    const pa = (sums[1] as number) / (sums[0] as number);
    return 1 - pe > 1e-15 ? (pa - pe) / (1 - pe) : Number.NaN;
  };
  return { units, size, parts, evaluate };
};

/** Σ over pairs of raters p_g' W p_h: that of all raters together, less each with itself. */
const chanceOf = (given: Float64Array, w: Float64Array, q: number): number => {
  const total = new Float64Array(q);
  const own = new Float64Array(q);
  let [raters, selves] = [0, 0];
  for (let from = 0; from < given.length; from += q) {
    const count = given.subarray(from, from + q).reduce((sum, one) => sum + one, 0);
    if (count === 0) continue;
    raters += 1;
    for (let k = 0; k < q; k += 1) {
      own[k] = (given[from + k] as number) / count;
      total[k] = (total[k] as number) + (own[k] as number);
    }
    selves += weightedSquare(own, w, q);
  }
  return (weightedSquare(total, w, q) - selves) / (raters * (raters - 1));
};

const weightedSquare = (shares: Float64Array, w: Float64Array, q: number): number => {
  let sum = 0;
  for (let k = 0; k < q; k += 1)
    for (let l = 0; l < q; l += 1)
      sum += (w[k * q + l] as number) * (shares[k] as number) * (shares[l] as number);
  return sum;
};
