import { type Metric, squaredDistances } from './krippendorff.ts';
import type { CountTable } from './panel.ts';
import type { Weights } from './weights.ts';

/**
 * A coefficient that stands on sums over units: `parts[unit * size …]` is what a unit adds, `evaluate` the coefficient of
 * a sum (NaN where it is undefined). Resampling units then only adds up other sums.
 */
export type Additive = {
  readonly units: number;
  readonly size: number;
  readonly parts: Float64Array;
  readonly evaluate: (sums: Float64Array) => number;
};

/** Krippendorff's alpha. A part holds the unit's coincidences above the diagonal, then its margins. */
export const additiveAlpha = (table: CountTable, metric: Metric, values: Float64Array): Additive => {
  const { units, categories: q, counts, totals } = table;
  const pairs = (q * (q - 1)) / 2;
  const size = pairs + q;
  const parts = new Float64Array(units * size);
  for (let unit = 0; unit < units; unit += 1) {
    const given = totals[unit] as number;
    if (given < 2) continue;
    let at = unit * size;
    for (let c = 0; c < q; c += 1) {
      const n = (counts[unit * q + c] as number) / (given - 1);
      for (let k = c + 1; k < q; k += 1, at += 1) parts[at] = n * (counts[unit * q + k] as number);
    }
    for (let c = 0; c < q; c += 1, at += 1) parts[at] = counts[unit * q + c] as number;
  }
  const fixed = metric === 'ordinal' ? null : upper(squaredDistances(metric, values, new Float64Array(q)), q);
  return { units, size, parts, evaluate: fixed === null ? ordinalAlpha(q) : alphaBy(fixed, q) };
};

const alphaBy =
  (squares: Float64Array, q: number) =>
  (sums: Float64Array): number => {
    const pairs = squares.length;
    let observed = 0;
    let expected = 0;
    let total = 0;
    let at = 0;
    for (let c = 0; c < q; c += 1) {
      const margin = sums[pairs + c] as number;
      total += margin;
      for (let k = c + 1; k < q; k += 1, at += 1) {
        const square = squares[at] as number;
        observed += (sums[at] as number) * square;
        expected += margin * (sums[pairs + k] as number) * square;
      }
    }
    return expected > 0 ? 1 - ((total - 1) * observed) / expected : Number.NaN;
  };

/** The distances stand on the margins, and so are others for every sum: see `squaredDistances`. */
const ordinalAlpha =
  (q: number) =>
  (sums: Float64Array): number => {
    const pairs = (q * (q - 1)) / 2;
    let observed = 0;
    let expected = 0;
    let total = 0;
    let at = 0;
    for (let c = 0; c < q; c += 1) {
      const margin = sums[pairs + c] as number;
      let between = margin;
      total += margin;
      for (let k = c + 1; k < q; k += 1, at += 1) {
        const other = sums[pairs + k] as number;
        between += other;
        const apart = between - (margin + other) / 2;
        const square = apart * apart;
        observed += (sums[at] as number) * square;
        expected += margin * other * square;
      }
    }
    return expected > 0 ? 1 - ((total - 1) * observed) / expected : Number.NaN;
  };

const upper = (square: Float64Array, q: number): Float64Array => {
  const result = new Float64Array((q * (q - 1)) / 2);
  let at = 0;
  for (let c = 0; c < q; c += 1)
    for (let k = c + 1; k < q; k += 1, at += 1) result[at] = square[c * q + k] as number;
  return result;
};

/** A part of Gwet's family: 1, 1 if shared, agreement, then the share of each category. */
const gwetParts = (
  { units, categories: q, counts, totals }: CountTable,
  { table: w }: Weights,
): Float64Array => {
  const size = q + 3;
  const parts = new Float64Array(units * size);
  for (let unit = 0; unit < units; unit += 1) {
    const given = totals[unit] as number;
    if (given === 0) continue;
    const at = unit * size;
    parts[at] = 1;
    for (let k = 0; k < q; k += 1) parts[at + 3 + k] = (counts[unit * q + k] as number) / given;
    if (given < 2) continue;
    let agreed = 0;
    for (let k = 0; k < q; k += 1) {
      let weighted = -1;
      for (let l = 0; l < q; l += 1) weighted += (w[k * q + l] as number) * (counts[unit * q + l] as number);
      agreed += (counts[unit * q + k] as number) * weighted;
    }
    parts[at + 1] = 1;
    parts[at + 2] = agreed / (given * (given - 1));
  }
  return parts;
};

export type ChanceModel = 'gwet-ac' | 'fleiss' | 'brennan-prediger' | 'none';

/** A coefficient of Gwet's family: agreement over the shared units against chance from all of them. */
export const additiveAgreement = (table: CountTable, weights: Weights, model: ChanceModel): Additive => {
  const q = table.categories;
  const total = weights.table.reduce((sum, weight) => sum + weight, 0);
  const chance = (sums: Float64Array): number => {
    const n = sums[0] as number;
    let sum = 0;
    switch (model) {
      case 'none':
        return 0;
      case 'brennan-prediger':
        return total / q ** 2;
      case 'gwet-ac':
        for (let k = 0; k < q; k += 1) {
          const share = (sums[3 + k] as number) / n;
          sum += share * (1 - share);
        }
        return (sum * total) / (q * (q - 1));
      case 'fleiss':
        for (let k = 0; k < q; k += 1) {
          for (let l = 0; l < q; l += 1) {
            sum += (weights.table[k * q + l] as number) * (sums[3 + k] as number) * (sums[3 + l] as number);
          }
        }
        return sum / (n * n);
    }
  };
  const evaluate = (sums: Float64Array): number => {
    const pe = chance(sums);
    const pa = (sums[2] as number) / (sums[1] as number);
    return 1 - pe > 1e-15 ? (pa - pe) / (1 - pe) : Number.NaN;
  };
  return { units: table.units, size: q + 3, parts: gwetParts(table, weights), evaluate };
};
