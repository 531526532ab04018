import { type PDFDocumentProxy, type PDFPageProxy, RenderingCancelledException, TextLayer } from 'pdfjs-dist';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { rangeOf, readDomText } from './dom-text.ts';
import styles from './pdf-page.module.css';
import { findQuote } from './text-quote.ts';
import { toneStyle } from './tone.ts';
import type { PageSize } from './use-pdf.ts';
import type { ViewerMark } from './viewer.ts';

type PdfPageProps = {
  readonly pdf: PDFDocumentProxy;
  readonly number: number;
  /** CSS pixels per point. */
  readonly scale: number;
  /** Quarter turns added by the reviewer, in degrees. */
  readonly rotation: number;
  readonly size: PageSize;
  readonly marks: readonly ViewerMark[];
  readonly onSize: (number: number, size: PageSize) => void;
  readonly onPick: (markId: string) => void;
};

/** Pixels of one page's canvas; beyond, it is drawn coarser rather than not at all. */
const canvasLimit = 16_000_000;

type Drawing = { readonly done: Promise<void>; readonly cancel: () => void };

const drawPage = (
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  text: HTMLElement,
  scale: number,
  rotation: number,
): Drawing => {
  const viewport = page.getViewport({ scale, rotation: page.rotate + rotation });
  const density = Math.min(
    window.devicePixelRatio,
    Math.sqrt(canvasLimit / (viewport.width * viewport.height)),
  );
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const painting = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  text.replaceChildren();
  const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport });
  return {
    done: Promise.all([painting.promise, layer.render()]).then(() => undefined),
    cancel: () => {
      painting.cancel();
      layer.cancel();
    },
  };
};

const isCancelled = (error: unknown): boolean =>
  error instanceof RenderingCancelledException || (error instanceof Error && error.name === 'AbortException');

/** Marks the quoted words of this page in the text over the picture. */
const quotedRanges = (text: HTMLElement, marks: readonly ViewerMark[]): Range[] => {
  const content = readDomText(text);
  return marks.flatMap(({ locator }) => {
    if (locator.kind !== 'page' || locator.quote === null) return [];
    const found = findQuote(content.text, locator.quote, locator.position);
    const range = found === null ? null : rangeOf(content, found.from, found.to);
    return range === null ? [] : [range];
  });
};

const highlightName = 'pdf-quote';

const paintRanges = (ranges: readonly Range[]): (() => void) => {
  const highlight = CSS.highlights.get(highlightName) ?? new Highlight();
  CSS.highlights.set(highlightName, highlight);
  for (const range of ranges) highlight.add(range);
  return () => {
    for (const range of ranges) highlight.delete(range);
  };
};

export const PdfPage = ({ pdf, number, scale, rotation, size, marks, onSize, onPick }: PdfPageProps) => {
  const m = useMessages();
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(0);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let gone = false;
    let drawing: Drawing | null = null;
    const draw = async (): Promise<void> => {
      const page = await pdf.getPage(number);
      if (gone || canvas.current === null || text.current === null) return;
      const { width, height } = page.getViewport({ scale: 1 });
      onSize(number, { width, height });
      drawing = drawPage(page, canvas.current, text.current, scale, rotation);
      await drawing.done;
      if (!gone) setDrawn((count) => count + 1);
    };
    draw().catch((error: unknown) => {
      if (!gone && !isCancelled(error)) setFailed(true);
    });
    return () => {
      gone = true;
      drawing?.cancel();
    };
  }, [pdf, number, scale, rotation, onSize]);

  useEffect(() => {
    if (drawn === 0 || text.current === null) return undefined;
    return paintRanges(quotedRanges(text.current, marks));
  }, [drawn, marks]);

  const turned = rotation % 180 !== 0;
  const box: CSSProperties = {
    width: (turned ? size.height : size.width) * scale,
    height: (turned ? size.width : size.height) * scale,
  };
  return (
    <article aria-label={m.viewers.page(number)} className={styles.page} data-page={number} style={box}>
      <canvas className={styles.picture} ref={canvas} />
      <div
        className={styles.text}
        data-text-layer
        ref={text}
        style={{ '--total-scale-factor': scale } as CSSProperties}
      />
      {failed && <p className={styles.failed}>{m.viewers.failedRead}</p>}
      <PageMarks marks={marks} onPick={onPick} />
    </article>
  );
};

/** Citations of a page as flags at its edge. The list under the stage is their way by keyboard. */
const PageMarks = ({ marks, onPick }: Pick<PdfPageProps, 'marks' | 'onPick'>) => {
  if (marks.length === 0) return null;
  return (
    <ul className={styles.marks}>
      {marks.map((mark) => (
        <li key={mark.id}>
          <button
            aria-label={mark.title}
            className={styles.mark}
            onClick={() => onPick(mark.id)}
            style={toneStyle(mark.tone)}
            tabIndex={-1}
            title={mark.title}
            type="button"
          >
            {mark.letters === '' ? '•' : mark.letters}
          </button>
        </li>
      ))}
    </ul>
  );
};
