import { z } from 'zod';
import { sha256Schema } from '../domain/ids.ts';

/** How a file is fetched in parts: every part but the last is `partSize` bytes; each has its own SHA-256. */
export const evidenceManifestSchema = z.looseObject({
  sha256: sha256Schema,
  size: z.number().int().min(0),
  partSize: z.number().int().min(1),
  parts: z.array(sha256Schema).min(1),
  mediaType: z.string(),
});
export type EvidenceManifest = z.infer<typeof evidenceManifestSchema>;
