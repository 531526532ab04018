import type { EvidenceManifest } from '../../shared/hub-api/evidence.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { EvidenceFile } from '../core/evidence-file.ts';
import { findEvidenceFile, isEvidenceInFeed } from '../database/tables/evidence-files.ts';

/** The manifest of a file. `reviewerId` narrows it to what that reviewer's feed holds; null: anything the hub holds. */
export const evidenceManifest = (
  deps: HubDeps,
  sha256: string,
  reviewerId: string | null,
): Promise<Result<EvidenceManifest>> =>
  deps.database.read(async (db) => {
    const manifest = await findEvidenceFile(db, sha256);
    if (manifest === null) return fail(problem('not-found'));
    const allowed = reviewerId === null || (await isEvidenceInFeed(db, reviewerId, sha256));
    return allowed ? ok(manifest) : fail(problem('not-found'));
  });

/** The file itself. A blob that is missing or of another size is the hub's own fault, and said as such. */
export const evidenceFile = async (
  deps: HubDeps,
  sha256: string,
  reviewerId: string | null,
): Promise<Result<EvidenceFile>> => {
  const manifest = await evidenceManifest(deps, sha256, reviewerId);
  if (!manifest.ok) return manifest;
  if ((await deps.blobs.sizeOf(sha256)) !== manifest.value.size) {
    deps.log('error', 'evidence-blob-missing', { code: 'internal' });
    return fail(problem('internal', { detail: 'the hub has lost this file' }));
  }
  return ok({ manifest: manifest.value, read: (range) => deps.blobs.read(sha256, range) });
};
