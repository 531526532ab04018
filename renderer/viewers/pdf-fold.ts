/** A text in the letters it is searched by, and where each of them stood (UTF-16 offsets, one more at the end). */
export type Folded = { readonly text: string; readonly at: readonly number[] };

const marks = /\p{M}+/gu;

/** Small letters without accents: `É`, `é` and `e` are one; so are the letters that only look joined (`ﬁ`). */
const foldCharacter = (character: string): string => {
  const plain = character
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '');
  return plain
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018\u2019\u02BC]/g, "'")
    .replace(/[\u201C\u201D]/g, '"');
};

const plainText = /^[\x20-\x7e\n]*$/;

export const fold = (text: string): Folded => {
  // Most pages are plain ASCII: nothing to take apart.
  if (plainText.test(text)) return { text: text.toLowerCase(), at: [] };
  let folded = '';
  const at: number[] = [];
  let offset = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    for (let unit = 0; unit < plain.length; unit += 1) at.push(offset);
    folded += plain;
    offset += character.length;
  }
  at.push(text.length);
  return { text: folded, at };
};

/** The offset in the text that was folded; an empty list stands for "the same everywhere". */
const original = ({ at }: Folded, offset: number): number => at[offset] ?? offset;

const special = /[.*+?^${}()|[\]\\]/g;

/**
 * The search for what was typed: any white space stands for any other, over line ends too, and a word may be broken by
 * a hyphen at the end of a line. Null when nothing was typed.
 */
export const searchPattern = (typed: string): RegExp | null => {
  const { text } = fold(typed.trim());
  if (text === '') return null;
  const characters = [...text.replace(/\s+/g, ' ')];
  const parts = characters.map((character, index) => {
    if (character === ' ') return '\\s+';
    const written = character === '-' ? '-\\s*' : character.replace(special, '\\$&');
    const next = characters[index + 1];
    const inWord = next !== undefined && /[\p{L}]/u.test(character) && /[\p{L}]/u.test(next);
    return inWord ? `${written}(?:-\\n)?` : written;
  });
  return new RegExp(parts.join(''), 'gu');
};

export type Found = { readonly from: number; readonly to: number };

/** Every place in a text that a pattern fits, as UTF-16 offsets of the text as it is written. */
export const findAll = (text: string, pattern: RegExp, limit = Number.POSITIVE_INFINITY): Found[] => {
  const folded = fold(text);
  const found: Found[] = [];
  for (const match of folded.text.matchAll(pattern)) {
    if (found.length >= limit) break;
    const from = original(folded, match.index);
    const last = original(folded, match.index + match[0].length - 1);
    found.push({ from, to: Math.max(original(folded, match.index + match[0].length), last + 1) });
  }
  return found;
};
