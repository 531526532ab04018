import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Locator } from '../../shared/domain/locator.ts';
import { forwardKeys } from './forward-keys.ts';
import { hideCaret, moveCursor } from './reading-cursor.ts';
import { drawMargin } from './reading-margin.ts';
import {
  anchorStates,
  marksAt,
  type PlacedMark,
  pageOf,
  paint,
  paintMarks,
  placeMarks,
  type ReadingPage,
  revealReading,
} from './reading-page.ts';
import { readingStyle } from './reading-style.ts';
import { onThemeChange } from './theme-change.ts';
import { useLatestCall } from './use-latest-call.ts';
import type { ViewerMark, ViewerProps } from './viewer.ts';

type Reading = Pick<ViewerProps, 'onActivity' | 'onPick' | 'onAnchors'> & {
  /** Text size in CSS pixels. */
  readonly size: number;
  readonly marks: readonly ViewerMark[];
};

type Listener<Kind extends keyof DocumentEventMap> = (event: DocumentEventMap[Kind]) => void;

const listen = <Kind extends keyof DocumentEventMap>(
  inner: Document,
  kind: Kind,
  listener: Listener<Kind>,
): (() => void) => {
  inner.addEventListener(kind, listener);
  return () => inner.removeEventListener(kind, listener);
};

/** A link within the text, for example to a footnote. The frame itself would load the page around it instead. */
const followLink = ({ document: inner }: ReadingPage, event: MouseEvent): boolean => {
  const link = (event.target as Element).closest('a[href]');
  if (link === null) return false;
  event.preventDefault();
  const target = inner.getElementById((link.getAttribute('href') ?? '').slice(1));
  target?.scrollIntoView({ block: 'center' });
  return true;
};

/** Hears keys, clicks and scrolling in the frame. */
const useFrameEvents = (
  page: ReadingPage | null,
  frame: RefObject<HTMLIFrameElement | null>,
  placed: RefObject<readonly PlacedMark[]>,
  { onPick, onActivity }: Pick<Reading, 'onPick' | 'onActivity'>,
): void => {
  useEffect(() => {
    if (page === null || frame.current === null) return undefined;
    const { document: inner } = page;
    const marksUnder = ({ clientX: x, clientY: y }: MouseEvent) => marksAt(page, placed.current, { x, y });
    const stops = [
      listen(inner, 'scroll', onActivity),
      listen(inner, 'pointerdown', () => hideCaret(page)),
      listen(inner, 'keydown', (event) => {
        if (moveCursor(page, event)) event.preventDefault();
      }),
      listen(inner, 'mousemove', (event) => {
        inner.body.toggleAttribute('data-over-mark', marksUnder(event).length > 0);
      }),
      listen(inner, 'click', (event) => {
        if (followLink(page, event)) return;
        // A click that ends a selection is not one on a mark.
        if (inner.getSelection()?.isCollapsed === false) return;
        const mark = marksUnder(event)[0]?.mark;
        if (mark !== undefined) onPick(mark.id);
      }),
      forwardKeys(inner, frame.current),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [frame, page, placed, onPick, onActivity]);
};

/** Size and theme are set in the open page, so that the place that is being read stays. */
const useReadingLook = (page: ReadingPage | null, size: number): void => {
  useEffect(() => {
    const style = page?.document.querySelector('style') ?? null;
    if (style === null) return undefined;
    const dress = (): void => {
      style.textContent = readingStyle(size);
    };
    dress();
    return onThemeChange(dress);
  }, [page, size]);
};

/** Paints the marks, and writes their letters into the margin again whenever the lines have moved. */
const useReadingMarks = (
  page: ReadingPage | null,
  placed: readonly PlacedMark[],
  onPick: (markId: string) => void,
): void => {
  useEffect(() => {
    if (page !== null) paintMarks(page, placed);
  }, [page, placed]);
  useEffect(() => {
    if (page === null) return undefined;
    const draw = (): void => drawMargin(page, placed, onPick);
    // Called for the first time when it begins to observe.
    const observer = new ResizeObserver(draw);
    observer.observe(page.document.body);
    return () => observer.disconnect();
  }, [page, placed, onPick]);
};

/** Keeps the page in a reading frame in step: its look, its marks, its keys, and a jump that came before it was there. */
export const useReadingPage = (frame: RefObject<HTMLIFrameElement | null>, reading: Reading) => {
  const { size, marks } = reading;
  const [page, setPage] = useState<ReadingPage | null>(null);
  const wanted = useRef<Locator | null>(null);
  const onPick = useLatestCall(reading.onPick);
  const onActivity = useLatestCall(reading.onActivity);
  const onAnchors = useLatestCall(reading.onAnchors);
  const placed = useMemo(() => (page === null ? [] : placeMarks(page, marks)), [page, marks]);
  const latestPlaced = useRef<readonly PlacedMark[]>(placed);
  useEffect(() => {
    latestPlaced.current = placed;
  });

  const onLoad = useCallback(() => {
    if (frame.current !== null) setPage(pageOf(frame.current));
  }, [frame]);

  useFrameEvents(page, frame, latestPlaced, { onPick, onActivity });
  useReadingLook(page, size);
  useReadingMarks(page, placed, onPick);
  useEffect(() => {
    if (page !== null) onAnchors(anchorStates(page, marks));
  }, [page, marks, onAnchors]);

  useEffect(() => {
    if (page === null || wanted.current === null) return;
    revealReading(page, wanted.current);
    wanted.current = null;
  }, [page]);

  const reveal = (locator: Locator): boolean => {
    wanted.current = page === null ? locator : null;
    return page === null || revealReading(page, locator);
  };

  /** Forgets the selected words, the cursor and the underlined place. */
  const clear = (): void => {
    if (page === null) return;
    page.document.getSelection()?.removeAllRanges();
    hideCaret(page);
    paint(page, 'found', []);
  };

  return { page, onLoad, reveal, clear };
};
