/** A place between two letters: a UTF-16 offset in the text of a page. */
export type Caret = { readonly page: number; readonly offset: number };
/** Selected words: where the selecting began and where it stands. */
export type Picked = { readonly anchor: Caret; readonly focus: Caret };

export type CaretStep = 'character' | 'word' | 'line' | 'line-edge';

/** The words of a page; null when they are not at hand. */
export type TextOf = (page: number) => string | null;

export const compareCarets = (a: Caret, b: Caret): number => a.page - b.page || a.offset - b.offset;

/** The two ends in reading order. */
export const ordered = ({ anchor, focus }: Picked): readonly [Caret, Caret] =>
  compareCarets(anchor, focus) <= 0 ? [anchor, focus] : [focus, anchor];

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Letters looked at around a caret; longer words and clusters are gone through in several steps. */
const reach = 400;

const nextCharacter = (text: string, offset: number): number => {
  const [first] = graphemes.segment(text.slice(offset, offset + reach));
  return offset + (first?.segment.length ?? 1);
};

const previousCharacter = (text: string, offset: number): number => {
  const from = Math.max(0, offset - reach);
  const last = [...graphemes.segment(text.slice(from, offset))].at(-1);
  return from + (last?.index ?? 0);
};

const nextWord = (text: string, offset: number): number => {
  for (const { index, segment, isWordLike } of words.segment(text.slice(offset, offset + reach))) {
    if (isWordLike === true) return offset + index + segment.length;
  }
  return Math.min(text.length, offset + reach);
};

const previousWord = (text: string, offset: number): number => {
  const from = Math.max(0, offset - reach);
  const last = [...words.segment(text.slice(from, offset))].findLast(({ isWordLike }) => isWordLike === true);
  return from + (last?.index ?? 0);
};

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
};

/** As many letters into the next line as into this one; null when there is none on the page. */
const lineBelow = (text: string, offset: number): number | null => {
  const end = lineEnd(text, offset);
  if (end >= text.length) return null;
  return Math.min(end + 1 + offset - lineStart(text, offset), lineEnd(text, end + 1));
};

const lineAbove = (text: string, offset: number): number | null => {
  const start = lineStart(text, offset);
  if (start === 0) return null;
  const above = lineStart(text, start - 1);
  return Math.min(above + offset - start, start - 1);
};

const onPage = (text: string, offset: number, step: CaretStep, direction: -1 | 1): number | null => {
  if (step === 'line-edge') return direction === 1 ? lineEnd(text, offset) : lineStart(text, offset);
  if (step === 'line') return direction === 1 ? lineBelow(text, offset) : lineAbove(text, offset);
  if (direction === 1) {
    if (offset >= text.length) return null;
    return step === 'word' ? nextWord(text, offset) : nextCharacter(text, offset);
  }
  if (offset <= 0) return null;
  return step === 'word' ? previousWord(text, offset) : previousCharacter(text, offset);
};

/** Moves a caret by one step, over page breaks too; it stays where it is at the ends and beside unread pages. */
export const moveCaret = (caret: Caret, step: CaretStep, direction: -1 | 1, textOf: TextOf): Caret => {
  const text = textOf(caret.page);
  if (text === null) return caret;
  const offset = onPage(text, caret.offset, step, direction);
  if (offset !== null) return { page: caret.page, offset };
  const page = caret.page + direction;
  const beside = textOf(page);
  if (beside === null) return caret;
  return { page, offset: direction === 1 ? 0 : beside.length };
};
