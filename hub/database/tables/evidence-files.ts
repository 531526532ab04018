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

/**
 * Whether a reader's feed holds an artifact that is this file. The feed is the authorisation: an assignment brings its
 * evidence into it, with that of the attempt before where it is shown, and its end takes both out again.
 */
export const isEvidenceInFeed = async (
  db: ReadableDb,
  readerId: string,
  sha256: string,
): Promise<boolean> => {
  const row = await db
    .selectFrom('artifacts')
    .innerJoin('feed_live', 'feed_live.entity_id', 'artifacts.id')
    .select('artifacts.id')
    .where('artifacts.sha256', '=', sha256)
    .where('feed_live.reader_id', '=', readerId)
    .where('feed_live.kind', '=', 'artifact')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
