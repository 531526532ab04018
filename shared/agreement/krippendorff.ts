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

export const coincidences = (table: CountTable): Coincidences => {
  const { units, categories: q, totals } = table;
  // What each pairing of a rating weighs: 1 over how many others the unit has; nothing where there is none.
  const shares = new Float64Array(units);
  let [total, counted] = [0, 0];
  for (let unit = 0; unit < units; unit += 1) {
    const given = totals[unit] as number;
    if (given < 2) continue;
    counted += 1;
    total += given;
    shares[unit] = 1 / (given - 1);
  }
  const cells = q <= fewCategories ? cellsOneByOne(table, shares) : cellsByUnit(table, shares);
  const margins = new Float64Array(q);
  for (let c = 0; c < q; c += 1) {
    let margin = 0;
    for (let k = 0; k < q; k += 1) {
      cells[c * q + k] = cells[Math.min(c, k) * q + Math.max(c, k)] as number;
      margin += cells[c * q + k] as number;
    }
    // How many ratings: whole but for rounding.
    margins[c] = Math.round(margin);
  }
  return { categories: q, cells, margins, total, units: counted };
};

/** With so many categories a cell is best summed over all units by itself; with more, most cells of a unit are 0. */
const fewCategories = 10;

/** On and above the diagonal. */
const cellsOneByOne = (table: CountTable, shares: Float64Array): Float64Array => {
  const q = table.categories;
  const cells = new Float64Array(q * q);
  for (let c = 0; c < q; c += 1) {
    for (let k = c; k < q; k += 2) sumTwo(cells, table, shares, c, k);
  }
  return cells;
};

/** Cells (c, k) and (c, k + 1), if there is one: two sums at once, so that neither waits for itself. */
const sumTwo = (
  cells: Float64Array,
  { units, categories: q, counts }: CountTable,
  shares: Float64Array,
  c: number,
  k: number,
): void => {
  const next = Math.min(k + 1, q - 1);
  const own = k === c ? 1 : 0;
  let first = 0;
  let second = 0;
  for (let unit = 0, row = 0; unit < units; unit += 1, row += q) {
    const scaled = (shares[unit] as number) * (counts[row + c] as number);
    first += scaled * ((counts[row + k] as number) - own);
    second += scaled * (counts[row + next] as number);
  }
  cells[c * q + k] = first;
  if (next > k) cells[c * q + next] = second;
};

const cellsByUnit = ({ units, categories: q, counts }: CountTable, shares: Float64Array): Float64Array => {
  const cells = new Float64Array(q * q);
  for (let unit = 0; unit < units; unit += 1) addPairs(cells, counts, unit * q, q, shares[unit] as number);
  return cells;
};

/** Adds a unit's coincidences, on and above the diagonal. */
const addPairs = (cells: Float64Array, counts: Uint16Array, row: number, q: number, share: number): void => {
  for (let c = 0; c < q; c += 1) {
    const n = counts[row + c] as number;
    if (n === 0) continue;
    const scaled = n * share;
    const cell = c * q;
    cells[cell + c] = (cells[cell + c] as number) + scaled * (n - 1);
    for (let k = c + 1; k < q; k += 1)
      cells[cell + k] = (cells[cell + k] as number) + scaled * (counts[row + k] as number);
  }
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
