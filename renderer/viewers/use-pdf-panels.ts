import { type RefObject, useRef, useState } from 'react';
import { lineRects } from './pdf-line-rects.ts';
import type { PdfStage } from './pdf-stage.ts';
import type { PdfPages } from './use-pdf-pages.ts';
import { type PdfMatch, usePdfSearch } from './use-pdf-search.ts';
import type { PdfSelection } from './use-pdf-selection.ts';

/** The search bar and the thumbnails: what is open, and where the focus goes when they close. */
export const usePdfPanels = (
  stage: PdfStage,
  scroller: RefObject<HTMLElement | null>,
  pages: PdfPages,
  selection: PdfSelection,
) => {
  const [finding, setFinding] = useState(false);
  const [thumbnails, setThumbnails] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef<PdfMatch | null>(null);

  const show = async (match: PdfMatch): Promise<void> => {
    latest.current = match;
    const read = await stage.texts.read(match.page).catch(() => null);
    // The next match may be wanted by now.
    if (latest.current !== match || read === null) return;
    const [rect] = lineRects(read.text, match.from, match.to, stage.measure);
    if (rect === undefined) pages.goTo(match.page);
    else pages.goToRect(match.page, rect);
  };
  const search = usePdfSearch(stage, (match) => void show(match));

  const toStage = (): void => scroller.current?.focus({ preventScroll: true });

  return {
    finding,
    thumbnails,
    field,
    search,
    openFind: (): void => {
      setFinding(true);
      field.current?.focus();
      field.current?.select();
    },
    /** The match that was looked at stays selected, so that it can be cited. */
    closeFind: (): void => {
      setFinding(false);
      toStage();
      const { current } = search;
      if (current === null) return;
      const { page, from, to } = current;
      selection.select({ anchor: { page, offset: from }, focus: { page, offset: to } });
    },
    toggleThumbnails: (): void => {
      if (thumbnails) toStage();
      setThumbnails(!thumbnails);
    },
    closeThumbnails: (): void => {
      setThumbnails(false);
      toStage();
    },
  };
};

export type PdfPanels = ReturnType<typeof usePdfPanels>;
