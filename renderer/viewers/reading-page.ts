import { type Anchored, type Anchorer, createAnchorer } from '../../shared/annotation/anchor.ts';
import { quoteOf } from '../../shared/annotation/quote.ts';
import type { Locator } from '../../shared/domain/locator.ts';
import { type DomText, rangeOf, readDomText, selectedOffsets } from './dom-text.ts';
import type { AnchorState, ViewerMark } from './viewer.ts';

/** The realm of a frame, whose own Highlight must be used for ranges in its document. */
type FrameWindow = Window & {
  readonly Highlight: typeof Highlight;
  readonly CSS: typeof CSS;
  readonly StaticRange: typeof StaticRange;
};

export type ReadingPage = {
  readonly document: Document;
  readonly window: FrameWindow;
  readonly content: DomText;
  readonly anchorer: Anchorer;
  /** Places found so far: a mark that stays is not looked for again. */
  readonly known: WeakMap<Locator, Anchored | 'lost'>;
  /** Lies over the page, outside of its words: the letters in the margin. */
  readonly margin: HTMLElement;
  readonly caret: HTMLElement;
};

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Each paragraph in the direction of its first letter. Only where a text needs it, and not by `unicode-bidi: plaintext`,
 * with which Chromium lays out a long paragraph ten times slower.
 */
const setDirections = (inner: Document, text: string): void => {
  if (!rightToLeft.test(text)) return;
  for (const block of inner.querySelectorAll<HTMLElement>('p, li, h1, h2, h3, h4, h5, h6, td, th, dt, dd')) {
    if (!block.hasAttribute('dir')) block.dir = 'auto';
  }
};

/** What is in a frame once it has loaded. */
export const pageOf = (frame: HTMLIFrameElement): ReadingPage | null => {
  const { contentDocument: inner, contentWindow } = frame;
  if (inner === null || contentWindow === null) return null;
  const content = readDomText(inner.body);
  setDirections(inner, content.text);
  const margin = inner.createElement('aside');
  margin.className = 'margin';
  const caret = inner.createElement('div');
  caret.className = 'caret';
  caret.hidden = true;
  inner.documentElement.append(margin, caret);
  return {
    document: inner,
    window: contentWindow as FrameWindow,
    content,
    anchorer: createAnchorer(content.text),
    known: new WeakMap(),
    margin,
    caret,
  };
};

/** Where a locator's words stand now; null: they are not in this text. */
export const anchorOf = ({ anchorer, known }: ReadingPage, locator: Locator): Anchored | null => {
  if (locator.kind !== 'text') return null;
  const before = known.get(locator);
  const found = before ?? anchorer.find(locator.quote, locator.position) ?? 'lost';
  known.set(locator, found);
  return found === 'lost' ? null : found;
};

/** A mark whose words were found, in reading order. */
export type PlacedMark = { readonly mark: ViewerMark; readonly at: Anchored };

export const placeMarks = (page: ReadingPage, marks: readonly ViewerMark[]): PlacedMark[] =>
  marks
    .flatMap((mark) => {
      const at = anchorOf(page, mark.locator);
      return at === null ? [] : [{ mark, at }];
    })
    .sort((a, b) => a.at.from - b.at.from || b.at.to - a.at.to);

/** How each mark was anchored. The whole file is always where it was. */
export const anchorStates = (
  page: ReadingPage,
  marks: readonly ViewerMark[],
): ReadonlyMap<string, AnchorState> =>
  new Map(
    marks.map(({ id, locator }) => [
      id,
      locator.kind === 'whole' ? 'found' : (anchorOf(page, locator)?.state ?? 'lost'),
    ]),
  );

export type Paint = 'found' | 'match' | 'match-now' | `tone-${number}`;

/** Marks ranges under a name, in place of those before. They are kept static: live ones slow every change of the page. */
export const paint = (page: ReadingPage, name: Paint, ranges: readonly Range[]): void => {
  const { CSS, Highlight, StaticRange } = page.window;
  CSS.highlights.set(name, new Highlight(...ranges.map((range) => new StaticRange(range))));
};

/** Tones 1–8 of the palette, and 0 for marks of no criterion. */
const tones = Array.from({ length: 9 }, (_, tone) => tone);

/** Paints each mark in the tone of its criterion. */
export const paintMarks = (page: ReadingPage, placed: readonly PlacedMark[]): void => {
  for (const tone of tones) {
    const own = placed.filter(({ mark }) => (mark.tone ?? 0) === tone);
    paint(
      page,
      `tone-${tone}`,
      own.flatMap(({ at }) => rangeOf(page.content, at.from, at.to) ?? []),
    );
  }
};

/** The selected words, or the whole. */
export const describeReading = (page: ReadingPage | null): Locator => {
  const whole: Locator = { kind: 'whole' };
  if (page === null) return whole;
  const selected = selectedOffsets(page.content, page.document.body, page.document.getSelection());
  return selected === null ? whole : (quoteOf(page.content.text, selected.from, selected.to) ?? whole);
};

/** Brings words into view, a third from the top, unless they are in view. */
export const scrollToRange = (page: ReadingPage, range: Range): void => {
  const { top, bottom } = range.getBoundingClientRect();
  const { innerHeight } = page.window;
  if (top < 24 || bottom > innerHeight - 24) page.window.scrollBy(0, top - innerHeight / 3);
};

/** Brings the words a locator names into view and underlines them; false when they are not found. */
export const revealReading = (page: ReadingPage, locator: Locator): boolean => {
  const at = anchorOf(page, locator);
  const range = at === null ? null : rangeOf(page.content, at.from, at.to);
  paint(page, 'found', range === null ? [] : [range]);
  if (range === null) {
    // Nearest to what is gone: where it stood, by its share of the text.
    if (locator.kind === 'text') scrollToPosition(page, locator.position.start);
    else page.window.scrollTo(0, 0);
    return locator.kind === 'whole';
  }
  scrollToRange(page, range);
  return true;
};

const scrollToPosition = (page: ReadingPage, position: number): void => {
  const from = Math.min(position, Math.max(0, page.content.text.length - 1));
  const range = rangeOf(page.content, from, from + 1);
  if (range !== null) scrollToRange(page, range);
};

/** The marks at a point of the frame's window, the shortest first. */
export const marksAt = (
  page: ReadingPage,
  placed: readonly PlacedMark[],
  point: { readonly x: number; readonly y: number },
): readonly PlacedMark[] => {
  const caret = page.document.caretPositionFromPoint(point.x, point.y);
  const start = caret === null ? undefined : page.content.starts.get(caret.offsetNode);
  if (caret === null || start === undefined) return [];
  const offset = start + caret.offset;
  return placed
    .filter(({ at }) => at.from <= offset && offset <= at.to)
    .filter(({ at }) => {
      // The nearest letter is found for a point beside the text, too.
      const rects = rangeOf(page.content, at.from, at.to)?.getClientRects() ?? [];
      return [...rects].some(
        ({ left, right, top, bottom }) =>
          left <= point.x && point.x <= right && top <= point.y && point.y <= bottom,
      );
    })
    .sort((a, b) => a.at.to - a.at.from - (b.at.to - b.at.from));
};
