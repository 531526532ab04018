import type { Locator } from '../domain/locator.ts';
import { codePointsBefore, wholeOffset } from './code-points.ts';

export type TextLocator = Extract<Locator, { kind: 'text' }>;

/** UTF-16 units kept on either side of a quote: enough to tell repeated words apart. */
const around = 60;
/** How far a cut may move outwards to spare a grapheme; longer ones (stacked marks) are cut between code points. */
const slack = 32;
const longestQuote = 10_000;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The locator of the words between two UTF-16 offsets of a text; null when they are blank or too many. The position
 * counts code points. No surrogate pair is cut, and no grapheme at the outer edge of the surroundings if it can be
 * spared.
 */
export const quoteOf = (text: string, from: number, to: number): TextLocator | null => {
  const start = wholeOffset(text, from, -1);
  const end = wholeOffset(text, to, 1);
  const exact = text.slice(start, end);
  if (exact.trim() === '' || exact.length > longestQuote) return null;
  const startPoints = codePointsBefore(text, start);
  return {
    kind: 'text',
    quote: { exact, prefix: prefixOf(text, start), suffix: suffixOf(text, end) },
    position: { start: startPoints, end: startPoints + codePointsBefore(exact, exact.length) },
  };
};

const prefixOf = (text: string, end: number): string => {
  const wanted = end - around;
  if (wanted <= 0) return text.slice(0, end);
  const window = wholeOffset(text, Math.max(0, wanted - slack), -1);
  const cuts = graphemeStarts(text.slice(window, end)).map((at) => window + at);
  // Where the window itself begins, a grapheme may be cut already, unless the text begins there.
  const cut =
    cuts.findLast((at) => at <= wanted && (at > window || at === 0)) ?? wholeOffset(text, wanted, -1);
  return text.slice(cut, end);
};

const suffixOf = (text: string, start: number): string => {
  const wanted = start + around;
  if (wanted >= text.length) return text.slice(start);
  const window = wholeOffset(text, Math.min(text.length, wanted + slack), 1);
  const cuts = graphemeStarts(text.slice(start, window)).map((at) => start + at);
  const cut = cuts.find((at) => at >= wanted) ?? wholeOffset(text, wanted, 1);
  return text.slice(start, cut);
};

const graphemeStarts = (text: string): number[] => Array.from(graphemes.segment(text), ({ index }) => index);
