import { quoteOf } from '../../shared/annotation/quote.ts';
import type { Locator, PagePart } from '../../shared/domain/locator.ts';
import { ordered, type Picked } from './pdf-caret.ts';
import { type PageRect, storedRect } from './pdf-geometry.ts';
import { lineRects, type Measure } from './pdf-line-rects.ts';
import type { PageText } from './pdf-page-text.ts';

export type PageLocator = Extract<Locator, { kind: 'page' }>;

/** Following pages that one place may go on over, and the letters of one quote: what a locator holds. */
const mostFollowing = 20;
const longestQuote = 10_000;

/** The words between two offsets without the white space around them, and no more than a quote may hold. */
const trimmed = (text: string, from: number, to: number): { from: number; to: number } => {
  const words = text.slice(from, to);
  const begin = from + (words.length - words.trimStart().length);
  // Two less than the most: a surrogate pair at either end may be taken in whole.
  const end = Math.min(begin + words.trim().length, begin + longestQuote - 2);
  return { from: begin, to: end };
};

const partOf = (content: PageText, from: number, to: number, measure: Measure): PagePart | null => {
  const cut = trimmed(content.text, from, to);
  const quoted = quoteOf(content.text, cut.from, cut.to);
  if (quoted === null) return null;
  const rects = lineRects(content, cut.from, cut.to, measure);
  return { page: content.page, rects, quote: quoted.quote, position: quoted.position };
};

/**
 * The locator of selected words: a part for each page that has any. Null when they are blank. It ends before a page
 * whose words are not at hand, and after as many pages as a locator holds.
 */
export const locatorOfPick = (
  pick: Picked,
  textOf: (page: number) => PageText | null,
  measure: Measure,
): PageLocator | null => {
  const [begin, end] = ordered(pick);
  const parts: PagePart[] = [];
  for (let page = begin.page; page <= end.page && parts.length <= mostFollowing; page += 1) {
    const content = textOf(page);
    if (content === null) break;
    const from = page === begin.page ? begin.offset : 0;
    const to = page === end.page ? end.offset : content.text.length;
    const part = partOf(content, from, to, measure);
    if (part !== null) parts.push(part);
  }
  const [first, ...continued] = parts;
  return first === undefined ? null : { kind: 'page', ...first, continued };
};

export const locatorOfArea = (page: number, rect: PageRect): PageLocator => ({
  kind: 'page',
  page,
  rects: [storedRect(rect)],
  quote: null,
  position: null,
  continued: [],
});

export const locatorOfPage = (page: number): PageLocator => ({
  kind: 'page',
  page,
  rects: [],
  quote: null,
  position: null,
  continued: [],
});

/** A rectangle that was drawn by hand, which can be moved: no words, one page. */
export const isArea = (locator: Locator): locator is PageLocator =>
  locator.kind === 'page' &&
  locator.quote === null &&
  locator.rects.length === 1 &&
  locator.continued.length === 0;

/** A place's parts, page by page. */
export const partsOf = (locator: PageLocator): readonly PagePart[] => {
  const { page, rects, quote, position, continued } = locator;
  return [{ page, rects, quote, position }, ...continued];
};
