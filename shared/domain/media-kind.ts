import { z } from 'zod';

/** How a piece of evidence is looked at. `unknown` is shown as metadata with what to do, never opened. */
export const mediaKindSchema = z.enum([
  'video',
  'audio',
  'pdf',
  'image',
  'text',
  'document',
  'captions',
  'unknown',
]);

export type MediaKind = z.infer<typeof mediaKindSchema>;

const kinds: Readonly<Record<string, MediaKind>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'text/vtt': 'captions',
  'text/plain': 'text',
  'text/markdown': 'text',
  'text/html': 'text',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/quicktime': 'video',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/webm': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/flac': 'audio',
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'image/avif': 'image',
  'image/svg+xml': 'image',
};

/** The kind for an IANA media type; parameters and case are ignored, anything outside the table is `unknown`. */
export const mediaKindOf = (mediaType: string): MediaKind =>
  kinds[(mediaType.split(';')[0] ?? '').trim().toLowerCase()] ?? 'unknown';

const typesByExtension: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  vtt: 'text/vtt',
  txt: 'text/plain',
  md: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  weba: 'audio/webm',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
};

/** The media type for a file name by its ending; `application/octet-stream` when the ending says nothing. */
export const mediaTypeOfName = (fileName: string): string =>
  typesByExtension[fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
