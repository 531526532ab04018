import { sha256Schema } from '../domain/ids.ts';

/** Nouns that have names of ours: `urn:assay:<noun>:<id>`, the id percent-encoded. */
type Noun = 'account' | 'annotation' | 'artifact' | 'criterion' | 'review';

export const urnOf = (noun: Noun, id: string): string =>
  `urn:assay:${noun}:${encodeURIComponent(id.toWellFormed()).replace(/[!'()*]/g, hexOf)}`;

const hexOf = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** The id in a name of ours; null for other names. */
export const idInUrn = (noun: Noun, iri: string): string | null => {
  const [scheme, space, kind, id, ...more] = iri.split(':');
  if (scheme?.toLowerCase() !== 'urn' || space?.toLowerCase() !== 'assay' || kind !== noun) return null;
  if (id === undefined || id === '' || more.length > 0) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    // Not a name we wrote.
    return null;
  }
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The IRI of an annotation: a UUID as RFC 9562 has it, any other id under our own names. */
export const annotationIri = (id: string): string =>
  uuid.test(id) ? `urn:uuid:${id}` : urnOf('annotation', id);

/** The id of an annotation whose IRI is a UUID or a name of ours; null for others. */
export const annotationIdIn = (iri: string): string | null => {
  const name = /^urn:uuid:(.*)$/i.exec(iri)?.[1]?.toLowerCase();
  return name !== undefined && uuid.test(name) ? name : idInUrn('annotation', iri);
};

/** The SHA-256 in an IRI that names content by it: `urn:sha256:…`, `urn:hash::sha256:…`, `hash://sha256/…`, `ni:///sha-256;…`. */
export const sha256InIri = (iri: string): string | null => {
  const hex = /^(?:urn:sha-?256:|urn:hash::sha256:|hash:\/\/sha256\/)([0-9a-f]{64})$/i.exec(iri)?.[1];
  if (hex !== undefined) return hex.toLowerCase();
  const base64 = /^ni:\/\/[^/]*\/sha-256;([\w-]{43})(?:\?.*)?$/.exec(iri)?.[1];
  if (base64 === undefined) return null;
  const digits = hexOfBase64(base64);
  return sha256Schema.safeParse(digits).success ? digits : null;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 43 characters carry 258 bits; the last two are padding. */
const hexOfBase64 = (text: string): string => {
  const bits = [...text].map((one) => alphabet.indexOf(one).toString(2).padStart(6, '0')).join('');
  return (bits.slice(0, 256).match(/.{4}/g) ?? [])
    .map((four) => Number.parseInt(four, 2).toString(16))
    .join('');
};
