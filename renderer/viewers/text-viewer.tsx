import { type ReactNode, useEffect, useState } from 'react';
import { mediaKindOf } from '../../shared/domain/media-kind.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/use-messages.ts';
import { readDomText } from './dom-text.ts';
import { FailedRead } from './failed-read.tsx';
import { markdownHtml, plainTextHtml } from './markdown.ts';
import { type DocxReading, docxLimits, readDocx } from './reading-docx.ts';
import { ReadingFrame } from './reading-frame.tsx';
import { sanitiseHtml } from './sanitise-html.ts';
import { type DecodedText, decodeText } from './text-encoding.ts';
import type { ViewerProps, ViewerSource } from './viewer.ts';
import { FailedFace, OpeningFace } from './viewer-face.tsx';

/** Bytes of text that are laid out at once. */
const textLimit = 8_000_000;

type TextReading =
  | { readonly kind: 'too-long' }
  | { readonly kind: 'not-text' }
  | { readonly kind: 'text'; readonly html: string; readonly decoded: DecodedText };

type Reading = { readonly kind: 'opening' } | { readonly kind: 'failed' } | TextReading | DocxReading;

const htmlOfText = (text: string, type: string): string => {
  if (type === 'text/html') return text;
  return type === 'text/markdown' ? markdownHtml(text) : plainTextHtml(text);
};

const readBytes = async (url: string, signal: AbortSignal): Promise<Uint8Array> => {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`the evidence answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
};

const readText = async (source: ViewerSource, signal: AbortSignal): Promise<Reading> => {
  if (source.size > textLimit) return { kind: 'too-long' };
  const type = (source.mediaType.split(';')[0] ?? '').trim().toLowerCase();
  const decoded = decodeText(await readBytes(source.url, signal), { html: type === 'text/html' });
  if (decoded === null) return { kind: 'not-text' };
  return { kind: 'text', html: sanitiseHtml(htmlOfText(decoded.text, type)), decoded };
};

const readDocument = async (source: ViewerSource, signal: AbortSignal): Promise<Reading> =>
  readDocx(await readBytes(source.url, signal));

/** The words of a text or a Word document as its viewer shows them; null when it cannot be read, of which its viewer says why. */
export const readEvidenceText = async (source: ViewerSource, signal: AbortSignal): Promise<string | null> => {
  const isDocument = mediaKindOf(source.mediaType) === 'document';
  const reading = await (isDocument ? readDocument : readText)(source, signal);
  if (reading.kind !== 'text' && reading.kind !== 'open') return null;
  return readDomText(new DOMParser().parseFromString(reading.html, 'text/html').body).text;
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

/** Why a file is not shown, in words; null: it could not be read, and its first bytes say more. */
const refusalOf = (reading: Reading, source: ViewerSource, m: Messages): string | null => {
  switch (reading.kind) {
    case 'too-long':
      return m.viewers.tooLongToRead(source.size);
    case 'too-large':
      return m.viewerReading.tooLarge(docxLimits.all);
    case 'too-much-text':
      return m.viewerReading.tooMuchText(docxLimits.xml);
    case 'protected':
      return m.viewerReading.protectedDocument;
    case 'old':
      return m.viewerReading.oldDocument;
    default:
      return null;
  }
};

/** What is to be known of how the words are shown. */
const notesOf = (reading: Reading, m: Messages): readonly string[] => {
  if (reading.kind === 'text') {
    const { name, encoding } = reading.decoded;
    if (name === null) return [];
    return [encoding === 'windows-1252' ? m.viewerReading.encoding(name) : m.viewerReading.marked(name)];
  }
  if (reading.kind !== 'open') return [];
  return [
    m.viewerReading.wordsOnly,
    ...(reading.leftOut.length === 0 ? [] : [m.viewerReading.notShown(reading.leftOut)]),
    ...(reading.macros ? [m.viewerReading.macros] : []),
  ];
};

const Reader = ({ read, title, ...props }: ViewerProps & { read: Read; title: string }): ReactNode => {
  const m = useMessages();
  const [attempt, setAttempt] = useState(0);
  const reading = useReading(props.source, read, attempt);
  const again = (): void => setAttempt(attempt + 1);
  if (reading.kind === 'opening') return <OpeningFace />;
  if (reading.kind === 'text' || reading.kind === 'open')
    return <ReadingFrame {...props} html={reading.html} notes={notesOf(reading, m)} title={title} />;
  const refusal = refusalOf(reading, props.source, m);
  if (refusal !== null) return <FailedFace text={refusal} />;
  if (reading.kind === 'not-text') return <FailedRead source={props.source} text={m.viewerReading.notText} />;
  if (reading.kind === 'not-word') return <FailedRead source={props.source} text={m.viewerReading.notWord} />;
  return <FailedRead onRetry={again} source={props.source} />;
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
