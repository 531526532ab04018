/**
 * Ratings as a file or a workspace holds them, one entry each, in their order there: which unit, which rater, on which
 * criterion, and the score. `score` is a number, or the place in `labels` when scores are words. `time` is when the
 * rating was made, in milliseconds since 1970 (UTC), NaN where it is not known.
 */
export type RatingTable = {
  readonly units: readonly string[];
  readonly raters: readonly string[];
  readonly criteria: readonly string[];
  readonly labels: readonly string[] | null;
  readonly unit: Uint32Array;
  readonly rater: Uint16Array;
  readonly criterion: Uint16Array;
  readonly score: Float64Array;
  readonly time: Float64Array | null;
};

/** As many raters, and as many criteria, as a table can tell apart. */
export const nameLimit = 0xffff;

/** The criterion of ratings that name none. */
export const onlyCriterion = 'overall';

/**
 * The ratings of one criterion, by unit: those of unit u stand from starts[u] to starts[u + 1], in the order of the
 * raters, no rater twice. Units and raters without a rating keep their place.
 */
export type Ratings = {
  readonly units: number;
  readonly raters: number;
  readonly starts: Uint32Array;
  readonly rater: Uint16Array;
  readonly values: Float64Array;
};

/** The ratings on one criterion of a table. Two passes, by rater and then by unit, so the cost is linear. */
export const ratingsOn = (table: RatingTable, criterion: number): Ratings => {
  const own =
    table.criteria.length === 1 ? everyEntry(table.score.length) : entriesOn(table.criterion, criterion);
  const byRater = sorted(own, table.rater, table.raters.length).order;
  const { order, starts } = sorted(byRater, table.unit, table.units.length);
  const rater = new Uint16Array(order.length);
  const values = new Float64Array(order.length);
  for (let at = 0; at < order.length; at += 1) {
    const entry = order[at] as number;
    rater[at] = table.rater[entry] as number;
    values[at] = table.score[entry] as number;
  }
  return { units: table.units.length, raters: table.raters.length, starts, rater, values };
};

const everyEntry = (count: number): Uint32Array => {
  const entries = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) entries[at] = at;
  return entries;
};

const entriesOn = (criteria: Uint16Array, criterion: number): Uint32Array => {
  let count = 0;
  for (const one of criteria) if (one === criterion) count += 1;
  const entries = new Uint32Array(count);
  count = 0;
  for (let at = 0; at < criteria.length; at += 1) {
    if (criteria[at] !== criterion) continue;
    entries[count] = at;
    count += 1;
  }
  return entries;
};

/** Entries by a key below `keys`, those with the same key in the order they came in. */
const sorted = (
  entries: Uint32Array,
  key: Uint16Array | Uint32Array,
  keys: number,
): { readonly order: Uint32Array; readonly starts: Uint32Array } => {
  const starts = new Uint32Array(keys + 1);
  for (const entry of entries) {
    const next = (key[entry] as number) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let at = 0; at < keys; at += 1) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  const free = starts.slice();
  const order = new Uint32Array(entries.length);
  for (const entry of entries) {
    const own = key[entry] as number;
    const at = free[own] as number;
    order[at] = entry;
    free[own] = at + 1;
  }
  return { order, starts };
};

/** A complete or gappy grid `values[unit * raters + rater]`, NaN where there is no rating, as ratings by unit. */
export const ratingsOfGrid = (values: Float64Array, units: number, raters: number): Ratings => {
  let count = 0;
  for (let at = 0; at < values.length; at += 1) if (!Number.isNaN(values[at])) count += 1;
  const starts = new Uint32Array(units + 1);
  const rater = new Uint16Array(count);
  const scores = new Float64Array(count);
  count = 0;
  for (let unit = 0, at = 0; unit < units; unit += 1) {
    for (let own = 0; own < raters; own += 1, at += 1) {
      const value = values[at] as number;
      if (Number.isNaN(value)) continue;
      rater[count] = own;
      scores[count] = value;
      count += 1;
    }
    starts[unit + 1] = count;
  }
  return { units, raters, starts, rater, values: scores };
};
