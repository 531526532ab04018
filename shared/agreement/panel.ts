import type { Ratings } from './rating-table.ts';
import { codeScores } from './score-codes.ts';

/**
 * Ratings as the coefficients for categories read them, by unit as in `Ratings`: `codes` holds the place of each rating's
 * category in `scale`.
 */
export type Panel = {
  readonly units: number;
  readonly raters: number;
  readonly starts: Uint32Array;
  readonly rater: Uint16Array;
  readonly codes: Uint8Array;
  /** The categories in ascending order; 0, 1, 2 … for labels that are not numbers. */
  readonly scale: Float64Array;
};

/** More different scores than this are no categories: tables of them would be mostly empty. */
export const categoryLimit = 256;

/**
 * A panel from scores. Categories are the declared ones with the observed ones. Null when there are more than
 * `categoryLimit`.
 */
export const panelOf = (ratings: Ratings, declared: readonly number[] = []): Panel | null => {
  const { units, raters, starts, rater, values } = ratings;
  const found = codedScores(values);
  if (found === null) return null;
  const scale = scaleOf([...declared, ...found.scores]);
  if (scale.length > categoryLimit) return null;
  moveTo(
    found.codes,
    found.scores.map((score) => scale.indexOf(score)),
  );
  return { units, raters, starts, rater, codes: found.codes, scale };
};

/** Different scores in ascending order. */
export const scaleOf = (scores: readonly number[]): Float64Array =>
  Float64Array.from(new Set(scores), (score) => score + 0).sort();

/** The place of every score among `scores`, the distinct ones in the order they were met; null when they are too many. */
export const codedScores = (
  values: Float64Array,
): { readonly codes: Uint8Array; readonly scores: readonly number[] } | null =>
  codeScores(values) ?? codedByMap(values);

/** Every code becomes the place it has: nothing to do when scores were met in ascending order. */
const moveTo = (codes: Uint8Array, order: readonly number[]): void => {
  if (order.every((place, code) => place === code)) return;
  const places = Uint8Array.from(order);
  for (let at = 0; at < codes.length; at += 1) codes[at] = places[codes[at] as number] as number;
};

/** For scores that are too many or too fine for `codeScores`. */
const codedByMap = (
  values: Float64Array,
): { readonly codes: Uint8Array; readonly scores: readonly number[] } | null => {
  const codeOf = new Map<number, number>();
  const codes = new Uint8Array(values.length);
  for (let at = 0; at < codes.length; at += 1) {
    const value = values[at] as number;
    const known = codeOf.get(value);
    if (known === undefined && codeOf.size === categoryLimit) return null;
    codes[at] = known ?? codeOf.size;
    if (known === undefined) codeOf.set(value, codeOf.size);
  }
  return { codes, scores: [...codeOf.keys()] };
};

/** How often each category was given to each unit: `counts[unit * categories + code]`, and how many ratings it has. */
export type CountTable = {
  readonly units: number;
  readonly categories: number;
  readonly counts: Uint16Array;
  readonly totals: Uint16Array;
};

export const countTable = ({ units, starts, codes, scale }: Panel): CountTable => {
  const categories = scale.length;
  const counts = new Uint16Array(units * categories);
  const totals = new Uint16Array(units);
  const [even, odd] = [new Int32Array(categoryLimit), new Int32Array(categoryLimit)];
  for (let unit = 0, from = 0, row = 0; unit < units; unit += 1, row += categories) {
    const end = starts[unit + 1] as number;
    totals[unit] = end - from;
    // Not worth it for few ratings.
    if (end - from >= 4 * categories) countInTurns(counts, row, categories, codes, from, end, even, odd);
    else {
      for (let at = from; at < end; at += 1) {
        const cell = row + (codes[at] as number);
        counts[cell] = (counts[cell] as number) + 1;
      }
    }
    from = end;
  }
  return { units, categories, counts, totals };
};

