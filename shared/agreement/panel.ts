/**
 * Ratings as the coefficients read them: a complete grid of units × raters, row by row, with gaps. `codes` holds the
 * place of each rating's category in `scale`, or `missing`.
 */
export type Panel = {
  readonly units: number;
  readonly raters: number;
  readonly codes: Uint16Array;
  readonly scale: Scale;
};

/** The categories of a panel, in order. `values` are the scores, or 0, 1, 2 … for labels that are not numbers. */
export type Scale = { readonly values: Float64Array; readonly numeric: boolean };

/** The code of a rating that was not given. */
export const missing = 0xffff;

/** As many categories as a panel can tell apart. */
const categoryLimit = missing;

/** Scores that lie close together as whole numbers are coded with a table; others with a map. */
const tableLimit = 1 << 16;

/**
 * A panel from scores: `values[unit * raters + rater]`, NaN where there is none. Categories are the declared ones with
 * the observed ones, in ascending order. Null when there are more than `categoryLimit`.
 */
export const panelOfValues = (
  values: Float64Array,
  units: number,
  raters: number,
  declared: readonly number[] = [],
): Panel | null => {
  const bounds = wholeBounds(values);
  const codes = new Uint16Array(units * raters);
  if (bounds !== null && bounds.high - bounds.low < tableLimit) {
    return codeByTable(values, codes, bounds.low, bounds.high, declared, { units, raters });
  }
  const distinct = new Set<number>(declared);
  for (const value of values) if (!Number.isNaN(value)) distinct.add(value);
  if (distinct.size >= categoryLimit) return null;
  const scale = Float64Array.from(distinct).sort();
  const codeOf = new Map(Array.from(scale, (value, code) => [value, code]));
  for (let at = 0; at < codes.length; at += 1) codes[at] = codeOf.get(values[at] ?? Number.NaN) ?? missing;
  return { units, raters, codes, scale: { values: scale, numeric: true } };
};

/** The least and the greatest score when all are whole numbers; null when one is not, or there is none. */
const wholeBounds = (values: Float64Array): { low: number; high: number } | null => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    if (value !== Math.floor(value)) return null;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
};

const codeByTable = (
  values: Float64Array,
  codes: Uint16Array,
  low: number,
  high: number,
  declared: readonly number[],
  size: { readonly units: number; readonly raters: number },
): Panel => {
  const seen = new Uint8Array(high - low + 1);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    if (!Number.isNaN(value)) seen[value - low] = 1;
  }
  const distinct = new Set(declared);
  seen.forEach((is, at) => {
    if (is === 1) distinct.add(low + at);
  });
  const scale = Float64Array.from(distinct).sort();
  const table = new Uint16Array(high - low + 1);
  scale.forEach((value, code) => {
    if (value >= low && value <= high && value === Math.floor(value)) table[value - low] = code;
  });
  for (let at = 0; at < codes.length; at += 1) {
    const value = values[at] as number;
    codes[at] = Number.isNaN(value) ? missing : (table[value - low] as number);
  }
  return { ...size, codes, scale: { values: scale, numeric: true } };
};

/** How often each category was given to each unit: `counts[unit * categories + code]`, and how many ratings it has. */
export type CountTable = {
  readonly units: number;
  readonly categories: number;
  readonly counts: Uint32Array;
  readonly totals: Uint32Array;
};

export const countTable = ({ units, raters, codes, scale }: Panel): CountTable => {
  const categories = scale.values.length;
  const counts = new Uint32Array(units * categories);
  const totals = new Uint32Array(units);
  let at = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const row = unit * categories;
    let total = 0;
    for (let rater = 0; rater < raters; rater += 1, at += 1) {
      const code = codes[at] as number;
      if (code === missing) continue;
      counts[row + code] = (counts[row + code] as number) + 1;
      total += 1;
    }
    totals[unit] = total;
  }
  return { units, categories, counts, totals };
};

/** The units that every rater rated, in their order. */
export const completeUnits = (panel: Panel): Panel => {
  const { units, raters, codes, scale } = panel;
  const kept = new Uint16Array(codes.length);
  let count = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const row = codes.subarray(unit * raters, (unit + 1) * raters);
    if (row.includes(missing)) continue;
    kept.set(row, count * raters);
    count += 1;
  }
  return { units: count, raters, codes: kept.slice(0, count * raters), scale };
};
