import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useState } from 'react';
import { openPdf } from './pdf-document.ts';

/** Points (1/72 inch) of a page as it is meant to be read, its own rotation applied. */
export type PageSize = { readonly width: number; readonly height: number };

export type PdfState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly reason: 'protected' | 'unreadable' }
  | { readonly kind: 'open'; readonly pdf: PDFDocumentProxy; readonly firstSize: PageSize };

/** Opens a PDF and gives its memory back when the viewer goes. */
export const usePdf = (url: string, attempt: number): PdfState => {
  const [state, setState] = useState<PdfState>({ kind: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is how "Try again" opens the same file anew.
  useEffect(() => {
    let gone = false;
    setState({ kind: 'opening' });
    const task = openPdf(url);
    const read = async (): Promise<void> => {
      const pdf = await task.promise;
      const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
      if (!gone) setState({ kind: 'open', pdf, firstSize: { width, height } });
    };
    read().catch((error: unknown) => {
      const reason =
        error instanceof Error && error.name === 'PasswordException' ? 'protected' : 'unreadable';
      if (!gone) setState({ kind: 'failed', reason });
    });
    return () => {
      gone = true;
      void task.destroy();
    };
  }, [url, attempt]);
  return state;
};
