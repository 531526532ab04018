import { type Locator, locatorSchema, type PagePart, type TextQuote } from '../domain/locator.ts';
import { type Problem, problem } from '../lib/problem.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { codePointsBefore, wholeOffset } from './code-points.ts';
import { type Clues, readSelectors } from './read-selector.ts';

export type ReadPlace = {
  readonly locator: Locator;
  /** What was given beside the place and is not kept. */
  readonly remarks: readonly Problem[];
};

type Part = Result<ReadPlace>;

/**
 * The place that the targets of one annotation name, each given by its `selector` (undefined: the whole source). Reads
 * everything `selectorsOf` writes, and other lawful shapes where they name a place we know. Of several targets, those
 * that are pages of one document are one place.
 */
export const locatorOf = (selectors: readonly unknown[]): Part => {
  const parts: ReadPlace[] = [];
  for (const selector of selectors) {
    const part = partOf(readSelectors(selector));
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const [first, ...more] = parts;
  if (first === undefined) return fail(problem('annotation-place-unread', { given: '' }));
  const joined = more.length === 0 ? first.locator : joinPages(parts.map(({ locator }) => locator));
  if (joined === null) return fail(problem('annotation-places-several'));
  const locator = locatorSchema.safeParse(joined);
  if (!locator.success) return fail(problem('annotation-place-impossible'));
  return ok({ locator: locator.data, remarks: parts.flatMap(({ remarks }) => remarks) });
};

const partOf = (clues: Clues): Part => {
  const { media, page, quote, position, pagePosition } = clues;
  if (quote !== null && quote.exact.length > 10_000)
    return fail(problem('annotation-too-long', { limit: 10_000 }));
  if (page !== null) {
    const rects = clues.rects ?? (page.rect === null ? [] : [page.rect]);
    return read(clues, {
      kind: 'page',
      page: page.page,
      rects,
      quote: quote && trimmed(quote),
      position: pagePosition,
      continued: [],
    });
  }
  if (media !== null) return mediaPart(clues, media);
  if (quote !== null) {
    // Where nothing says where the words stand, they are looked for from the beginning.
    const unknown = { start: 0, end: codePointsBefore(quote.exact, quote.exact.length) };
    return read(clues, { kind: 'text', quote: trimmed(quote), position: position ?? unknown });
  }
  if (position !== null) return fail(problem('annotation-place-without-words'));
  return clues.ignored.length === 0
    ? read(clues, { kind: 'whole' })
    : fail(problem('annotation-place-unread', { given: namesOf(clues.ignored) }));
};

const mediaPart = (clues: Clues, { time, area }: NonNullable<Clues['media']>): Part => {
  const inPixels = area?.unit === 'pixel';
  const region =
    area === null || inPixels ? null : { x: area.x, y: area.y, width: area.width, height: area.height };
  if (time !== null) {
    const part = read(clues, { kind: 'time', ...time, region, quote: clues.quote && trimmed(clues.quote) });
    if (!inPixels || !part.ok) return part;
    return ok({ ...part.value, remarks: [...part.value.remarks, problem('annotation-area-in-pixels')] });
  }
  return region === null
    ? fail(problem('annotation-place-in-pixels'))
    : read(clues, { kind: 'region', region });
};

/** The place is known; what else was given for it and is not kept is told. */
const read = ({ ignored }: Clues, locator: Locator): Part => {
  const given = namesOf(ignored);
  return ok({ locator, remarks: given === '' ? [] : [problem('annotation-selectors-unread', { given })] });
};

/** Pages of one document, in the order given; null when something else is among them. */
const joinPages = (locators: readonly Locator[]): Locator | null => {
  const pages = locators.flatMap((locator) => (locator.kind === 'page' ? [locator] : []));
  const [first, ...more] = pages;
  if (first === undefined || pages.length < locators.length) return null;
  const continued: PagePart[] = more.map(({ page, rects, quote, position }) => ({
    page,
    rects,
    quote,
    position,
  }));
  return { ...first, continued };
};

const longestContext = 200;

const trimmed = (quote: TextQuote): TextQuote => {
  const { prefix, suffix } = quote;
  const from = wholeOffset(prefix, Math.max(0, prefix.length - longestContext), 1);
  const to = wholeOffset(suffix, Math.min(suffix.length, longestContext), -1);
  return { ...quote, prefix: prefix.slice(from), suffix: suffix.slice(0, to) };
};

const namesOf = (ignored: readonly string[]): string => [...new Set(ignored)].slice(0, 6).join(', ');
