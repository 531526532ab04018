import { getDocument, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { boxOf, type PageBox } from '../../../renderer/viewers/pdf-geometry.ts';
import type { Measure } from '../../../renderer/viewers/pdf-line-rects.ts';
import { type PageText, readPageText } from '../../../renderer/viewers/pdf-page-text.ts';

/** Every letter as wide as every other: what is tested does not hang on a computer's fonts. */
export const evenly: Measure = (words) => words.length;

/** Opens a PDF with the real pdf.js, in this process. */
export const openForTest = (bytes: Uint8Array): Promise<PDFDocumentProxy> =>
  getDocument({ data: bytes.slice(), verbosity: VerbosityLevel.ERRORS }).promise;

export const readForTest = async (
  pdf: PDFDocumentProxy,
  page: number,
): Promise<{ box: PageBox; text: PageText }> => {
  const proxy = await pdf.getPage(page);
  const box = boxOf(proxy);
  return { box, text: readPageText(page, await proxy.getTextContent(), box) };
};
