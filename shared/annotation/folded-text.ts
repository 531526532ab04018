/** A text without what differs between two renderings of the same words, and the way back to the original. */
export type FoldedText = {
  readonly folded: string;
  /** The UTF-16 range in the original of a range of the folded text; whole characters of the original. */
  toOriginal(from: number, to: number): { readonly from: number; readonly to: number };
  /** The first place in the folded text that comes from this UTF-16 offset of the original or later. */
  toFolded(offset: number): number;
};

/**
 * Leaves out white space, soft hyphens and other invisible characters, takes ligatures, full-width letters and
 * accented letters apart (NFKD), and makes typographic quotes and dashes plain. Letters keep their case.
 */
export const foldText = (text: string): FoldedText => {
  const parts: string[] = [];
  const known = new Map<string, string>();
  let origins = new Uint32Array(text.length + 64);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const width = widthAt(text, at);
    const character = text.slice(at, at + width);
    const letters = isPlain(text.charCodeAt(at)) ? character : foldCharacter(character, known);
    if (length + letters.length > origins.length) origins = twiceAsLong(origins);
    for (let part = 0; part < letters.length; part += 1) origins[length + part] = at;
    length += letters.length;
    if (letters !== '') parts.push(letters);
    at += width;
  }
  const starts = origins.subarray(0, length);
  return {
    folded: parts.join(''),
    toOriginal: (from, to) => {
      const first = starts[from] ?? text.length;
      const last = starts[Math.max(from, to - 1)] ?? text.length;
      return { from: first, to: Math.min(text.length, last + widthAt(text, last)) };
    },
    toFolded: (offset) => lowerBound(starts, offset),
  };
};

/** Only what is folded, for quotes and their surroundings. */
export const foldOnly = (text: string): string => foldText(text).folded;

/** UTF-16 units of the code point that begins here. */
const widthAt = (text: string, offset: number): 1 | 2 => ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);

/** One character becomes at most 18 letters (U+FDFA), fewer than the room there is from the start. */
const twiceAsLong = (list: Uint32Array): Uint32Array<ArrayBuffer> => {
  const longer = new Uint32Array(list.length * 2);
  longer.set(list);
  return longer;
};

const isPlain = (unit: number): boolean => unit > 0x20 && unit < 0x7f && unit !== 0x60;

/** White space, controls, format characters (soft hyphen, joiners, byte order mark) and variation selectors. */
const invisible = /[\s\p{Cc}\p{Cf}]|\p{Variation_Selector}/gu;

const plainForms: Readonly<Record<string, string>> = {
  '`': "'",
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u2032': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u201f': '"',
  '\u2033': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
};

const foldCharacter = (character: string, known: Map<string, string>): string => {
  const before = known.get(character);
  if (before !== undefined) return before;
  const letters = plainForms[character] ?? character.normalize('NFKD').replace(invisible, '');
  known.set(character, letters);
  return letters;
};

const lowerBound = (sorted: Uint32Array, wanted: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};
