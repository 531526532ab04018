import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Locator } from '../../shared/domain/locator.ts';
import { forwardKeys } from './forward-keys.ts';
import { pageOf, paint, type ReadingPage, rangeOfLocator, revealReading } from './reading-page.ts';
import { readingStyle } from './reading-style.ts';
import { onThemeChange } from './theme-change.ts';
import type { ViewerMark } from './viewer.ts';

type Reading = {
  /** Text size in CSS pixels. */
  readonly size: number;
  readonly marks: readonly ViewerMark[];
  readonly onActivity: () => void;
};

/** Keeps the page in a reading frame in step: its look, its marks, its keys, and a jump that came before it was there. */
export const useReadingPage = (frame: RefObject<HTMLIFrameElement | null>, reading: Reading) => {
  const { size, marks, onActivity } = reading;
  const [page, setPage] = useState<ReadingPage | null>(null);
  const wanted = useRef<Locator | null>(null);

  const onLoad = useCallback(() => {
    if (frame.current !== null) setPage(pageOf(frame.current));
  }, [frame]);

  useEffect(() => {
    if (page === null || frame.current === null) return undefined;
    const { document: inner } = page;
    inner.addEventListener('scroll', onActivity, { passive: true });
    const stop = forwardKeys(inner, frame.current);
    return () => {
      stop();
      inner.removeEventListener('scroll', onActivity);
    };
  }, [frame, page, onActivity]);

  // Size and theme are set in the open page, so that the place that is being read stays.
  useEffect(() => {
    const style = page?.document.querySelector('style') ?? null;
    if (style === null) return undefined;
    const dress = (): void => {
      style.textContent = readingStyle(size);
    };
    dress();
    return onThemeChange(dress);
  }, [page, size]);

  useEffect(() => {
    if (page === null) return;
    const ranges = marks.flatMap(({ locator }) => rangeOfLocator(page, locator) ?? []);
    paint(page, 'quote', ranges);
  }, [page, marks]);

  useEffect(() => {
    if (page === null || wanted.current === null) return;
    revealReading(page, wanted.current);
    wanted.current = null;
  }, [page]);

  const reveal = (locator: Locator): boolean => {
    wanted.current = page === null ? locator : null;
    return page === null || revealReading(page, locator);
  };

  return { page, onLoad, reveal };
};
