import type { z } from 'zod';
import type { pageRectSchema } from '../../shared/domain/locator.ts';
import type { Size } from './zoom.ts';

/** Points (1/72 inch) from the top left of the unrotated crop box, y downwards: what is stored. */
export type PageRect = z.infer<typeof pageRectSchema>;
export type PagePoint = { readonly x: number; readonly y: number };

/** How a page lies in its file. */
export type PageBox = {
  /** The crop box in user space: left, bottom, right, top. Its origin need not be zero. */
  readonly view: readonly [number, number, number, number];
  /** Points that one unit of user space is. */
  readonly userUnit: number;
  /** The page's own rotation, clockwise: 0, 90, 180 or 270. */
  readonly rotate: number;
};

/** What a page is taken to be until it is known, or when it cannot be. */
export const letterBox: PageBox = { view: [0, 0, 612, 792], userUnit: 1, rotate: 0 };

/** How a page is looked at: CSS pixels per point, and the rotation clockwise, its own and the reviewer's together. */
export type PageLook = { readonly scale: number; readonly turn: number };

/** What pdf.js tells of a page, as a box. */
export const boxOf = (page: { view: number[]; userUnit: number; rotate: number }): PageBox => {
  const [left = 0, bottom = 0, right = 612, top = 792] = page.view;
  const userUnit = page.userUnit > 0 ? page.userUnit : 1;
  return { view: [left, bottom, right, top], userUnit, rotate: quarterTurn(page.rotate) };
};

export const quarterTurn = (degrees: number): number => (((Math.round(degrees / 90) * 90) % 360) + 360) % 360;

/** The page's size in points before any rotation. */
export const pageSize = ({ view, userUnit }: PageBox): Size => ({
  width: (view[2] - view[0]) * userUnit,
  height: (view[3] - view[1]) * userUnit,
});

/** The page's size in CSS pixels as it is looked at. */
export const shownSize = (box: PageBox, { scale, turn }: PageLook): Size => {
  const { width, height } = pageSize(box);
  return turn % 180 === 0
    ? { width: width * scale, height: height * scale }
    : { width: height * scale, height: width * scale };
};

/** User space, as pdf.js tells positions, to page space. */
export const fromUserSpace = ({ view, userUnit }: PageBox, x: number, y: number): PagePoint => ({
  x: (x - view[0]) * userUnit,
  y: (view[3] - y) * userUnit,
});

/** Page space to CSS pixels from the top left of the page as it is shown. */
export const toShown = (box: PageBox, { scale, turn }: PageLook, { x, y }: PagePoint): PagePoint => {
  const { width, height } = pageSize(box);
  switch (turn) {
    case 90:
      return { x: (height - y) * scale, y: x * scale };
    case 180:
      return { x: (width - x) * scale, y: (height - y) * scale };
    case 270:
      return { x: y * scale, y: (width - x) * scale };
    default:
      return { x: x * scale, y: y * scale };
  }
};

/** The way back from {@link toShown}. */
export const fromShown = (box: PageBox, { scale, turn }: PageLook, { x, y }: PagePoint): PagePoint => {
  const { width, height } = pageSize(box);
  switch (turn) {
    case 90:
      return { x: y / scale, y: height - x / scale };
    case 180:
      return { x: width - x / scale, y: height - y / scale };
    case 270:
      return { x: width - y / scale, y: x / scale };
    default:
      return { x: x / scale, y: y / scale };
  }
};

/** The rectangle between two opposite corners. */
export const rectBetween = (a: PagePoint, b: PagePoint): PageRect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

const farCorner = ({ x, y, width, height }: PageRect): PagePoint => ({ x: x + width, y: y + height });

export const rectToShown = (box: PageBox, look: PageLook, rect: PageRect): PageRect =>
  rectBetween(toShown(box, look, rect), toShown(box, look, farCorner(rect)));

export const rectFromShown = (box: PageBox, look: PageLook, rect: PageRect): PageRect =>
  rectBetween(fromShown(box, look, rect), fromShown(box, look, farCorner(rect)));

/** The smallest rectangle around all of them; null for none. */
export const rectAround = (rects: readonly PageRect[]): PageRect | null => {
  const [first, ...rest] = rects;
  if (first === undefined) return null;
  return rest.reduce<PageRect>((all, rect) => {
    const x = Math.min(all.x, rect.x);
    const y = Math.min(all.y, rect.y);
    const far = {
      x: Math.max(all.x + all.width, rect.x + rect.width),
      y: Math.max(all.y + all.height, rect.y + rect.height),
    };
    return { x, y, width: far.x - x, height: far.y - y };
  }, first);
};

/** The area that two rectangles share, in square points. */
export const sharedArea = (a: PageRect, b: PageRect): number => {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
};

const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Kept to a hundredth of a point: finer than anything that can be seen, and short in a file. */
export const storedRect = ({ x, y, width, height }: PageRect): PageRect => ({
  x: hundredth(x),
  y: hundredth(y),
  width: hundredth(width),
  height: hundredth(height),
});

/** A rectangle moved, and where needed cut, so that it lies on the page. */
export const rectOnPage = (box: PageBox, rect: PageRect): PageRect => {
  const page = pageSize(box);
  const width = Math.min(rect.width, page.width);
  const height = Math.min(rect.height, page.height);
  return {
    x: Math.min(Math.max(0, rect.x), page.width - width),
    y: Math.min(Math.max(0, rect.y), page.height - height),
    width,
    height,
  };
};
