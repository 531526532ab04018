import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type PageBox, type PagePoint, type PageRect, rectToShown, shownSize } from './pdf-geometry.ts';
import {
  largestScale,
  layoutPages,
  leftOf,
  lookOf,
  type PagesLayout,
  pageAt,
  pageGap,
  pointOf,
  spotAt,
  topOf,
} from './pdf-layout.ts';
import type { PdfStage } from './pdf-stage.ts';
import { useFastScroll } from './use-pdf-fast-scroll.ts';
import { useSize } from './use-size.ts';
import { type Size, type Zoom, zoomScale } from './zoom.ts';

/** CSS pixels per point at 100 %. */
const pixelsPerPoint = 96 / 72;

/**
 * What stays where it is when the layout changes: a point of the sheet. It stands at a share of the stage's width, `x`,
 * and at `y` CSS pixels of its height.
 */
type Hold = {
  readonly page: number;
  readonly at: (layout: PagesLayout) => PagePoint;
  readonly x: number;
  readonly y: number;
};

type Look = { readonly zoom: Zoom; readonly rotation: number; readonly fitTo: number };

const sameBox = (a: PageBox, b: PageBox): boolean =>
  a.rotate === b.rotate && a.userUnit === b.userUnit && a.view.every((side, at) => side === b.view[at]);

/** How the pages seen so far lie; the others are taken to be like the first. */
const usePageBoxes = (firstBox: PageBox) => {
  const [boxes, setBoxes] = useState<ReadonlyMap<number, PageBox>>(new Map());
  const onBox = useCallback(
    (page: number, box: PageBox) =>
      setBoxes((known) =>
        sameBox(known.get(page) ?? firstBox, box) ? known : new Map(known).set(page, box),
      ),
    [firstBox],
  );
  const boxOf = useCallback((page: number): PageBox => boxes.get(page) ?? firstBox, [boxes, firstBox]);
  return { boxOf, onBox };
};

const shareOf = ({ zoom, rotation, fitTo }: Look, boxOf: (page: number) => PageBox, stage: Size): number => {
  const box = boxOf(fitTo);
  const natural = shownSize(box, lookOf({ scale: pixelsPerPoint, rotation }, box));
  return zoomScale(zoom, natural, {
    width: stage.width - 2 * pageGap,
    height: stage.height - 2 * pageGap,
  });
};

const useLayout = (stage: PdfStage, firstBox: PageBox, look: Look, size: Size) => {
  const { boxOf, onBox } = usePageBoxes(firstBox);
  const pages = stage.pdf.numPages;
  const wanted = shareOf(look, boxOf, size) * pixelsPerPoint;
  const scale = Math.round(Math.min(wanted, largestScale(pages, firstBox)) * 1000) / 1000;
  const layout = useMemo(
    () => layoutPages({ pages, boxOf, scale, rotation: look.rotation, stageWidth: size.width }),
    [pages, boxOf, scale, look.rotation, size.width],
  );
  return { layout, onBox, share: scale / pixelsPerPoint };
};

/** What stays in its place on the stage: the line at a third of it; at the very top, the top. */
const readingHold = (layout: PagesLayout, element: HTMLElement): Hold =>
  pointHold(layout, element, element.clientWidth / 2, Math.min(element.clientHeight / 3, element.scrollTop));

const topOfSheet: Hold = { page: 1, at: ({ width }) => ({ x: width / 2, y: 0 }), x: 1 / 2, y: 0 };

const pointHold = (layout: PagesLayout, element: HTMLElement, x: number, y: number): Hold => {
  const spot = spotAt(layout, element.scrollLeft + x, element.scrollTop + y);
  return { page: spot.page, at: (next) => pointOf(next, spot), x: x / element.clientWidth, y };
};

/** The point of the sheet where the top left corner of a rectangle is seen. */
const cornerOf = (layout: PagesLayout, page: number, rect: PageRect): PagePoint => {
  const box = layout.boxOf(page);
  const shown = rectToShown(box, lookOf(layout, box), rect);
  return { x: leftOf(layout, page) + shown.x, y: topOf(layout, page) + shown.y };
};

type View = { readonly first: number; readonly last: number; readonly page: number };

/**
 * Keeps the place that is being read where it is while zoom, rotation, stage or page sizes change, and knows which
 * pages are in view.
 */
