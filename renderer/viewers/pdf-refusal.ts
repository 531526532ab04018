import { signatureOf } from './file-signature.ts';

/** Why a file that claims to be a PDF is not shown. */
export type PdfRefusal =
  /** Its first bytes are not a PDF's: those of something else, or of nothing that is known. */
  | 'not-pdf'
  /** It opens only with a password that nobody here has. */
  | 'password'
  /** A PDF, but broken beyond what can be mended. */
  | 'damaged'
  | 'no-pages'
  /** Its bytes could not be had. */
  | 'unreadable';

/** Null: it is a PDF by its first bytes, so pdf.js may try. */
export const refusalOfHead = (head: Uint8Array): PdfRefusal | null =>
  signatureOf(head) === 'pdf' ? null : 'not-pdf';

const broken = new Set(['InvalidPDFException', 'FormatError', 'UnknownErrorException']);

/** What went wrong while pdf.js opened a file. */
export const refusalOfError = (error: unknown): PdfRefusal => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'password';
  return broken.has(name) ? 'damaged' : 'unreadable';
};
