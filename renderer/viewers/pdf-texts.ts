import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { boxOf, type PageBox } from './pdf-geometry.ts';
import { type PageText, readPageText, type TextContent } from './pdf-page-text.ts';

/** A page's words with all that is needed to lay them over its picture. */
export type ReadPage = {
  readonly proxy: PDFPageProxy;
  readonly box: PageBox;
  readonly content: TextContent;
  readonly text: PageText;
};

/** Pages whose words are kept with their geometry. */
const keptPages = 24;
/** UTF-16 units of words kept without it, over all pages: 16 MB at the worst. */
const keptUnits = 8_000_000;

export type PdfTexts = {
  readonly read: (page: number) => Promise<ReadPage>;
  /** What is at hand without waiting. */
  readonly peek: (page: number) => ReadPage | null;
  /** The words alone, for looking through many pages. */
  readonly words: (page: number) => Promise<string>;
};

/** Reads the words of pages as they are asked for and forgets those asked for longest ago. */
export const createPdfTexts = (pdf: PDFDocumentProxy): PdfTexts => {
  const pages = new Map<number, ReadPage>();
  const reading = new Map<number, Promise<ReadPage>>();
  const words = new Map<number, string>();
  let units = 0;

  const keepWords = (page: number, text: string): void => {
    if (words.has(page)) return;
    words.set(page, text);
    units += text.length;
    // A map remembers the order in which its entries were set: the oldest go first.
    for (const [oldest, { length }] of words) {
      if (units <= keptUnits || oldest === page) return;
      words.delete(oldest);
      units -= length;
    }
  };

  const fetchPage = async (page: number): Promise<ReadPage> => {
    const proxy = await pdf.getPage(page);
    const content = await proxy.getTextContent();
    const box = boxOf(proxy);
    const read = { proxy, box, content, text: readPageText(page, content, box) };
    pages.delete(page);
    pages.set(page, read);
    const [oldest] = pages.keys();
    if (pages.size > keptPages && oldest !== undefined) pages.delete(oldest);
    keepWords(page, read.text.text);
    return read;
  };

  const read = async (page: number): Promise<ReadPage> => {
    const known = pages.get(page);
    if (known !== undefined) {
      pages.delete(page);
      pages.set(page, known);
      return known;
    }
    const begun = reading.get(page) ?? fetchPage(page).finally(() => reading.delete(page));
    reading.set(page, begun);
    return begun;
  };

  return {
    read,
    peek: (page) => pages.get(page) ?? null,
    words: async (page) => words.get(page) ?? (await read(page)).text.text,
  };
};
