import { hash } from 'node:crypto';

/** SHA-256 of UTF-8 text as 64 lower-case hexadecimal digits. */
export const sha256Hex = (text: string): string => hash('sha256', text);
