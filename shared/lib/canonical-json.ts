/** A value that JSON carries without loss. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * One text per value: keys sorted by UTF-16 code unit, no white space, `undefined` members left out (RFC 8785 for the
 * values we use). Hashes of rubrics, payloads and reviews are taken over this text.
 * Throws on numbers JSON cannot carry (NaN, infinities).
 */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`canonical JSON cannot carry ${value}`);
    return JSON.stringify(value);
  }
  return isList(value) ? listText(value) : objectText(value);
};

// Texts are put together as they come: every saved edit is hashed in this form.
const listText = (values: readonly Json[]): string => {
  let text = '';
  for (const value of values) text += text === '' ? canonicalJson(value) : `,${canonicalJson(value)}`;
  return `[${text}]`;
};

const objectText = (value: { readonly [key: string]: Json | undefined }): string => {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
