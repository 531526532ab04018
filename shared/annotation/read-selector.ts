import { z } from 'zod';
import { type TextPosition, type TextQuote, textPositionSchema } from '../domain/locator.ts';
import { type MediaFragment, mediaFragments, parseMediaFragment } from './media-fragment.ts';
import { isPdfGrammar, type PageRect, type PdfFragment, parsePdfFragment } from './pdf-fragment.ts';
import { parseSvgRects } from './svg-rects.ts';

/** What the selectors of one target say together. */
export type Clues = {
  media: MediaFragment | null;
  page: PdfFragment | null;
  /** Shapes on the page. */
  rects: PageRect[] | null;
  quote: TextQuote | null;
  /** A position in the whole text, and one within the page. */
  position: TextPosition | null;
  pagePosition: TextPosition | null;
  /** What was given and is not read, by its type. */
  ignored: string[];
};

/** What a selector refines: nothing, a stretch of media, a page, or something we do not read. */
type Scope = 'none' | 'media' | 'page' | 'unread';

/** A member of JSON-LD may be one value or a list of them. */
const oneOrMore = z
  .unknown()
  .transform((value) => (Array.isArray(value) ? value : value == null ? [] : [value]));

const selectorSchema = z.object({
  type: oneOrMore.optional(),
  '@type': oneOrMore.optional(),
  value: z.string().optional().catch(undefined),
  conformsTo: z.unknown().optional(),
  exact: z.string().optional().catch(undefined),
  prefix: z.string().optional().catch(undefined),
  suffix: z.string().optional().catch(undefined),
  start: z.unknown().optional(),
  end: z.unknown().optional(),
  startSelector: z.unknown().optional(),
  endSelector: z.unknown().optional(),
  refinedBy: oneOrMore.optional(),
});
type Given = z.output<typeof selectorSchema>;

/** Selectors read of one target, and how far one may refine another. */
const most = 64;
const deepest = 8;

/** Gathers what the `selector` of a target says: nothing, one selector or a list, each refined or not. */
export const readSelectors = (selector: unknown): Clues => {
  const clues: Clues = {
    media: null,
    page: null,
    rects: null,
    quote: null,
    position: null,
    pagePosition: null,
    ignored: [],
  };
  for (const one of oneOrMore.parse(selector).slice(0, most)) readInto(clues, one, 'none', 0);
  return clues;
};

const readInto = (clues: Clues, selector: unknown, scope: Scope, depth: number): void => {
  const parsed = selectorSchema.safeParse(selector);
  if (!parsed.success || depth > deepest) {
    clues.ignored.push(typeof selector === 'string' ? 'link' : 'unreadable selector');
    return;
  }
  const given = parsed.data;
  const inner = readOne(clues, given, scope);
  for (const refining of given.refinedBy?.slice(0, most) ?? []) readInto(clues, refining, inner, depth + 1);
};

/** Notes what one selector says, and answers what its refinements refine. */
const readOne = (clues: Clues, given: Given, scope: Scope): Scope => {
  const type = [...(given.type ?? []), ...(given['@type'] ?? [])].find((one) => typeof one === 'string');
  switch (type) {
    case 'FragmentSelector':
      return readFragment(clues, given);
    case 'TextQuoteSelector':
      if (given.exact === undefined || given.exact === '') break;
      clues.quote ??= { exact: given.exact, prefix: given.prefix ?? '', suffix: given.suffix ?? '' };
      return 'unread';
    case 'TextPositionSelector':
      if (notePosition(clues, scope, given.start, given.end)) return 'unread';
      break;
    case 'RangeSelector': {
      // From where the one begins to where the other begins (section 4.2.9).
      const [start, end] = [positionIn(given.startSelector), positionIn(given.endSelector)];
      if (start !== null && end !== null && notePosition(clues, scope, start.start, end.start))
        return 'unread';
      break;
    }
    case 'SvgSelector': {
      const rects = scope === 'page' ? parseSvgRects(given.value ?? '') : null;
      if (rects === null) break;
      clues.rects ??= rects;
      return 'unread';
    }
  }
  clues.ignored.push(typeof type === 'string' ? type.slice(0, 60) : 'selector without a type');
  return 'unread';
};

const readFragment = (clues: Clues, { value = '', conformsTo }: Given): Scope => {
  const grammar = typeof conformsTo === 'string' ? conformsTo : null;
  const page = grammar === null || isPdfGrammar(grammar) ? parsePdfFragment(value) : null;
  if (page !== null && (clues.page === null || clues.page.page === page.page)) {
    clues.page = { page: page.page, rect: clues.page?.rect ?? page.rect };
    return 'page';
  }
  const media = grammar === null || isMediaGrammar(grammar) ? parseMediaFragment(value) : null;
  if (page === null && media !== null) {
    clues.media = { time: clues.media?.time ?? media.time, area: clues.media?.area ?? media.area };
    return 'media';
  }
  clues.ignored.push('FragmentSelector');
  return 'unread';
};

const isMediaGrammar = (conformsTo: string): boolean =>
  conformsTo.replace(/^https:/, 'http:').replace(/\/?$/, '/') === mediaFragments;

const notePosition = (clues: Clues, scope: Scope, start: unknown, end: unknown): boolean => {
  const position = textPositionSchema.safeParse({ start, end });
  if (!position.success || (scope !== 'none' && scope !== 'page')) return false;
  if (scope === 'none') clues.position ??= position.data;
  else clues.pagePosition ??= position.data;
  return true;
};

const positionIn = (selector: unknown): TextPosition | null => {
  const parsed = textPositionSchema.extend({ type: z.literal('TextPositionSelector') }).safeParse(selector);
  return parsed.success ? { start: parsed.data.start, end: parsed.data.end } : null;
};
