import type { EntityKind } from './changes.ts';

/** The digest of nothing: 128 zero bits in hexadecimal. */
export const emptyDigest = '0'.repeat(32);

/** What one live thing contributes to the digest: the first 128 bits of SHA-256 over `kind:id:version`. */
export const digestTerm = (
  kind: EntityKind,
  id: string,
  version: number,
  sha256Hex: (text: string) => string,
): string => sha256Hex(`${kind}:${id}:${version}`).slice(0, 32);

/** Adds a term to a digest, or takes it out again (exclusive or: order does not matter, adding twice removes). */
export const toggleTerm = (digest: string, term: string): string =>
  (BigInt(`0x${digest}`) ^ BigInt(`0x${term}`)).toString(16).padStart(32, '0');
