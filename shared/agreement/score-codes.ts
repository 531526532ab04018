/**
 * Scores are told apart by a key, which a table turns into what stands for the score: no search and no rounding in the
 * loop over ratings. The key of a float is its sign, its exponent and the first bits of its fraction, which is its high
 * word without the last bits. With 13 of them left off it tells whole numbers up to 255 apart, halves up to 127, quarters
 * up to 63 and so on; a score with more bits is noticed.
 */
export const bitsLeftOff = 13;

/** Whether a float's high word is the second of its two, as on every machine that is common. */
const highWordLast = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The words of floats, low before high; null on a machine that has them the other way. */
export const wordsOf = (values: Float64Array): Uint32Array | null =>
  highWordLast ? new Uint32Array(values.buffer, values.byteOffset, values.length * 2) : null;

/** The high words of a score: zero has two, with a sign and without, and so has what is no number. */
export const highWordsOf = (score: number): readonly number[] => {
  if (Number.isNaN(score)) return [0x7ff80000, 0xfff80000];
  return score === 0 ? [0, 0x80000000] : [wordsOf(Float64Array.of(score))?.[1] ?? 0];
};

/** Where a score stands among others, NaN too; −1 where it does not. */
const placeAmong = (scores: readonly number[], score: number): number =>
  Number.isNaN(score) ? scores.findIndex(Number.isNaN) : scores.indexOf(score);

/** Adds a score to those that were met before, unless it is there; gives its place. */
export const meet = (scores: number[], score: number): number => {
  const place = placeAmong(scores, score);
  return place < 0 ? scores.push(score) - 1 : place;
};

/** So many ratings are looked at before the others: most sets of scores are then met in ascending order. */
const firstLook = 256;

/** The different scores among the first ratings, ascending; NaN, where there is one, last. */
export const firstScores = (values: Float64Array | Int8Array): number[] => {
  const scores: number[] = [];
  for (let at = 0; at < Math.min(firstLook, values.length); at += 1) meet(scores, values[at] as number);
  return Array.from(Float64Array.from(scores).sort());
};

/** Places are bytes, and 0 in the table stands for a score that was not met yet. */
const mostMet = 255;

/**
 * The place of every score among `scores`, the distinct ones in the order in which they were met. Null when there are
 * too many, or when one has more bits than a key.
 */
export const codeScores = (
  values: Float64Array,
): { readonly codes: Uint8Array; readonly scores: readonly number[] } | null => {
  const words = wordsOf(values);
  if (words === null) return null;
  const numbers = new Uint8Array(1 << (32 - bitsLeftOff));
  const scores = firstScores(values);
  const number = (place: number, high: number): void => {
    numbers[high >>> bitsLeftOff] = place + 1;
  };
  for (const [place, score] of scores.entries()) for (const high of highWordsOf(score)) number(place, high);
  const codes = new Uint8Array(values.length);
  for (let at = 0; at < codes.length; ) {
    const end = Math.min(at + atOnce, codes.length);
    at = codeUntilNew(words, codes, numbers, at, end);
    if (at < 0) return null;
    if (at < end) number(meet(scores, values[at] as number), words[2 * at + 1] as number);
    if (scores.length > mostMet) return null;
  }
  return { codes, scores };
};

/** So many by one call: a function that is called again and again is compiled for good sooner than one that runs long. */
const atOnce = 2048;

/**
 * Codes from a place up to another; gives where it met a score that has no number yet, or −1 when one lost bits. `bitsLeftOff` is
 * written out: as a constant of the module it makes the loop a third slower.
 */
const codeUntilNew = (
  words: Uint32Array,
  codes: Uint8Array,
  numbers: Uint8Array,
  from: number,
  end: number,
): number => {
  let lost = 0;
  let at = from;
  for (; at < end; at += 1) {
    const high = words[2 * at + 1] as number;
    lost |= (words[2 * at] as number) | (high & 0x1fff);
    const number = numbers[high >>> 13] as number;
    if (number === 0) break;
    codes[at] = number - 1;
  }
  return lost === 0 ? at : -1;
};
