import type { Locator, TextPosition, TextQuote } from '../../shared/domain/locator.ts';

const around = 60;

/** UTF-16 offset → code points before it. */
const codePoints = (text: string, end: number): number => {
  let count = 0;
  for (let at = 0; at < end; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
};

/** Code points → UTF-16 offset, at most the text's length. */
const utf16 = (text: string, points: number): number => {
  let at = 0;
  for (let count = 0; count < points && at < text.length; count += 1) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return Math.min(at, text.length);
};

/** Never half a surrogate pair at the cut. */
const whole = (text: string): string => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');

/** The locator of the words between two UTF-16 offsets of a text; null when they are blank or too many. */
export const quoteOf = (
  text: string,
  from: number,
  to: number,
): Extract<Locator, { kind: 'text' }> | null => {
  const exact = text.slice(from, to);
  if (exact.trim() === '' || exact.length > 10_000) return null;
  return {
    kind: 'text',
    quote: {
      exact,
      prefix: whole(text.slice(Math.max(0, from - around), from)),
      suffix: whole(text.slice(to, to + around)),
    },
    position: { start: codePoints(text, from), end: codePoints(text, to) },
  };
};

/**
 * Where a quote stands in a text, as UTF-16 offsets: at its position if the words are still there, else the place
 * whose surroundings fit best, else null (the annotation is an orphan).
 */
export const findQuote = (
  text: string,
  quote: TextQuote,
  position: TextPosition | null,
): { from: number; to: number } | null => {
  const expected = position === null ? 0 : utf16(text, position.start);
  if (position !== null && text.startsWith(quote.exact, expected)) {
    return { from: expected, to: expected + quote.exact.length };
  }
  let best: { from: number; fit: number; distance: number } | null = null;
  for (let from = text.indexOf(quote.exact); from !== -1; from = text.indexOf(quote.exact, from + 1)) {
    const fit =
      commonEnd(text.slice(0, from), quote.prefix) +
      commonStart(text.slice(from + quote.exact.length), quote.suffix);
    const distance = Math.abs(from - expected);
    if (best === null || fit > best.fit || (fit === best.fit && distance < best.distance)) {
      best = { from, fit, distance };
    }
  }
  return best === null ? null : { from: best.from, to: best.from + quote.exact.length };
};

const commonStart = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
};

const commonEnd = (a: string, b: string): number => {
  let at = 0;
  while (at < a.length && at < b.length && a[a.length - 1 - at] === b[b.length - 1 - at]) at += 1;
  return at;
};
