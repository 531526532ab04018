import { type Anchorer, createAnchorer } from '../../shared/annotation/anchor.ts';
import { foldOnly } from '../../shared/annotation/folded-text.ts';
import type { Locator, PagePart } from '../../shared/domain/locator.ts';
import { type PageRect, sharedArea } from './pdf-geometry.ts';
import { lineRects, type Measure } from './pdf-line-rects.ts';
import { type PageLocator, partsOf } from './pdf-locator.ts';
import type { PageText } from './pdf-page-text.ts';
import type { AnchorState } from './viewer.ts';

/** What of a mark is drawn on one page. */
export type PlacedPart = { readonly page: number; readonly rects: readonly PageRect[] };
/** How a mark was anchored, and where it is drawn: for an orphan, where it once stood. */
export type Placement = { readonly state: AnchorState; readonly parts: readonly PlacedPart[] };

/** The words of a part on a page, or that they are not there. */
export type AnchoredPart = PlacedPart & { readonly state: 'found' | 'moved' };

const areaOf = (rects: readonly PageRect[]): number =>
  rects.reduce((sum, { width, height }) => sum + width * height, 0);

/** Whether the words stand where the rectangles are: more than half of these is covered. */
const coverEachOther = (stored: readonly PageRect[], found: readonly PageRect[]): boolean => {
  const shared = stored.reduce(
    (sum, rect) => sum + Math.max(0, ...found.map((other) => sharedArea(rect, other))),
    0,
  );
  return shared > areaOf(stored) / 2;
};

/** A page's text made ready for many quotes. */
export type AnchorPage = { readonly content: PageText; readonly anchorer: Anchorer };

export const anchorPage = (content: PageText): AnchorPage => ({
  content,
  anchorer: createAnchorer(content.text),
});

/**
 * Looks for the words of a part in the text of its page. Where they still stand the stored rectangles hold, so that
 * neither a zoom nor another pdf.js moves a mark; only words that went elsewhere take it along.
 */
export const anchorPart = (
  { content, anchorer }: AnchorPage,
  { page, rects, quote, position }: PagePart,
  measure: Measure,
): AnchoredPart | null => {
  const found = quote === null ? null : anchorer.find(quote, position);
  if (found === null || quote === null) return null;
  const now = lineRects(content, found.from, found.to, measure);
  if (rects.length === 0) return { page, rects: now, state: found.state };
  const stays = found.state === 'found' || coverEachOther(rects, now);
  const sameWords = content.text.slice(found.from, found.to) === quote.exact;
  return {
    page,
    rects: stays ? rects : now,
    state: stays && sameWords ? 'found' : 'moved',
  };
};

/** Whether a page other than its own has the words of a part, but for spaces and letter forms. */
export const hasQuote = (foldedPage: string, part: PagePart): boolean => {
  const sought = part.quote === null ? '' : foldOnly(part.quote.exact);
  // A few letters stand on every page; they say nothing about where a place went.
  return sought.length >= 8 && foldedPage.includes(sought);
};

/** The words of a part on a page that is not its own. */
export const anchorElsewhere = (
  { content, anchorer }: AnchorPage,
  { quote }: PagePart,
  measure: Measure,
): AnchoredPart | null => {
  const found = quote === null ? null : anchorer.find(quote, null);
  if (found === null) return null;
  return { page: content.page, rects: lineRects(content, found.from, found.to, measure), state: 'moved' };
};

/** A place without words is found as long as the file has its page. */
export const anchorGeometry = (part: PagePart, pages: number): PlacedPart | null =>
  part.page <= pages ? part : null;

/** Where a mark is drawn until its words have been looked for. */
export const provisional = (locator: Locator): readonly PlacedPart[] =>
  locator.kind === 'page' ? partsOf(locator).filter(({ rects }) => rects.length > 0) : [];

/** A mark's state from its parts, in their order; null: a part that was not found anywhere. */
export const placementOf = (
  locator: PageLocator,
  anchored: readonly (AnchoredPart | PlacedPart | null)[],
): Placement => {
  const stored = partsOf(locator);
  const parts = anchored.map((part, at) => part ?? stored[at]).filter((part) => part !== undefined);
  const found = anchored.filter((part) => part !== null);
  if (found.length === 0) return { state: 'lost', parts };
  const whole = found.length === anchored.length;
  const stayed = found.every((part) => !('state' in part) || part.state === 'found');
  return { state: whole && stayed ? 'found' : 'moved', parts };
};
