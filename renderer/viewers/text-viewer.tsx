import { useEffect, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { markdownHtml, plainTextHtml } from './markdown.ts';
import { ReadingFrame } from './reading-frame.tsx';
import { sanitiseHtml } from './sanitise-html.ts';
import type { ViewerProps, ViewerSource } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';
import { unzippedSize } from './zip-size.ts';

/** Bytes of text that are laid out at once, and bytes a document may unpack to. */
const textLimit = 8_000_000;
const unpackedLimit = 200_000_000;

type Reading =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'too-long'; readonly bytes: number }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'open'; readonly html: string };

const htmlOfText = (text: string, mediaType: string): string => {
  const type = mediaType.split(';')[0]?.trim().toLowerCase();
  if (type === 'text/html') return text;
  return type === 'text/markdown' ? markdownHtml(text) : plainTextHtml(text);
};

const readBytes = async (url: string, signal: AbortSignal): Promise<ArrayBuffer> => {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`the evidence answered ${answer.status}`);
  return answer.arrayBuffer();
};

const readText = async (source: ViewerSource, signal: AbortSignal): Promise<Reading> => {
  if (source.size > textLimit) return { kind: 'too-long', bytes: source.size };
  const text = new TextDecoder().decode(await readBytes(source.url, signal));
  return { kind: 'open', html: sanitiseHtml(htmlOfText(text, source.mediaType)) };
};

const readDocument = async (source: ViewerSource, signal: AbortSignal): Promise<Reading> => {
  const arrayBuffer = await readBytes(source.url, signal);
  const unpacked = unzippedSize(new Uint8Array(arrayBuffer));
  if (unpacked === null) return { kind: 'failed' };
  if (unpacked > unpackedLimit) return { kind: 'too-large', bytes: unpacked };
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml({ arrayBuffer }, { externalFileAccess: false });
  return { kind: 'open', html: sanitiseHtml(value) };
};

type Read = (source: ViewerSource, signal: AbortSignal) => Promise<Reading>;

const useReading = (source: ViewerSource, read: Read, attempt: number): Reading => {
  const [reading, setReading] = useState<Reading>({ kind: 'opening' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is its address; `attempt` reads it anew.
  useEffect(() => {
    const stop = new AbortController();
    setReading({ kind: 'opening' });
    read(source, stop.signal).then(
      (done) => {
        if (!stop.signal.aborted) setReading(done);
      },
      () => {
        if (!stop.signal.aborted) setReading({ kind: 'failed' });
      },
    );
    return () => stop.abort();
  }, [source.url, read, attempt]);
  return reading;
};

const Reader = ({ read, title, ...props }: ViewerProps & { read: Read; title: string }) => {
  const m = useMessages();
  const [attempt, setAttempt] = useState(0);
  const reading = useReading(props.source, read, attempt);
  switch (reading.kind) {
    case 'opening':
      return <OpeningFace />;
    case 'failed':
      return <FailedFace onRetry={() => setAttempt(attempt + 1)} text={m.viewers.failedRead} />;
    case 'too-long':
      return <FailedFace text={m.viewers.tooLongToRead(reading.bytes)} />;
    case 'too-large':
      return <FailedFace text={m.viewers.tooLargeToUnpack(reading.bytes)} />;
    case 'open':
      return <ReadingFrame html={reading.html} onActivity={props.onActivity} ref={props.ref} title={title} />;
  }
};

/** Plain text, Markdown or HTML, set for reading. */
export const TextViewer = (props: ViewerProps) => {
  const m = useMessages();
  return <Reader {...props} read={readText} title={m.viewers.text(props.source.label)} />;
};

/** A Word document as its words, lists, tables and pictures; its layout is not kept. */
export const DocumentViewer = (props: ViewerProps) => {
  const m = useMessages();
  return <Reader {...props} read={readDocument} title={m.viewers.document(props.source.label)} />;
};
