import { type CountTable, countTable, panelOf, scaleOf } from './panel.ts';
import { ratingsOfGrid } from './rating-table.ts';
import { bitsLeftOff, firstScores, highWordsOf, meet, wordsOf } from './score-codes.ts';

/** How often each unit got each category of a scale. */
export type ScaledCounts = { readonly table: CountTable; readonly scale: Float64Array };

type Grid = {
  readonly values: Float64Array | Int8Array;
  /** Of floats; null for bytes, which are their own keys. */
  readonly words: Uint32Array | null;
  readonly units: number;
  readonly raters: number;
};

/**
 * Counts of a grid of scores as other programs hold them, `values[unit * raters + rater]`, with `gap` where there is
 * none. The scores are read once and not copied: alpha and Gwet's family stand on counts alone. Null when there are more
 * categories than a panel can have.
 */
export const countsOfGrid = (
  values: Float64Array | Int8Array,
  units: number,
  raters: number,
  { gap = Number.NaN, declared = [] }: { readonly gap?: number; readonly declared?: readonly number[] } = {},
): ScaledCounts | null => {
  const floats = values instanceof Float64Array;
  const grid: Grid = { values, words: floats ? wordsOf(values) : null, units, raters };
  const scores = firstScores(values);
  if (floats) meet(scores, Number.NaN);
  const isScore = (score: number): boolean => score !== gap && !Number.isNaN(score);
  // What is not among the first scores is met in the units that lack a count, and then all are counted anew.
  for (const last of [false, true]) {
    const found = floats && grid.words === null ? null : tallied(grid, scores, isScore, declared);
    if (found === null || (last && found.short.length > 0)) break;
    if (found.short.length === 0) return { table: found.table, scale: found.scale };
    for (const unit of found.short)
      for (let at = unit * raters; at < (unit + 1) * raters; at += 1) meet(scores, values[at] as number);
  }
  return countsByMap(grid, isScore, declared);
};

/** More passes than this cost more than other ways. */
const mostPasses = 4;

/** From 2^52 on to twice that a float's last 52 bits are a whole number: 32 in its low word, and 20 in its high one. */
const wholeFrom = 2 ** 52;

/**
 * Where the counts of a unit stand in one float: `bits` each, as many as no count overflows, and none on both words. A
 * rating is then one addition, and no count waits for the one before it.
 */
type Fields = { readonly bits: number; readonly inLow: number; readonly all: number };

const fieldsFor = (raters: number): Fields => {
  const bits = 32 - Math.clz32(raters);
  const inLow = Math.floor(32 / bits);
  return { bits, inLow, all: inLow + Math.floor(20 / bits) };
};

/** What a rating adds to have one more in a field. */
const unitOf = ({ bits, inLow }: Fields, at: number): number =>
  at < inLow ? 2 ** (bits * at) : 2 ** (32 + bits * (at - inLow));

/**
 * Counts by unit, and the units in which a score is not among `scores`. Null when those are too many, or one has more
 * bits than a key. Where the scores do not fit into the fields of one float, there are further passes for the others.
 */
const tallied = (
  grid: Grid,
  scores: readonly number[],
  isScore: (score: number) => boolean,
  declared: readonly number[],
): (ScaledCounts & { readonly short: readonly number[] }) | null => {
  const { units, raters } = grid;
  const fields = fieldsFor(raters);
  if (scores.length > mostPasses * fields.all) return null;
  const scale = scaleOf([...declared, ...scores.filter(isScore)]);
  const q = scale.length;
  const counts = new Uint16Array(units * q);
  const totals = new Uint16Array(units);
  const none = new Uint16Array(units);
  const sums = new Float64Array(units);
  for (let from = 0; from < scores.length; from += fields.all) {
    const counted = scores.slice(from, from + fields.all);
    if (!sumInto(sums, grid, scores, counted, fields)) return null;
    const codes = Int32Array.from(counted, (score) => (isScore(score) ? scale.indexOf(score) : -1));
    takeApart(sums, fields, codes, { units, categories: q, counts, totals }, none);
  }
  const short: number[] = [];
  for (let unit = 0; unit < units; unit += 1)
    if ((totals[unit] as number) + (none[unit] as number) !== raters) short.push(unit);
  return { table: { units, categories: q, counts, totals }, scale, short };
};

/** False when a score has more bits than a key. */
const sumInto = (
  sums: Float64Array,
  { values, words, raters }: Grid,
  scores: readonly number[],
  counted: readonly number[],
  fields: Fields,
): boolean => {
  if (words === null) {
    const weights = new Float64Array(256);
    for (const [at, score] of counted.entries()) weights[score & 0xff] = unitOf(fields, at);
    inBlocks(sums.length, raters, (from, to) =>
      sumBytes(sums, values as Int8Array, raters, weights, from, to),
    );
    return true;
  }
  // As small a table of keys as these scores allow; should one come that needs a larger, the largest.
  const first = shiftFor(scores);
  for (const shift of first === bitsLeftOff ? [first] : [first, bitsLeftOff]) {
    const weights = weightsOf(counted, fields, shift);
    const lost = inBlocks(sums.length, raters, (from, to) =>
      sumWords(sums, words, raters, weights, shift, from, to),
    );
    if (lost === 0) return true;
  }
  return false;
};

