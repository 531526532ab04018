import type { Readable } from 'node:stream';
import type { EvidenceManifest } from '../../shared/hub-api/evidence.ts';

/** A file ready to be sent: what it is, and its bytes from `start` to `end`, both inclusive. */
export type EvidenceFile = {
  readonly manifest: EvidenceManifest;
  readonly read: (range: { readonly start: number; readonly end: number }) => Readable;
};
