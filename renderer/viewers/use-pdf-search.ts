import { useEffect, useRef, useState } from 'react';
import { type Found, findAll, searchPattern } from './pdf-fold.ts';
import { whenIdle } from './pdf-idle.ts';
import { ranks } from './pdf-queue.ts';
import type { PdfStage } from './pdf-stage.ts';

export type PdfMatch = Found & { readonly page: number };

/** What a search has come to. `matches` are in the file's order. */
export type SearchOutcome = {
  readonly matches: readonly PdfMatch[];
  readonly done: boolean;
  /** False once it is done and no page had any words. */
  readonly anyWords: boolean;
  /** There are more than are counted. */
  readonly cut: boolean;
};

const mostMatches = 5000;
/** Pages looked through between two reports without a match. */
const pagesPerReport = 25;
/** Milliseconds the typing must rest. */
const restOfTyping = 150;

const nothing: SearchOutcome = { matches: [], done: false, anyWords: true, cut: false };

/** All pages, beginning with the one being read. */
function* pagesFrom(start: number, pages: number): Generator<number> {
  for (let step = 0; step < pages; step += 1) yield ((start - 1 + step) % pages) + 1;
}

const byPlace = (a: PdfMatch, b: PdfMatch): number => a.page - b.page || a.from - b.from;

const search = async (
  stage: PdfStage,
  pattern: RegExp,
  signal: AbortSignal,
  tell: (outcome: SearchOutcome) => void,
): Promise<void> => {
  const { pdf, texts, inView } = stage;
  let matches: PdfMatch[] = [];
  let anyWords = false;
  let looked = 0;
  for (const page of pagesFrom(inView.first, pdf.numPages)) {
    // A page that cannot be read has no words.
    const words = await whenIdle(stage, ranks.asked, signal, () => texts.words(page).catch(() => ''));
    anyWords ||= words.trim() !== '';
    const here = findAll(words, pattern, mostMatches - matches.length);
    if (here.length > 0) matches = [...matches, ...here.map((found) => ({ ...found, page }))].sort(byPlace);
    looked += 1;
    if (matches.length >= mostMatches) return tell({ matches, done: true, anyWords, cut: true });
    if (here.length > 0 || looked % pagesPerReport === 0)
      tell({ matches, done: false, anyWords: true, cut: false });
  }
  tell({ matches, done: true, anyWords, cut: false });
};

const isSame = (a: PdfMatch | null, b: PdfMatch): boolean => a?.page === b.page && a.from === b.from;

/** The search in the words of a PDF: what is typed, what it found so far, and which match is looked at. */
export const usePdfSearch = (stage: PdfStage, onShow: (match: PdfMatch) => void) => {
  const [typed, setTyped] = useState('');
  const [outcome, setOutcome] = useState<SearchOutcome>(nothing);
  const [current, setCurrent] = useState<PdfMatch | null>(null);
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });

  useEffect(() => {
    setOutcome(nothing);
    setCurrent(null);
    const pattern = searchPattern(typed);
    if (pattern === null) return undefined;
    const abort = new AbortController();
    let shown = false;
    const tell = (next: SearchOutcome): void => {
      if (abort.signal.aborted) return;
      setOutcome(next);
      const first = next.matches.find(({ page }) => page >= stage.inView.first) ?? next.matches[0];
      if (shown || first === undefined) return;
      shown = true;
      setCurrent(first);
      show.current(first);
    };
    const begin = setTimeout(() => {
      search(stage, pattern, abort.signal, tell).catch((error: unknown) => {
        // Ended early by the next letter; anything else is a fault of ours.
        if (!abort.signal.aborted) throw error;
      });
    }, restOfTyping);
    return () => {
      clearTimeout(begin);
      abort.abort();
    };
  }, [stage, typed]);

  const { matches } = outcome;
  const at = current === null ? -1 : matches.findIndex((match) => isSame(current, match));
  const step = (direction: -1 | 1): void => {
    const next = matches[(at + direction + matches.length) % matches.length];
    if (next === undefined) return;
    setCurrent(next);
    show.current(next);
  };
  return { typed, setTyped, outcome, current, at, step };
};

export type PdfSearch = ReturnType<typeof usePdfSearch>;
