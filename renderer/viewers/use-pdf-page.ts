import type { PDFPageProxy } from 'pdfjs-dist';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { boxOf, type PageBox, type PageLook } from './pdf-geometry.ts';
import { buildLayer } from './pdf-layers.ts';
import { hasWords, type PageText } from './pdf-page-text.ts';
import { type Drawn, drawPage, releasePictures } from './pdf-picture.ts';
import { ranks } from './pdf-queue.ts';
import { distance, letGo, type PdfStage } from './pdf-stage.ts';

/** Milliseconds that a zoom must rest before a page that is drawn already is drawn anew. */
const restOfZoom = 120;

type PictureState = {
  /** It is drawn, at some scale. */
  readonly drawn: boolean;
  readonly failed: boolean;
  readonly retry: () => void;
};

type PicturePlace = {
  readonly stage: PdfStage;
  readonly page: number;
  readonly holder: RefObject<HTMLElement | null>;
  readonly onBox: (page: number, box: PageBox) => void;
  /** The page once it is known: its memory is given back when it goes. */
  readonly proxy: RefObject<PDFPageProxy | null>;
};

/** Gets a page and draws it; what goes wrong is the page's own. */
const draw = async (
  { stage, page, holder, onBox, proxy }: PicturePlace,
  look: PageLook,
  signal: AbortSignal,
): Promise<Drawn> => {
  try {
    proxy.current = await stage.pdf.getPage(page);
    if (signal.aborted || holder.current === null) return 'cancelled';
    onBox(page, boxOf(proxy.current));
    return await drawPage(proxy.current, holder.current, look, signal);
  } catch {
    // The page itself cannot be read; its place says so.
    return signal.aborted ? 'cancelled' : 'failed';
  }
};

/** Keeps the picture of a page in its holder while it is near, and lets go of its memory when it is not. */
export const usePdfPicture = (
  { stage, page, holder, onBox }: Omit<PicturePlace, 'proxy'>,
  { scale, turn }: PageLook,
  near: boolean,
): PictureState => {
  const [outcome, setOutcome] = useState<Drawn | null>(null);
  const [attempt, setAttempt] = useState(0);
  const has = useRef(false);
  const proxy = useRef<PDFPageProxy | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` draws the same page again.
  useEffect(() => {
    if (!near) return undefined;
    let gone = false;
    const rank = (): number => {
      const away = distance(stage, page);
      return away === 0 ? ranks.picture : ranks.near + Math.min(9, away);
    };
    const run = async (signal: AbortSignal): Promise<void> => {
      const next = await draw({ stage, page, holder, onBox, proxy }, { scale, turn }, signal);
      has.current ||= next === 'drawn';
      if (!gone && next !== 'cancelled') setOutcome(next);
    };
    let cancel = (): void => undefined;
    const begin = (): void => {
      cancel = stage.queue.add({ rank, run });
    };
    const timer = has.current ? setTimeout(begin, restOfZoom) : begin();
    return () => {
      gone = true;
      clearTimeout(timer ?? undefined);
      cancel();
    };
  }, [stage, page, holder, onBox, scale, turn, near, attempt]);

  useEffect(() => {
    if (!near) return undefined;
    const held = holder.current;
    return () => {
      has.current = false;
      setOutcome(null);
      releasePictures(held);
      if (proxy.current !== null) letGo(stage, proxy.current);
      proxy.current = null;
    };
  }, [stage, holder, near]);

  const retry = useCallback(() => {
    setOutcome(null);
    setAttempt((count) => count + 1);
  }, []);
  return { drawn: outcome === 'drawn', failed: outcome === 'failed', retry };
};

/**
 * Lays the words of a page over its picture, after the picture; null until then, and for a page whose words cannot be
 * read.
 */
export const usePdfWords = (
  stage: PdfStage,
  page: number,
  element: RefObject<HTMLElement | null>,
  endClass: string,
  onWords: (any: boolean) => void,
): PageText | null => {
  const [text, setText] = useState<PageText | null>(null);
  useEffect(() => {
    let gone = false;
    const run = async (): Promise<void> => {
      try {
        const next = await stage.texts.read(page);
        if (gone || element.current === null) return;
        const layer = await buildLayer(element.current, next, endClass);
        if (gone) return;
        stage.layers.set(page, layer);
        setText(next.text);
        onWords(hasWords(next.text));
      } catch {
        // Without words a page is still seen, and areas on it can be cited.
      }
    };
    const rank = (): number => {
      const away = distance(stage, page);
      return away === 0 ? ranks.words : ranks.near + Math.min(9.5, away + 0.5);
    };
    const cancel = stage.queue.add({ rank, run });
    return () => {
      gone = true;
      cancel();
      stage.layers.delete(page);
    };
  }, [stage, page, element, endClass, onWords]);
  return text;
};