/** Two tables take turns, so that a count need not wait for the one before it. They are left empty. */
const countInTurns = (
  counts: Uint16Array,
  row: number,
  categories: number,
  codes: Uint8Array,
  from: number,
  end: number,
  even: Int32Array,
  odd: Int32Array,
): void => {
  let at = from;
  for (; at + 1 < end; at += 2) {
    const a = codes[at] as number;
    const b = codes[at + 1] as number;
    even[a] = (even[a] as number) + 1;
    odd[b] = (odd[b] as number) + 1;
  }
  if (at < end) {
    const a = codes[at] as number;
    even[a] = (even[a] as number) + 1;
  }
  for (let k = 0; k < categories; k += 1) {
    counts[row + k] = (even[k] as number) + (odd[k] as number);
    even[k] = 0;
    odd[k] = 0;
  }
};

/** The units that every rater rated, in their order. */
export const completeUnits = (panel: Panel): Panel => {
  const { units, raters, starts, rater, codes, scale } = panel;
  const whole = (unit: number): boolean => (starts[unit + 1] as number) - (starts[unit] as number) === raters;
  let count = 0;
  for (let unit = 0; unit < units; unit += 1) if (whole(unit)) count += 1;
  if (count === units) return panel;
  const kept = { rater: new Uint16Array(count * raters), codes: new Uint8Array(count * raters) };
  const at = Uint32Array.from({ length: count + 1 }, (_, unit) => unit * raters);
  count = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (!whole(unit)) continue;
    const [from, to] = [starts[unit] as number, starts[unit + 1] as number];
    kept.rater.set(rater.subarray(from, to), count * raters);
    kept.codes.set(codes.subarray(from, to), count * raters);
    count += 1;
  }
  return { units: count, raters, starts: at, ...kept, scale };
};

/** The ratings of a panel by rater: those of rater r stand from starts[r] to starts[r + 1], in the order of the units. */
export type Columns = {
  readonly raters: number;
  readonly starts: Uint32Array;
  readonly unit: Uint32Array;
  readonly codes: Uint8Array;
  readonly scale: Float64Array;
};

export const columnsOf = (panel: Panel): Columns => {
  const { units, raters, starts, rater, codes, scale } = panel;
  if (codes.length === units * raters) return completeColumns(panel);
  const from = new Uint32Array(raters + 1);
  for (const one of rater) from[one + 1] = (from[one + 1] as number) + 1;
  for (let at = 0; at < raters; at += 1) from[at + 1] = (from[at + 1] as number) + (from[at] as number);
  const free = from.slice();
  const columns = { unit: new Uint32Array(codes.length), codes: new Uint8Array(codes.length) };
  for (let unit = 0; unit < units; unit += 1) {
    const end = starts[unit + 1] as number;
    for (let at = starts[unit] as number; at < end; at += 1) {
      const own = rater[at] as number;
      const to = free[own] as number;
      columns.unit[to] = unit;
      columns.codes[to] = codes[at] as number;
      free[own] = to + 1;
    }
  }
  return { raters, starts: from, ...columns, scale };
};

/** Every rater rated every unit: the places are known beforehand. */
const completeColumns = (panel: Panel): Columns => {
  const { units, raters, codes, scale } = panel;
  const starts = Uint32Array.from({ length: raters + 1 }, (_, rater) => rater * units);
  const unit = new Uint32Array(codes.length);
  for (let at = 0; at < unit.length; at += 1) unit[at] = at % units;
  return { raters, starts, unit, codes: codesByRater(panel), scale };
};

/** The codes of a panel in which every rater rated every unit: those of rater r stand from r · units on. */
export const codesByRater = ({ units, codes }: Pick<Panel, 'units' | 'codes'>): Uint8Array => {
  const turned = new Uint8Array(codes.length);
  for (let unit = 0, at = 0; unit < units; unit += 1)
    for (let to = unit; to < codes.length; to += units, at += 1) turned[to] = codes[at] as number;
  return turned;
};
