import { type PointerEvent, type RefObject, useCallback, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import {
  fromShown,
  type PagePoint,
  type PageRect,
  rectBetween,
  rectFromShown,
  rectOnPage,
  shownSize,
} from './pdf-geometry.ts';
import { leftOf, lookOf, type PagesLayout, topOf } from './pdf-layout.ts';
import { smallestArea } from './pdf-rect-moves.ts';
import type { PdfPages } from './use-pdf-pages.ts';

/** An area that is marked, or being marked, and not cited yet. */
export type AreaDraft = { readonly page: number; readonly rect: PageRect };

/** CSS pixels of the area that keyboards begin with. */
const firstSize = { width: 180, height: 90 };

/** An area in the middle of what is seen of a page. */
const areaInView = ({ layout, page }: PdfPages, scroller: HTMLElement): AreaDraft => {
  const box = layout.boxOf(page);
  const look = lookOf(layout, box);
  const size = shownSize(box, look);
  const left = scroller.scrollLeft - leftOf(layout, page);
  const top = scroller.scrollTop - topOf(layout, page);
  const middle = (from: number, length: number, whole: number): number =>
    (Math.max(0, from) + Math.min(whole, from + length)) / 2;
  const shown = {
    x: middle(left, scroller.clientWidth, size.width) - firstSize.width / 2,
    y: middle(top, scroller.clientHeight, size.height) - firstSize.height / 2,
    ...firstSize,
  };
  return { page, rect: rectOnPage(box, rectFromShown(box, look, shown)) };
};

/** The point of a page under the pointer, held to the page. */
const pointUnder = (
  layout: PagesLayout,
  page: number,
  element: HTMLElement,
  event: PointerEvent,
): PagePoint => {
  const box = layout.boxOf(page);
  const look = lookOf(layout, box);
  const { left, top } = element.getBoundingClientRect();
  const size = shownSize(box, look);
  return fromShown(box, look, {
    x: Math.min(size.width, Math.max(0, event.clientX - left)),
    y: Math.min(size.height, Math.max(0, event.clientY - top)),
  });
};

type Drag = { readonly page: number; readonly element: HTMLElement; readonly from: PagePoint };

/** Marking an area: by dragging over a page, or with the arrow keys, which move an area that is there from the start. */
export const usePdfArea = (scroller: RefObject<HTMLElement | null>, pages: PdfPages, onStart: () => void) => {
  const m = useMessages();
  const announce = useAnnounce();
  const [draft, setDraft] = useState<AreaDraft | null>(null);
  const [marking, setMarking] = useState(false);
  const drag = useRef<Drag | null>(null);

  const clear = useCallback(() => {
    setDraft(null);
    setMarking(false);
  }, []);

  const leave = (): void => {
    clear();
    announce(m.viewerPdf.areaLeft);
    scroller.current?.focus({ preventScroll: true });
  };

  const keep = (): void => {
    setMarking(false);
    if (draft !== null) announce(m.viewerPdf.areaKept(draft.page));
    scroller.current?.focus({ preventScroll: true });
  };

  const start = (): void => {
    if (marking) {
      leave();
      return;
    }
    if (scroller.current === null) return;
    onStart();
    setMarking(true);
    setDraft(areaInView(pages, scroller.current));
    announce(m.viewerPdf.markAreaStarted(pages.page));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (!marking || event.button !== 0 || !(event.target instanceof HTMLElement)) return;
    const element = event.target.closest<HTMLElement>('[data-page]');
    if (element === null || event.target.closest('button') !== null) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const page = Number(element.dataset.page);
    const from = pointUnder(pages.layout, page, element, event);
    drag.current = { page, element, from };
  };

  const onPointerMove = (event: PointerEvent): void => {
    const begun = drag.current;
    if (begun === null) return;
    const to = pointUnder(pages.layout, begun.page, begun.element, event);
    setDraft({ page: begun.page, rect: rectBetween(begun.from, to) });
  };

  const onPointerUp = (): void => {
    if (drag.current === null) return;
    drag.current = null;
    // A click without a drag leaves the area that is there, to be moved.
    if (draft !== null && draft.rect.width >= smallestArea && draft.rect.height >= smallestArea) keep();
  };

  return {
    draft,
    marking,
    start,
    keep,
    leave,
    clear,
    change: (rect: PageRect): void => setDraft((known) => (known === null ? null : { ...known, rect })),
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  };
};

export type PdfArea = ReturnType<typeof usePdfArea>;
