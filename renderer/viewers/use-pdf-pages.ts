import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { PageSize } from './use-pdf.ts';
import { useSize } from './use-size.ts';
import { turned, type Zoom, zoomScale } from './zoom.ts';

/** CSS pixels per point at 100 %. */
const pixelsPerPoint = 96 / 72;
/** Pixels around and between pages. */
const margin = 16;

type Layout = {
  readonly pages: number;
  readonly firstSize: PageSize;
  readonly zoom: Zoom;
  readonly rotation: number;
};

/** Sizes of the pages seen so far; the others are taken to be like the first. */
const usePageSizes = (firstSize: PageSize) => {
  const [sizes, setSizes] = useState<ReadonlyMap<number, PageSize>>(new Map());
  const onSize = useCallback(
    (number: number, size: PageSize) => {
      setSizes((known) => {
        const before = known.get(number) ?? firstSize;
        const same = before.width === size.width && before.height === size.height;
        return same ? known : new Map(known).set(number, size);
      });
    },
    [firstSize],
  );
  return { sizes, onSize, sizeOf: (number: number): PageSize => sizes.get(number) ?? firstSize };
};

/** The pages of a PDF as a list of which only those in view are drawn, and the page being read. */
export const usePdfPages = (scroller: RefObject<HTMLElement | null>, layout: Layout) => {
  const { pages, firstSize, zoom, rotation } = layout;
  const stage = useSize(scroller);
  const { sizes, onSize, sizeOf } = usePageSizes(firstSize);
  const [page, setPage] = useState(1);
  const reading = useRef(1);

  const natural = turned(firstSize, rotation);
  const inPixels = { width: natural.width * pixelsPerPoint, height: natural.height * pixelsPerPoint };
  const share = zoomScale(zoom, inPixels, {
    width: stage.width - 2 * margin,
    height: stage.height - 2 * margin,
  });
  const scale = Math.round(share * pixelsPerPoint * 1000) / 1000;

  const list = useVirtualizer({
    count: pages,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => turned(sizeOf(index + 1), rotation).height * scale + margin,
    overscan: 1,
    paddingStart: margin,
    scrollPaddingStart: margin,
  });

  // The page that was read stays in view when the zoom, the turn or the stage changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the layout of the pages changes, not for the list's own identity.
  useEffect(() => {
    list.measure();
    list.scrollToIndex(reading.current - 1, { align: 'start' });
  }, [scale, rotation, sizes]);

  const goTo = (number: number): void => {
    const target = Math.min(pages, Math.max(1, number));
    reading.current = target;
    setPage(target);
    list.scrollToIndex(target - 1, { align: 'start' });
  };

  const onScroll = (): void => {
    const line = (scroller.current?.scrollTop ?? 0) + stage.height / 3;
    const current = list.getVirtualItems().find(({ end }) => end >= line);
    if (current === undefined) return;
    reading.current = current.index + 1;
    setPage(current.index + 1);
  };

  const shown = stage.width > 0 ? list.getVirtualItems() : [];
  return { page, share, scale, shown, height: list.getTotalSize(), sizeOf, onSize, goTo, onScroll };
};