const mostLeftOff = 18;

/** How many bits of a high word may be left off without any of these scores losing one. */
const shiftFor = (scores: readonly number[]): number => {
  const bits = scores.flatMap(highWordsOf).reduce((all, high) => all | high, 0);
  let shift = mostLeftOff;
  while (shift > bitsLeftOff && (bits & ((1 << shift) - 1)) !== 0) shift -= 1;
  return shift;
};

/** By key: what a score adds to the sum of its unit. */
const weightsOf = (counted: readonly number[], fields: Fields, shift: number): Float64Array => {
  const weights = new Float64Array(1 << (32 - shift));
  for (const [at, score] of counted.entries())
    for (const high of highWordsOf(score)) weights[high >>> shift] = unitOf(fields, at);
  return weights;
};

/**
 * So many ratings are summed by one call. The loops stand in functions that are called again and again, which are
 * compiled for good sooner than one that runs long.
 */
const ratingsAtOnce = 2048;

/** Calls `sum` with the units from one up to another, all in turn; gives what it gave. */
const inBlocks = (units: number, raters: number, sum: (from: number, to: number) => number): number => {
  const atOnce = Math.max(1, Math.floor(ratingsAtOnce / raters));
  let lost = 0;
  for (let from = 0; from < units; from += atOnce) lost |= sum(from, Math.min(from + atOnce, units));
  return lost;
};

/** Scores of other passes add nothing. Gives the bits that keys do not have. */
const sumWords = (
  sums: Float64Array,
  words: Uint32Array,
  raters: number,
  weights: Float64Array,
  shift: number,
  from: number,
  to: number,
): number => {
  const mask = (1 << shift) - 1;
  let lost = 0;
  for (let unit = from, at = 2 * from * raters; unit < to; unit += 1) {
    const end = 2 * (unit + 1) * raters;
    let even = wholeFrom;
    let odd = 0;
    for (; at < end - 3; at += 4) {
      const first = words[at + 1] as number;
      const second = words[at + 3] as number;
      lost |= (words[at] as number) | (words[at + 2] as number) | ((first | second) & mask);
      even += weights[first >>> shift] as number;
      odd += weights[second >>> shift] as number;
    }
    if (at < end) {
      const high = words[at + 1] as number;
      lost |= (words[at] as number) | (high & mask);
      even += weights[high >>> shift] as number;
      at += 2;
    }
    sums[unit] = even + odd;
  }
  return lost;
};

const sumBytes = (
  sums: Float64Array,
  values: Int8Array,
  raters: number,
  weights: Float64Array,
  from: number,
  to: number,
): number => {
  for (let unit = from, at = from * raters; unit < to; unit += 1) {
    const end = (unit + 1) * raters;
    let even = wholeFrom;
    let odd = 0;
    for (; at < end - 1; at += 2) {
      even += weights[(values[at] as number) & 0xff] as number;
      odd += weights[(values[at + 1] as number) & 0xff] as number;
    }
    if (at < end) {
      even += weights[(values[at] as number) & 0xff] as number;
      at += 1;
    }
    sums[unit] = even + odd;
  }
  return 0;
};

/** The counts out of each unit's sum, to the columns they have by `codes`; −1: to how often there was no score. */
const takeApart = (
  sums: Float64Array,
  { bits, inLow }: Fields,
  codes: Int32Array,
  table: CountTable,
  none: Uint16Array,
): void => {
  const words = new Uint32Array(sums.buffer, sums.byteOffset, 2 * sums.length);
  const shifts = codes.map((_, at) => bits * (at < inLow ? at : at - inLow));
  const inFirst = Math.min(inLow, codes.length);
  inBlocks(sums.length, 1, (from, to) =>
    takeSome(words, shifts, inFirst, 2 ** bits - 1, codes, table, none, from, to),
  );
};

const takeSome = (
  words: Uint32Array,
  shifts: Int32Array,
  inFirst: number,
  mask: number,
  codes: Int32Array,
  { categories, counts, totals }: CountTable,
  none: Uint16Array,
  from: number,
  to: number,
): number => {
  for (let unit = from, row = from * categories; unit < to; unit += 1, row += categories) {
    let given = 0;
    let missing = 0;
    let word = words[2 * unit] as number;
    for (let at = 0; at < codes.length; at += 1) {
      if (at === inFirst) word = words[2 * unit + 1] as number;
      const count = (word >>> (shifts[at] as number)) & mask;
      const code = codes[at] as number;
      if (code < 0) missing += count;
      else {
        counts[row + code] = count;
        given += count;
      }
    }
    totals[unit] = (totals[unit] as number) + given;
    none[unit] = (none[unit] as number) + missing;
  }
  return 0;
};

/** For scores that are too many or too fine for keys. */
const countsByMap = (
  { values, units, raters }: Grid,
  isScore: (score: number) => boolean,
  declared: readonly number[],
): ScaledCounts | null => {
  const scores = Float64Array.from(values, (score) => (isScore(score) ? score : Number.NaN));
  const panel = panelOf(ratingsOfGrid(scores, units, raters), declared);
  return panel === null ? null : { table: countTable(panel), scale: panel.scale };
};
