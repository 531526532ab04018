import type { Locator, PagePart, TextPosition, TextQuote } from '../domain/locator.ts';
import { assertNever } from '../lib/assert-never.ts';
import { mediaFragments, writeMediaFragment } from './media-fragment.ts';
import { type PageRect, pdfFragments, writePdfFragment } from './pdf-fragment.ts';
import type {
  FragmentSelector,
  Selector,
  SvgSelector,
  TextPositionSelector,
  TextQuoteSelector,
} from './selector.ts';
import { writeSvgRects } from './svg-rects.ts';

/**
 * A place as selectors: one list for each target, all selectors of a list selecting the same. A place that runs over
 * page breaks has a target for each page, in order; the whole artifact has one without selectors.
 */
export const selectorsOf = (locator: Locator): readonly (readonly Selector[])[] => {
  switch (locator.kind) {
    case 'whole':
      return [[]];
    case 'time':
      return [[timeSelector(locator)]];
    case 'region': {
      const value = writeMediaFragment({ time: null, area: { unit: 'percent', ...locator.region } });
      return [[{ type: 'FragmentSelector', conformsTo: mediaFragments, value }]];
    }
    case 'text':
      return [[quoteSelector(locator.quote), positionSelector(locator.position)]];
    case 'page':
      return [locator, ...locator.continued].map(pageSelectors);
    default:
      return assertNever(locator);
  }
};

const timeSelector = ({
  start,
  end,
  region,
  quote,
}: Extract<Locator, { kind: 'time' }>): FragmentSelector => {
  // The grammar has no range that ends where it begins or before: that is a point.
  const time = { start, end: end !== null && end > start ? end : null };
  const value = writeMediaFragment({ time, area: region === null ? null : { unit: 'percent', ...region } });
  const selector: FragmentSelector = { type: 'FragmentSelector', conformsTo: mediaFragments, value };
  return quote === null ? selector : { ...selector, refinedBy: quoteSelector(quote) };
};

/** The geometry on the page; the words; and their position, which counts within the page and so refines it. */
const pageSelectors = ({ page, rects, quote, position }: PagePart): Selector[] => [
  pdfSelector(page, boxAround(rects), rects.length > 1 ? svgSelector(rects) : null),
  ...(quote === null ? [] : [quoteSelector(quote)]),
  ...(position === null ? [] : [pdfSelector(page, null, positionSelector(position))]),
];

const pdfSelector = (
  page: number,
  rect: PageRect | null,
  refinedBy: SvgSelector | TextPositionSelector | null,
): FragmentSelector => {
  const value = writePdfFragment({ page, rect });
  const selector: FragmentSelector = { type: 'FragmentSelector', conformsTo: pdfFragments, value };
  return refinedBy === null ? selector : { ...selector, refinedBy };
};

const boxAround = (rects: readonly PageRect[]): PageRect | null => {
  const [only] = rects;
  if (only === undefined || rects.length === 1) return only ?? null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
};

const svgSelector = (rects: readonly PageRect[]): SvgSelector => ({
  type: 'SvgSelector',
  value: writeSvgRects(rects),
});

const quoteSelector = ({ exact, prefix, suffix }: TextQuote): TextQuoteSelector => ({
  type: 'TextQuoteSelector',
  exact,
  prefix,
  suffix,
});

const positionSelector = ({ start, end }: TextPosition): TextPositionSelector => ({
  type: 'TextPositionSelector',
  start,
  end,
});
