import type { Locator } from '../../shared/domain/locator.ts';
import { type DomText, rangeOf, readDomText, selectedOffsets } from './dom-text.ts';
import { findQuote, quoteOf } from './text-quote.ts';

/** The realm of a frame, whose own Highlight must be used for ranges in its document. */
type FrameWindow = Window & { readonly Highlight: typeof Highlight; readonly CSS: typeof CSS };

export type ReadingPage = {
  readonly document: Document;
  readonly window: FrameWindow;
  readonly content: DomText;
};

/** What is in a frame once it has loaded. */
export const pageOf = (frame: HTMLIFrameElement): ReadingPage | null => {
  const { contentDocument, contentWindow } = frame;
  if (contentDocument === null || contentWindow === null) return null;
  return {
    document: contentDocument,
    window: contentWindow as FrameWindow,
    content: readDomText(contentDocument.body),
  };
};

/** The words a locator names; null when they are not found. */
export const rangeOfLocator = ({ content }: ReadingPage, locator: Locator): Range | null => {
  if (locator.kind !== 'text') return null;
  const found = findQuote(content.text, locator.quote, locator.position);
  return found === null ? null : rangeOf(content, found.from, found.to);
};

/** Marks ranges under a name, in place of those before. */
export const paint = (page: ReadingPage, name: 'quote' | 'found', ranges: readonly Range[]): void => {
  page.window.CSS.highlights.set(name, new page.window.Highlight(...ranges));
};

/** The selected words, or the whole. */
export const describeReading = (page: ReadingPage | null): Locator => {
  const whole: Locator = { kind: 'whole' };
  if (page === null) return whole;
  const selected = selectedOffsets(page.content, page.document.body, page.document.getSelection());
  return selected === null ? whole : (quoteOf(page.content.text, selected.from, selected.to) ?? whole);
};

/** Brings the words a locator names into view and marks them; false when they are not found. */
export const revealReading = (page: ReadingPage, locator: Locator): boolean => {
  const range = rangeOfLocator(page, locator);
  paint(page, 'found', range === null ? [] : [range]);
  if (range === null) {
    page.window.scrollTo(0, 0);
    return locator.kind === 'whole';
  }
  const box = range.getBoundingClientRect();
  page.window.scrollBy(0, box.top - page.window.innerHeight / 3);
  return true;
};
