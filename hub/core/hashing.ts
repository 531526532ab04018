import { hash } from 'node:crypto';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';

/** SHA-256 of UTF-8 text, in hexadecimal. */
export const sha256Hex = (text: string): string => hash('sha256', text);

/** SHA-256 over the canonical JSON of a value that came from JSON. */
export const jsonHash = (value: unknown): string => sha256Hex(canonicalJson(value as Json));

/** An identifier that is the same every time for the same words, so that importing twice adds nothing. */
export const derivedId = (prefix: string, ...words: readonly string[]): string =>
  `${prefix}-${sha256Hex(JSON.stringify(words)).slice(0, 24)}`;
