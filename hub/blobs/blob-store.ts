import type { Readable } from 'node:stream';

/** What was stored: its SHA-256, its size in bytes, and the SHA-256 of every 8 MiB part. */
export type StoredBlob = {
  readonly sha256: string;
  readonly size: number;
  readonly parts: readonly string[];
};

/** Evidence bytes by their SHA-256. A folder here; an object store elsewhere. */
export type BlobStore = {
  /** Takes bytes in; they are durable when this resolves. Bytes that are there already are not written again. */
  readonly put: (source: AsyncIterable<Uint8Array>) => Promise<StoredBlob>;
  /** The size in bytes of what is stored; null when there is nothing. */
  readonly sizeOf: (sha256: string) => Promise<number | null>;
  /** Removes a blob; the removal is durable when this resolves. Nothing to remove is no error. */
  readonly remove: (sha256: string) => Promise<void>;
  /** The bytes from `start` to `end`, both inclusive. */
  readonly read: (sha256: string, range: { readonly start: number; readonly end: number }) => Readable;
};
