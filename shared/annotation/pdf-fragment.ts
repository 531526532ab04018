import { decimal, numbersOf } from './decimal.ts';
import { fragmentParameters } from './fragment-parameters.ts';

/** Names the grammar of a FragmentSelector's value, as the Web Annotation Data Model lists it. */
export const pdfFragments = 'http://tools.ietf.org/rfc/rfc3778';

/** The names under which the grammar is known: RFC 3778, and RFC 8118 which took its place. */
export const isPdfGrammar = (conformsTo: string): boolean => /\brfc(?:3778|8118)\b/i.test(conformsTo);

/** A rectangle on a page in points, from the top left of the page as it stands unrotated. */
export type PageRect = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** `page` counts from 1. */
export type PdfFragment = { readonly page: number; readonly rect: PageRect | null };

/**
 * Reads `page=` with `viewrect=` (left, top, width, height) or `highlight=` (left, right, top, bottom), in any order;
 * the other parameters of RFC 8118 (zoom, view, search, comment …) say nothing of a place. Null without a page.
 */
export const parsePdfFragment = (fragment: string): PdfFragment | null => {
  let page: number | null = null;
  let view: PageRect | null = null;
  let highlight: PageRect | null = null;
  for (const [name, value] of fragmentParameters(fragment)) {
    if (name === 'page') page = /^[1-9]\d{0,15}$/.test(value) ? Number(value) : page;
    if (name === 'viewrect') view = viewRect(value) ?? view;
    if (name === 'highlight') highlight = highlightRect(value) ?? highlight;
  }
  return page === null ? null : { page, rect: view ?? highlight };
};

/** Writes what `parsePdfFragment` reads. */
export const writePdfFragment = ({ page, rect }: PdfFragment): string =>
  rect === null
    ? `page=${page}`
    : `page=${page}&viewrect=${[rect.x, rect.y, rect.width, rect.height].map(decimal).join(',')}`;

const viewRect = (value: string): PageRect | null => {
  const [x, y, width, height] = numbersOf(value, 4) ?? [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  return width < 0 || height < 0 ? null : { x, y, width, height };
};

const highlightRect = (value: string): PageRect | null => {
  const [left, right, top, bottom] = numbersOf(value, 4) ?? [];
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return null;
  return right < left || bottom < top ? null : { x: left, y: top, width: right - left, height: bottom - top };
};