const useReading = (
  scroller: RefObject<HTMLElement | null>,
  stage: PdfStage,
  layout: PagesLayout,
  size: Size,
) => {
  const [view, setView] = useState<View>({ first: 1, last: 1, page: 1 });
  const hold = useRef(topOfSheet);
  const top = useRef({ page: 1, set: -1 });
  const hurried = useFastScroll(stage.queue, scroller);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const first = pageAt(layout, element.scrollTop);
    const last = pageAt(layout, element.scrollTop + element.clientHeight);
    stage.inView.first = first;
    stage.inView.last = last;
    const { page } = top.current;
    setView((known) =>
      known.first === first && known.last === last && known.page === page ? known : { first, last, page },
    );
  }, [layout, scroller, stage]);

  const apply = useCallback(() => {
    const element = scroller.current;
    if (element === null || element.clientWidth === 0) return;
    const { at, x, y } = hold.current;
    const point = at(layout);
    element.scrollTo({ left: point.x - x * element.clientWidth, top: point.y - y, behavior: 'instant' });
    top.current.set = element.scrollTop;
    look();
  }, [layout, look, scroller]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a stage of another height shows other pages.
  useLayoutEffect(apply, [apply, size.height]);

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    // Our own scrolling keeps the page that was asked for, even where the sheet ends before it reaches the top.
    if (Math.abs(element.scrollTop - top.current.set) >= 1) {
      hurried(element.scrollTop);
      top.current.set = -1;
      hold.current = readingHold(layout, element);
      top.current.page = hold.current.page;
    }
    look();
  };

  /** Puts a place of a page at a point of the stage. */
  const put = (next: Hold): void => {
    hold.current = next;
    top.current.page = next.page;
    apply();
  };
  return { view, onScroll, put, hold };
};

/** The pages of a PDF as one long sheet of which only what is in view is drawn, and the ways to move over it. */
export const usePdfPages = (scroller: RefObject<HTMLElement | null>, stage: PdfStage, firstBox: PageBox) => {
  const [look, setLook] = useState<Look>({ zoom: 'width', rotation: 0, fitTo: 1 });
  const size = useSize(scroller);
  const { layout, onBox, share } = useLayout(stage, firstBox, look, size);
  const { view, onScroll, put, hold } = useReading(scroller, stage, layout, size);

  const goTo = (wanted: number): void => {
    const page = Math.min(layout.pages, Math.max(1, wanted));
    const across = ((scroller.current?.scrollLeft ?? 0) + size.width / 2) / layout.width;
    const at = (next: PagesLayout): PagePoint => ({ x: next.width * across, y: topOf(next, page) });
    put({ page, at, x: 1 / 2, y: pageGap });
  };

  /** Puts a rectangle at a share of the stage's height, and into view sideways. */
  const goToRect = (page: number, rect: PageRect, at = 1 / 3): void => {
    const box = layout.boxOf(page);
    const { width } = rectToShown(box, lookOf(layout, box), rect);
    const left = cornerOf(layout, page, rect).x - (scroller.current?.scrollLeft ?? 0);
    const inView = left >= pageGap && left + width <= size.width - pageGap;
    const x = inView ? left : Math.max(pageGap, (size.width - width) / 2);
    put({ page, at: (next) => cornerOf(next, page, rect), x: x / size.width, y: size.height * at });
  };

  /** Zooms with a point of the stage staying where it is; without one, the place being read does. */
  const zoomTo = (zoom: Zoom, point?: { readonly x: number; readonly y: number }): void => {
    const element = scroller.current;
    if (element !== null) {
      hold.current =
        point === undefined ? readingHold(layout, element) : pointHold(layout, element, point.x, point.y);
    }
    setLook((known) => ({ ...known, zoom, fitTo: view.page }));
  };

  const turn = (): void => setLook((known) => ({ ...known, rotation: (known.rotation + 90) % 360 }));

  useEffect(() => () => stage.queue.clear(), [stage]);
  return {
    layout,
    share,
    zoom: look.zoom,
    rotation: look.rotation,
    ready: size.width > 0,
    ...view,
    onBox,
    onScroll,
    goTo,
    goToRect,
    zoomTo,
    turn,
  };
};

export type PdfPages = ReturnType<typeof usePdfPages>;
