import { PDFDataRangeTransport } from 'pdfjs-dist';
import { signatureLength } from './file-signature.ts';

/** Bytes asked for at once: as many as the vault decrypts at once. */
export const chunkBytes = 262_144;
/** A file up to this size is read whole: one request takes less time than finding out which parts matter. */
const wholeBytes = 4_194_304;
/** Enough of a file to see what it is. */
const headBytes = signatureLength;
/** How often a part is asked for before the file counts as unreadable. */
const tries = 3;

export class UnreadableError extends Error {}

type Bytes = Uint8Array<ArrayBuffer>;

const ask = async (url: string, range: string | null, signal: AbortSignal): Promise<Response> => {
  const answer = await fetch(url, { signal, headers: range === null ? {} : { Range: range } });
  const expected = range === null ? answer.ok : answer.status === 206;
  if (!expected) throw new UnreadableError(`evidence answered ${answer.status}`);
  return answer;
};

const fetchBytes = async (url: string, range: string | null, signal: AbortSignal): Promise<Bytes> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return new Uint8Array(await (await ask(url, range, signal)).arrayBuffer());
    } catch (error) {
      if (signal.aborted || attempt >= tries) throw error;
    }
  }
};

type FetchPart = (begin: number, end: number) => Promise<Bytes>;

/** Gives pdf.js the parts of a large file that it asks for. Its own reader takes only http(s) addresses by parts. */
class EvidenceTransport extends PDFDataRangeTransport {
  readonly #fetch: FetchPart;
  readonly #onFail: () => void;

  constructor(length: number, head: Bytes, fetchPart: FetchPart, onFail: () => void) {
    super(length, head);
    this.#fetch = fetchPart;
    this.#onFail = onFail;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#fetch(begin, end).then(
      (bytes) => this.onDataRange(begin, bytes),
      () => this.#onFail(),
    );
  }

  override abort(): void {
    // The signal given with the file ends its requests.
  }
}

type Reader = ReadableStreamDefaultReader<Bytes>;

/** Reads until there is enough to see what a file is, or it ends. */
const readHead = async (reader: Reader): Promise<Bytes> => {
  let head: Bytes = new Uint8Array(0);
  while (head.length < headBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
  }
  return head;
};

/** Passes on what arrives, until it ends or is ended; parts that never arrive so are asked for one by one. */
const passOn = async (reader: Reader, transport: EvidenceTransport): Promise<void> => {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    transport.onDataProgressiveRead(value);
  }
  transport.onDataProgressiveDone();
};

export type PdfBytes = {
  /** The first bytes, by which the file is told. */
  readonly head: Bytes;
  /** What `getDocument` takes. */
  readonly input: { readonly data: Bytes } | { readonly range: PDFDataRangeTransport };
  /** The document is open: from now on only what is looked at is read. */
  readonly opened: () => void;
};

const readWhole = async (url: string, signal: AbortSignal): Promise<PdfBytes> => {
  const data = await fetchBytes(url, null, signal);
  return { head: data.slice(0, headBytes), input: { data }, opened: () => undefined };
};

/**
 * Begins to read a PDF. A small one whole; a large one from its beginning until it is open, because pdf.js may have to go
 * through all of it to find the last page, and at the same time from its end, where its table of contents stands.
 * `onFail` is called when a later part cannot be read.
 */
export const readPdfBytes = async (
  { url, size }: { readonly url: string; readonly size: number },
  signal: AbortSignal,
  onFail: () => void,
): Promise<PdfBytes> => {
  if (size <= wholeBytes) return readWhole(url, signal);
  const fetchPart: FetchPart = (begin, end) => fetchBytes(url, `bytes=${begin}-${end - 1}`, signal);
  const lastBegin = Math.floor((size - 1) / chunkBytes) * chunkBytes;
  const last = fetchPart(lastBegin, size);
  // Whoever asks for it hears of a failure.
  last.catch(() => undefined);

  const streaming = new AbortController();
  const answer = await ask(url, null, AbortSignal.any([signal, streaming.signal]));
  if (answer.body === null) throw new UnreadableError('evidence answered without a body');
  const reader = answer.body.getReader();
  const head = await readHead(reader);
  const failed = (): void => {
    if (!signal.aborted) onFail();
  };
  const transport = new EvidenceTransport(
    size,
    head.slice(),
    (begin, end) => (begin === lastBegin && end === size ? last : fetchPart(begin, end)),
    failed,
  );
  passOn(reader, transport).catch(() => undefined);
  return { head: head.slice(0, headBytes), input: { range: transport }, opened: () => streaming.abort() };
};
