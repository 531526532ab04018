/** UTF-16 offsets in a text, end exclusive. */
export type Match = { readonly from: number; readonly to: number };

/** More matches than this are not told apart: nobody goes through them. */
export const matchLimit = 2000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Letters that keyboards and word processors write in several ways. */
const alike: readonly string[] = [`'’‘ʼ\`´`, `"“”„«»`, '-‐‑–—'];

const patternOf = (letter: string): string => {
  const group = alike.find((letters) => letters.includes(letter));
  if (group !== undefined) return `[${escaped(group)}]`;
  const [composed, apart] = [letter.normalize('NFC'), letter.normalize('NFD')];
  return composed === apart ? escaped(letter) : `(?:${escaped(composed)}|${escaped(apart)})`;
};

/**
 * Where words stand in a text, in order, without overlaps: whatever their case, their line breaks and white space, the
 * kind of their quotation marks and dashes, and however their accents are encoded. Never half a letter with its accents.
 */
export const findAll = (text: string, words: string): Match[] => {
  const wanted = words.trim();
  if (wanted === '') return [];
  const pattern = wanted
    .split(/\s+/u)
    .map((word) => Array.from(graphemes.segment(word), ({ segment }) => patternOf(segment)).join(''))
    .join('\\s+');
  const search = new RegExp(`${pattern}(?!\\p{M})`, 'giu');
  const matches: Match[] = [];
  for (const { 0: found, index } of text.matchAll(search)) {
    matches.push({ from: index, to: index + found.length });
    if (matches.length === matchLimit) break;
  }
  return matches;
};

/** The match at or after an offset (1), or before it (−1), going round at the ends; −1 without matches. */
export const matchFrom = (matches: readonly Match[], offset: number, direction: -1 | 1): number => {
  if (matches.length === 0) return -1;
  const next =
    direction === 1
      ? matches.findIndex(({ from }) => from >= offset)
      : matches.findLastIndex(({ from }) => from < offset);
  if (next !== -1) return next;
  return direction === 1 ? 0 : matches.length - 1;
};
