import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { idleMoment, type Turns } from './pdf-idle.ts';
import type { PageLayers } from './pdf-layers.ts';
import type { Measure } from './pdf-line-rects.ts';
import { createPdfQueue, ranks } from './pdf-queue.ts';
import { createPdfTexts, type PdfTexts } from './pdf-texts.ts';

/** What the parts of the viewer share about an open file; the same object for as long as it is open. */
export type PdfStage = Turns & {
  readonly pdf: PDFDocumentProxy;
  readonly texts: PdfTexts;
  readonly measure: Measure;
  readonly layers: PageLayers;
  /** The pages in view now, first and last; the work is ordered by them. */
  readonly inView: { first: number; last: number };
  /** Pages let go of since everything that is kept for no page in particular was. */
  readonly released: { count: number };
};

/** Widths as the text layer has them: from the same fonts. */
const createMeasure = (): Measure => {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  let set = '';
  return (words, family) => {
    if (context === null) return words.length;
    if (set !== family) {
      context.font = `30px ${family}`;
      set = family;
    }
    return context.measureText(words).width;
  };
};

export const createPdfStage = (pdf: PDFDocumentProxy): PdfStage => ({
  pdf,
  queue: createPdfQueue(),
  idle: idleMoment,
  texts: createPdfTexts(pdf),
  measure: createMeasure(),
  layers: new Map(),
  inView: { first: 1, last: 1 },
  released: { count: 0 },
});

/** Pages after which the fonts and images that they shared are let go of as well. */
const sweepAfter = 48;

/** Gives back what a page takes in memory besides its picture. */
export const letGo = ({ pdf, queue, released }: PdfStage, page: PDFPageProxy): void => {
  page.cleanup();
  released.count += 1;
  if (released.count < sweepAfter) return;
  released.count = 0;
  queue.add({
    rank: () => ranks.background,
    // Refused while a page is being drawn; the next sweep takes that one along.
    run: () =>
      pdf.cleanup().then(
        () => undefined,
        () => undefined,
      ),
  });
};

/** How far a page is from what is in view, in pages; zero inside. */
export const distance = ({ inView }: PdfStage, page: number): number =>
  Math.max(0, inView.first - page, page - inView.last);
