import { format } from './format.ts';

/** What a file is by its first bytes, with its article. The keys are those of `FileSignature` in the viewers. */
const kinds = {
  pdf: 'a PDF',
  docx: 'a Word document',
  xlsx: 'an Excel workbook',
  pptx: 'a PowerPoint presentation',
  'open-document': 'an OpenDocument file',
  epub: 'an e-book',
  zip: 'a ZIP archive',
  png: 'a PNG image',
  jpeg: 'a JPEG image',
  gif: 'a GIF image',
  webp: 'a WebP image',
  avif: 'an AVIF image',
  heic: 'a HEIC photo, as iPhones take them',
  bmp: 'a BMP image',
  tiff: 'a TIFF image',
  svg: 'an SVG drawing',
  html: 'an HTML page',
  xml: 'an XML file',
  quicktime: 'a QuickTime video',
  mp4: 'an MP4 video',
  m4a: 'an MPEG-4 recording',
  webm: 'a WebM video',
  matroska: 'a Matroska video',
  wav: 'a WAV recording',
  avi: 'an AVI video',
  mp3: 'an MP3 recording',
  ogg: 'an Ogg recording',
  flac: 'a FLAC recording',
  'protected-office': 'an Office document protected by a password',
  'old-office': 'an Office document of the time before 2007',
  'windows-program': 'a program for Windows',
  'linux-program': 'a program for Linux',
  'mac-program': 'a program for macOS',
  gzip: 'a gzip archive',
  '7z': 'a 7-Zip archive',
  rar: 'a RAR archive',
  rtf: 'a Rich Text document',
  database: 'a database',
};

const programs: ReadonlySet<string> = new Set(['windows-program', 'linux-program', 'mac-program']);

const setAside = 'Set the submission aside and name this file, and your lead will ask for the right one.';

/** The words for files that are not what they claim to be. */
export const viewerFiles = {
  kind: (signature: keyof typeof kinds): string => kinds[signature],
  empty: `It is empty: 0 bytes. ${setAside}`,
  unreadable:
    'It could not be read from this computer’s evidence store. Try again; if it stays so, set the submission aside and name this file.',
  unknownContent: `What is in it is nothing that Assay knows, whatever its name says. ${setAside}`,
  isReally: (label: string, signature: keyof typeof kinds): string =>
    `“${label}” is not what its name says: it is ${kinds[signature]}, so it is not opened.${
      programs.has(signature) ? ' Nothing of it was run.' : ''
    } ${setAside}`,
  damaged: (signature: keyof typeof kinds): string =>
    `It is ${kinds[signature]}, but it is damaged or incomplete. Try again; if it stays so, set the submission aside and name this file.`,
  firstBytes: 'Content',
  firstBytesAre: (signature: keyof typeof kinds): string => `By its first bytes, ${kinds[signature]}`,
  firstBytesUnknown: 'Nothing that Assay knows',
  firstBytesUnread: 'Could not be read',
  copyDigest: 'Copy the digest',
  digestCopied: 'The digest was copied.',
  digestNotCopied: 'This computer does not let Assay copy. Select the digest and copy it yourself.',
  sizeInBytes: (size: number): string =>
    size < 1000 ? `${format.number(size)} bytes` : `${format.bytes(size)} (${format.number(size)} bytes)`,
};
