import type { CountTable } from './panel.ts';

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * The coincidences of a panel (Krippendorff 2011): `cells[c * categories + k]` is o_ck, `margins` n_c, `total` N. Only
 * units with two ratings or more count.
 */
export type Coincidences = {
  readonly categories: number;
  readonly cells: Float64Array;
  readonly margins: Float64Array;
  readonly total: number;
  readonly units: number;
};

export const coincidences = ({ units, categories: q, counts, totals }: CountTable): Coincidences => {
  const cells = new Float64Array(q * q);
  const margins = new Float64Array(q);
  let [total, counted] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const given = totals[unit] as number;
    if (given < 2) continue;
    counted += 1;
    total += given;
    const row = unit * q;
    const share = 1 / (given - 1);
    for (let c = 0; c < q; c += 1) {
      const n = counts[row + c] as number;
      if (n === 0) continue;
      margins[c] = (margins[c] as number) + n;
      const scaled = n * share;
      for (let k = 0; k < q; k += 1) {
        const pairs = scaled * (counts[row + k] as number);
        cells[c * q + k] = (cells[c * q + k] as number) + (k === c ? pairs - scaled : pairs);
      }
    }
  }
  return { categories: q, cells, margins, total, units: counted };
};

/**
 * Squared distances between categories, q × q. Ordinal distances stand on how often each category was paired; ratio
 * ones need scores of 0 or more.
 */
export const squaredDistances = (
  metric: Metric,
  values: Float64Array,
  margins: Float64Array,
): Float64Array => {
  const q = values.length;
  const table = new Float64Array(q * q);
  for (let c = 0; c < q; c += 1) {
    let between = margins[c] as number;
    for (let k = c + 1; k < q; k += 1) {
      between += margins[k] as number;
      const ends = ((margins[c] as number) + (margins[k] as number)) / 2;
      const apart = distance(metric, values[c] as number, values[k] as number, between - ends);
      table[c * q + k] = apart * apart;
      table[k * q + c] = apart * apart;
    }
  }
  return table;
};

const distance = (metric: Metric, a: number, b: number, places: number): number => {
  switch (metric) {
    case 'nominal':
      return 1;
    case 'ordinal':
      return places;
    case 'interval':
      return a - b;
    case 'ratio':
      return a + b === 0 ? 0 : (a - b) / (a + b);
  }
};

/** Krippendorff's alpha: 1 − (N − 1) Σ o δ² / Σ n_c n_k δ². Null when no two ratings differ: no variance. */
export const krippendorffAlpha = (
  { categories: q, cells, margins, total }: Coincidences,
  metric: Metric,
  values: Float64Array,
): number | null => {
  const squares = squaredDistances(metric, values, margins);
  let [observed, expected] = [0, 0];
  for (let c = 0; c < q; c += 1) {
    for (let k = c + 1; k < q; k += 1) {
      const square = squares[c * q + k] as number;
      observed += (cells[c * q + k] as number) * square;
      expected += (margins[c] as number) * (margins[k] as number) * square;
    }
  }
  return expected > 0 ? 1 - ((total - 1) * observed) / expected : null;
};
