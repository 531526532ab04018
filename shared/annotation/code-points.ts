/** The character at this offset and the next are a surrogate pair: one code point above U+FFFF. */
const isPair = (text: string, offset: number): boolean => (text.codePointAt(offset) ?? 0) > 0xffff;

/** The offset lies between the halves of a surrogate pair. */
export const splitsPair = (text: string, offset: number): boolean =>
  offset > 0 && offset < text.length && isPair(text, offset - 1);

/** Moves an offset that lies inside a surrogate pair to the pair's start (-1) or end (1). */
export const wholeOffset = (text: string, offset: number, towards: -1 | 1): number =>
  splitsPair(text, offset) ? offset + towards : offset;

/** Both ways between UTF-16 offsets and code points of one text. What lies outside of it counts as its end. */
export type CodePointIndex = {
  /** Code points in the whole text. A lone surrogate counts as one. */
  readonly length: number;
  /** Code points before a UTF-16 offset; those before a surrogate pair when the offset lies inside one. */
  toPoints(offset: number): number;
  /** The UTF-16 offset after so many code points. */
  toOffset(points: number): number;
};

/**
 * Reads a text once, then answers in O(log n): keeps the offsets of surrogate pairs alone, none for most texts.
 * Use it for many look-ups in one text, and `codePointsBefore` for one.
 */
export const codePointIndex = (text: string): CodePointIndex => {
  const pairs: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdbff || !isPair(text, at)) continue;
    pairs.push(at);
    at += 1;
  }
  return {
    length: text.length - pairs.length,
    toPoints: (offset) => {
      const at = wholeOffset(text, within(offset, text.length), -1);
      return at - countWhile(pairs, (pair) => pair < at);
    },
    toOffset: (points) => {
      const wanted = within(points, text.length - pairs.length);
      return wanted + countWhile(pairs, (pair, before) => pair - before < wanted);
    },
  };
};

/** Code points before a UTF-16 offset, in one reading. See `CodePointIndex.toPoints`. */
export const codePointsBefore = (text: string, offset: number): number => {
  const end = wholeOffset(text, within(offset, text.length), -1);
  let count = 0;
  for (let at = 0; at < end; count += 1) at += isPair(text, at) ? 2 : 1;
  return count;
};

const within = (value: number, limit: number): number =>
  Number.isNaN(value) ? 0 : Math.min(limit, Math.max(0, Math.trunc(value)));

/** How many leading entries hold; the condition holds for a prefix of the list. */
const countWhile = (list: readonly number[], holds: (value: number, index: number) => boolean): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(list[middle] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
};
