import { signatureOf } from './file-signature.ts';
import { sanitiseHtml } from './sanitise-html.ts';
import { entryText, unpackedSize, type ZipEntry, zipEntries } from './zip-size.ts';

/** What a document holds and a reading of its words leaves out. */
export type LeftOut = 'comments' | 'revisions' | 'headers' | 'charts' | 'equations' | 'embedded';

export type DocxReading =
  | {
      readonly kind: 'open';
      readonly html: string;
      readonly leftOut: readonly LeftOut[];
      readonly macros: boolean;
    }
  | { readonly kind: 'failed' }
  | { readonly kind: 'protected' }
  | { readonly kind: 'old' }
  | { readonly kind: 'not-word' }
  | { readonly kind: 'too-much-text' }
  | { readonly kind: 'too-large' };

/** Bytes a document may unpack to, and of these the XML, which becomes some twenty times as much in memory. */
export const docxLimits = { all: 200_000_000, xml: 25_000_000, entries: 10_000 };

const isXml = ({ name }: ZipEntry): boolean => /\.(?:xml|rels)$/i.test(name);

const tooLarge = async (bytes: Uint8Array, entries: readonly ZipEntry[]): Promise<DocxReading | null> => {
  if (entries.length > docxLimits.entries) return { kind: 'too-large' };
  const claimed = entries.reduce((sum, { claimedSize }) => sum + claimedSize, 0);
  if (claimed > docxLimits.all) return { kind: 'too-large' };
  const xml = entries.filter(isXml);
  if ((await unpackedSize(bytes, xml, docxLimits.xml)) > docxLimits.xml) return { kind: 'too-much-text' };
  const others = entries.filter((entry) => !isXml(entry));
  return (await unpackedSize(bytes, others, docxLimits.all)) > docxLimits.all ? { kind: 'too-large' } : null;
};

const partsLeftOut: readonly (readonly [LeftOut, RegExp])[] = [
  ['comments', /^word\/comments\.xml$/],
  ['headers', /^word\/(?:header|footer)\d*\.xml$/],
  ['charts', /^word\/(?:charts|diagrams)\//],
  ['embedded', /^word\/embeddings\//],
];

const markupLeftOut: readonly (readonly [LeftOut, RegExp])[] = [
  ['revisions', /<w:(?:del|moveFrom)[\s>]/],
  ['equations', /<m:oMath[\s>]/],
];

const leftOutOf = (entries: readonly ZipEntry[], markup: string): LeftOut[] => [
  ...partsLeftOut.filter(([, part]) => entries.some(({ name }) => part.test(name))).map(([what]) => what),
  ...markupLeftOut.filter(([, element]) => element.test(markup)).map(([what]) => what),
];

/**
 * A Word document as sanitised HTML: words, lists, tables, pictures, notes. It is unpacked once in pieces that are thrown
 * away, to know how large it is, before it is unpacked to be read. Nothing outside the file is ever fetched.
 */
export const readDocx = async (bytes: Uint8Array): Promise<DocxReading> => {
  const signature = signatureOf(bytes.subarray(0, 65_536));
  if (signature === 'protected-office') return { kind: 'protected' };
  if (signature === 'old-office') return { kind: 'old' };
  const entries = zipEntries(bytes);
  if (entries === null) return { kind: 'failed' };
  const main = entries.find(({ name }) => name === 'word/document.xml');
  if (main === undefined) return { kind: 'not-word' };
  const refused = await tooLarge(bytes, entries);
  if (refused !== null) return refused;
  const markup = await entryText(bytes, main, docxLimits.xml);
  const { default: mammoth } = await import('mammoth');
  const arrayBuffer = bytes.slice().buffer;
  const { value } = await mammoth.convertToHtml({ arrayBuffer }, { externalFileAccess: false });
  return {
    kind: 'open',
    html: sanitiseHtml(value),
    leftOut: leftOutOf(entries, markup),
    macros: entries.some(({ name }) => /vbaProject\.bin$/i.test(name)),
  };
};
