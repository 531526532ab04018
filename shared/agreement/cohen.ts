import { missing, type Panel } from './panel.ts';
import { normalTwoSided, z95 } from './special-functions.ts';
import type { Weights } from './weights.ts';

/** How two raters' ratings of the same units fall together: `counts[first * categories + second]`. */
export type PairTable = { readonly categories: number; readonly counts: Float64Array; readonly n: number };

/** The units that both raters rated, as a table. */
export const pairTable = (
  { units, raters, codes, scale }: Panel,
  first: number,
  second: number,
): PairTable => {
  const categories = scale.values.length;
  const counts = new Float64Array(categories * categories);
  let n = 0;
  for (let unit = 0, at = 0; unit < units; unit += 1, at += raters) {
    const a = codes[at + first] as number;
    const b = codes[at + second] as number;
    if (a === missing || b === missing) continue;
    const cell = a * categories + b;
    counts[cell] = (counts[cell] as number) + 1;
    n += 1;
  }
  return { categories, counts, n };
};

export type CohenKappa = {
  readonly value: number;
  readonly po: number;
  readonly pe: number;
  /** Under the estimate itself; the interval stands on it. */
  readonly se: number;
  readonly ci95: readonly [number, number];
  /** Under the hypothesis of no agreement beyond chance; z and p stand on it. */
  readonly seNull: number;
  readonly z: number;
  readonly p: number;
  /** The greatest kappa that these two distributions allow; null for weighted kappa. */
  readonly max: number | null;
  readonly n: number;
};

/**
 * Cohen's kappa, weighted by agreement weights, with the two standard errors of Fleiss, Cohen & Everitt 1969. Null
 * when chance agreement is complete: no variance.
 */
export const cohenKappa = ({ categories: q, counts, n }: PairTable, weights: Weights): CohenKappa | null => {
  const w = weights.table;
  const rows = new Float64Array(q);
  const columns = new Float64Array(q);
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const share = (counts[i * q + j] as number) / n;
      rows[i] = (rows[i] as number) + share;
      columns[j] = (columns[j] as number) + share;
    }
  }
  const rowMeans = new Float64Array(q);
  const columnMeans = new Float64Array(q);
  let [po, pe] = [0, 0];
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const weight = w[i * q + j] as number;
      rowMeans[i] = (rowMeans[i] as number) + weight * (columns[j] as number);
      columnMeans[j] = (columnMeans[j] as number) + weight * (rows[i] as number);
      po += (weight * (counts[i * q + j] as number)) / n;
      pe += weight * (rows[i] as number) * (columns[j] as number);
    }
  }
  if (!(1 - pe > 1e-15)) return null;
  const value = (po - pe) / (1 - pe);
  let [spread, spreadNull] = [0, 0];
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      const means = (rowMeans[i] as number) + (columnMeans[j] as number);
      const weight = w[i * q + j] as number;
      spread += ((counts[i * q + j] as number) / n) * (weight - means * (1 - value)) ** 2;
      spreadNull += (rows[i] as number) * (columns[j] as number) * (weight - means) ** 2;
    }
  }
  const se = Math.sqrt(Math.max(0, spread - (value - pe * (1 - value)) ** 2) / n) / (1 - pe);
  const seNull = Math.sqrt(Math.max(0, spreadNull - pe * pe) / n) / (1 - pe);
  const z = value / seNull;
  return {
    value,
    po,
    pe,
    se,
    ci95: [value - z95 * se, value + z95 * se],
    seNull,
    z,
    p: normalTwoSided(z),
    max: isUnweighted(weights) ? greatestKappa(rows, columns, pe) : null,
    n,
  };
};

const isUnweighted = ({ categories, table }: Weights): boolean =>
  table.every((weight, at) => weight === (at % (categories + 1) === 0 ? 1 : 0));

const greatestKappa = (rows: Float64Array, columns: Float64Array, pe: number): number => {
  const possible = rows.reduce((sum, share, at) => sum + Math.min(share, columns[at] as number), 0);
  return (possible - pe) / (1 - pe);
};

/** The share of units on which two raters lie at most `tolerance` apart, in scores or in places. */
export const shareWithin = (
  { categories: q, counts, n }: PairTable,
  values: Float64Array,
  tolerance: number,
): number => {
  let within = 0;
  for (let i = 0; i < q; i += 1) {
    for (let j = 0; j < q; j += 1) {
      if (Math.abs((values[i] as number) - (values[j] as number)) <= tolerance)
        within += counts[i * q + j] as number;
    }
  }
  return within / n;
};
