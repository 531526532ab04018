import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { CHUNK_BYTES } from './container.ts';
import type { BeginProblem } from './evidence-problem.ts';

/** What the hub says a file is. */
export type EvidenceManifest = {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes per part (8 MiB in the protocol); a multiple of 256 KiB, so that every part is whole chunks. */
  readonly partSize: number;
  /** SHA-256 of each part, in order. An empty file has none, or one of no bytes. */
  readonly parts: readonly string[];
};

/** Bytes in part `index`; all are full but the last. */
export const partLength = ({ size, partSize }: EvidenceManifest, index: number): number =>
  Math.min(partSize, size - index * partSize);

/** The manifest comes from outside: refused in words rather than believed. */
export const checkManifest = (manifest: EvidenceManifest): Result<void, BeginProblem> => {
  const { sha256, size, partSize, parts } = manifest;
  const refuse = (detail: string) => fail({ code: 'evidence-manifest-invalid', params: { detail } } as const);
  if (!Number.isSafeInteger(size) || size < 0) return refuse('the size is not a number of bytes');
  if (!Number.isSafeInteger(partSize) || partSize <= 0 || partSize % CHUNK_BYTES !== 0) {
    return refuse(`the part size is not a multiple of ${CHUNK_BYTES}`);
  }
  if (![sha256, ...parts].every(isSha256)) return refuse('a fingerprint is not a SHA-256');
  const expected = Math.ceil(size / partSize);
  const right = parts.length === expected || (size === 0 && parts.length === 1);
  return right ? ok(undefined) : refuse(`${parts.length} parts instead of ${expected}`);
};

export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
