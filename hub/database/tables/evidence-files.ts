import type { EvidenceManifest } from '../../../shared/hub-api/evidence.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export const findEvidenceFile = async (db: ReadableDb, sha256: string): Promise<EvidenceManifest | null> => {
  const row = await db
    .selectFrom('evidence_files')
    .select('manifest')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.manifest) as EvidenceManifest);
};

/** A file is its bytes: one that is there already stays as it is. */
export const ensureEvidenceFile = async (db: WritableDb, manifest: EvidenceManifest): Promise<void> => {
  await db
    .insertInto('evidence_files')
    .values({
      sha256: manifest.sha256,
      size: manifest.size,
      media_type: manifest.mediaType,
      manifest: JSON.stringify(manifest),
    })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
};

/** Whether a reviewer holds an assignment (not recused, not withdrawn) on a submission with this file. */
export const isAssignedEvidence = async (
  db: ReadableDb,
  reviewerId: string,
  sha256: string,
): Promise<boolean> => {
  const row = await db
    .selectFrom('artifacts')
    .innerJoin('assignments', 'assignments.submission_id', 'artifacts.submission_id')
    .select('artifacts.id')
    .where('artifacts.sha256', '=', sha256)
    .where('assignments.reviewer_id', '=', reviewerId)
    .where('assignments.state', 'not in', ['recused', 'withdrawn'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
