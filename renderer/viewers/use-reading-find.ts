import { type RefObject, useEffect, useMemo, useState } from 'react';
import { rangeOf, selectedOffsets } from './dom-text.ts';
import { findAll, type Match, matchFrom } from './reading-find.ts';
import { paint, type ReadingPage, scrollToRange } from './reading-page.ts';

const rangesOf = (page: ReadingPage, matches: readonly Match[]): Range[] =>
  matches.flatMap(({ from, to }) => rangeOf(page.content, from, to) ?? []);

/** The search in a reading frame: what is sought, all matches marked, one of them in view. */
export const useReadingFind = (page: ReadingPage | null, frame: RefObject<HTMLIFrameElement | null>) => {
  const [shown, setShown] = useState(false);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const matches = useMemo(
    () => (page === null || !shown ? [] : findAll(page.content.text, words)),
    [page, shown, words],
  );
  const current = matches[at];

  useEffect(() => {
    if (page !== null) paint(page, 'match', rangesOf(page, matches));
  }, [page, matches]);
  useEffect(() => {
    if (page === null) return;
    const ranges = current === undefined ? [] : rangesOf(page, [current]);
    paint(page, 'match-now', ranges);
    if (ranges[0] !== undefined) scrollToRange(page, ranges[0]);
  }, [page, current]);

  /** Selects the match, so that it can be cited or extended, and gives the keys back to the text. */
  const close = (): void => {
    setShown(false);
    frame.current?.focus();
    const range =
      page === null || current === undefined ? null : rangeOf(page.content, current.from, current.to);
    if (page === null || range === null) return;
    const selection = page.document.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
  };

  return {
    shown,
    words,
    matches,
    at,
    seek: (next: string): void => {
      setWords(next);
      if (page === null) return;
      const selected = selectedOffsets(page.content, page.document.body, page.document.getSelection());
      const from = current?.from ?? selected?.from ?? 0;
      setAt(Math.max(0, matchFrom(findAll(page.content.text, next), from, 1)));
    },
    step: (direction: -1 | 1): void => {
      if (!shown) setShown(true);
      else if (matches.length > 0) setAt((at + direction + matches.length) % matches.length);
    },
    open: (): void => setShown(true),
    close,
  };
};

export type ReadingFind = ReturnType<typeof useReadingFind>;
