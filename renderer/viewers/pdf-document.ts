import { GlobalWorkerOptions, getDocument, type PDFDocumentLoadingTask } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { PdfAssets } from './pdf-assets.ts';

/**
 * Opens a PDF in a worker, reading only the parts that are looked at. Forms are drawn as they are printed: no XFA, and
 * no script can run because the scripting sandbox is never loaded (this pdf.js has no eval to switch off).
 */
export const openPdf = (url: string): PDFDocumentLoadingTask => {
  GlobalWorkerOptions.workerSrc = workerUrl;
  return getDocument({
    url,
    rangeChunkSize: 262_144,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    useWorkerFetch: false,
    BinaryDataFactory: PdfAssets,
    disableWorkerRendering: true,
    stopAtErrors: false,
    maxImageSize: 100_000_000,
  });
};
