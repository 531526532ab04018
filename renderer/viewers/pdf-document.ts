import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
  PDFWorker,
  VerbosityLevel,
} from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { PdfAssets } from './pdf-assets.ts';
import { boxOf, letterBox, type PageBox } from './pdf-geometry.ts';
import { type PdfRefusal, refusalOfError, refusalOfHead } from './pdf-refusal.ts';
import { chunkBytes, type PdfBytes, readPdfBytes } from './pdf-source.ts';

export type OpenedPdf = { readonly pdf: PDFDocumentProxy; readonly firstBox: PageBox };
export type PdfOpening = {
  readonly outcome: Promise<OpenedPdf | PdfRefusal>;
  /** Ends the worker and every request. */
  readonly close: () => void;
};

/**
 * Forms are drawn as they are printed: no XFA. No script can run, because the scripting sandbox is never loaded (this
 * pdf.js has no eval to switch off), and links are not built.
 */
const optionsFor = ({ input }: PdfBytes, worker: PDFWorker): Parameters<typeof getDocument>[0] => ({
  ...input,
  worker,
  rangeChunkSize: chunkBytes,
  disableAutoFetch: true,
  disableStream: false,
  enableXfa: false,
  useWorkerFetch: false,
  BinaryDataFactory: PdfAssets,
  disableWorkerRendering: true,
  stopAtErrors: false,
  maxImageSize: 100_000_000,
  verbosity: VerbosityLevel.ERRORS,
});

/** How long a worker may take to end by itself, in milliseconds; a file made to keep it busy never lets it. */
const patience = 2000;

/** Gives everything back: fonts and pages here, then the worker. */
const closeAll = (task: PDFDocumentLoadingTask | null, worker: PDFWorker): void => {
  const end = (): void => worker.destroy();
  if (task === null) {
    end();
    return;
  }
  const timer = setTimeout(end, patience);
  const ended = (): void => {
    clearTimeout(timer);
    end();
  };
  task.destroy().then(ended, ended);
};

/** A first page that cannot be read must not hide the others. */
const firstBoxOf = (pdf: PDFDocumentProxy): Promise<PageBox> => pdf.getPage(1).then(boxOf, () => letterBox);

/** Opens a PDF in a worker of its own, which starts while the first bytes are read. `onFail`: a later part is missing. */
export const openPdf = (
  source: { readonly url: string; readonly size: number },
  onFail: () => void,
): PdfOpening => {
  GlobalWorkerOptions.workerSrc = workerUrl;
  const worker = new PDFWorker();
  // A worker that is ended before it has begun says so; nobody waits for it then.
  worker.promise.catch(() => undefined);
  const abort = new AbortController();
  let task: PDFDocumentLoadingTask | null = null;
  const read = async (): Promise<OpenedPdf | PdfRefusal> => {
    const bytes = await readPdfBytes(source, abort.signal, onFail);
    const refused = refusalOfHead(bytes.head);
    if (refused !== null) return refused;
    abort.signal.throwIfAborted();
    task = getDocument(optionsFor(bytes, worker));
    const pdf = await task.promise;
    if (pdf.numPages < 1) return 'no-pages';
    const firstBox = await firstBoxOf(pdf);
    bytes.opened();
    return { pdf, firstBox };
  };
  return {
    outcome: read().catch(refusalOfError),
    close: () => {
      abort.abort();
      closeAll(task, worker);
    },
  };
};
