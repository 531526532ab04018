import {
  fromShown,
  type PageBox,
  type PageLook,
  type PagePoint,
  pageSize,
  shownSize,
  toShown,
} from './pdf-geometry.ts';

/** CSS pixels around and between pages. */
export const pageGap = 16;

/** Browsers lay nothing out beyond about 33 million pixels; a long file is not zoomed further than this. */
const tallest = 30_000_000;

/** What the pages' places depend on. `boxOf` counts pages from 1. */
export type PagesLook = {
  readonly pages: number;
  readonly boxOf: (page: number) => PageBox;
  /** CSS pixels per point. */
  readonly scale: number;
  /** The reviewer's rotation, clockwise, besides each page's own. */
  readonly rotation: number;
  /** CSS pixels of the stage. */
  readonly stageWidth: number;
};

/** Where every page lies in the long sheet that is scrolled, in CSS pixels. Index 0 is page 1. */
export type PagesLayout = PagesLook & {
  readonly tops: Float64Array;
  readonly height: number;
  readonly width: number;
};

/** A place on a page, told apart from zoom and rotation. */
export type Spot = PagePoint & { readonly page: number };

export const lookOf = (
  { scale, rotation }: Pick<PagesLook, 'scale' | 'rotation'>,
  box: PageBox,
): PageLook => ({
  scale,
  turn: (box.rotate + rotation) % 360,
});

/** The largest scale at which all pages can be laid out one below the other. */
export const largestScale = (pages: number, box: PageBox): number => {
  const { width, height } = pageSize(box);
  return tallest / (pages * Math.max(width, height, 1));
};

export const layoutPages = (look: PagesLook): PagesLayout => {
  const tops = new Float64Array(look.pages + 1);
  let top = pageGap;
  let widest = 0;
  for (let page = 1; page <= look.pages; page += 1) {
    const box = look.boxOf(page);
    const { width, height } = shownSize(box, lookOf(look, box));
    tops[page - 1] = top;
    top += height + pageGap;
    widest = Math.max(widest, width);
  }
  tops[look.pages] = top;
  return { ...look, tops, height: top, width: Math.max(look.stageWidth, widest + 2 * pageGap) };
};

export const topOf = ({ tops }: PagesLayout, page: number): number => tops[page - 1] ?? 0;

/** The page at a height of the sheet; the gap below a page belongs to it. */
export const pageAt = ({ tops, pages }: PagesLayout, y: number): number => {
  let [low, high] = [1, pages];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle - 1] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The page's left edge: pages stand in the middle. */
export const leftOf = (layout: PagesLayout, page: number): number => {
  const box = layout.boxOf(page);
  return (layout.width - shownSize(box, lookOf(layout, box)).width) / 2;
};

/** The place on a page that lies at a point of the sheet. */
export const spotAt = (layout: PagesLayout, x: number, y: number): Spot => {
  const page = pageAt(layout, y);
  const box = layout.boxOf(page);
  const shown = { x: x - leftOf(layout, page), y: y - topOf(layout, page) };
  return { page, ...fromShown(box, lookOf(layout, box), shown) };
};

/** The point of the sheet where a place of a page lies. */
export const pointOf = (layout: PagesLayout, { page, ...point }: Spot): PagePoint => {
  const box = layout.boxOf(page);
  const shown = toShown(box, lookOf(layout, box), point);
  return { x: leftOf(layout, page) + shown.x, y: topOf(layout, page) + shown.y };
};
