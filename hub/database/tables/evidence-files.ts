import type { EvidenceManifest } from '../../../shared/hub-api/evidence.ts';
import { keptQuery } from '../kept-query.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export const findEvidenceFile = async (db: ReadableDb, sha256: string): Promise<EvidenceManifest | null> => {
  const row = await manifestOf.first(db, sha256);
  return row === undefined ? null : (JSON.parse(row.manifest) as EvidenceManifest);
};

const manifestOf = keptQuery((db, sha256: string) =>
  db.selectFrom('evidence_files').select('manifest').where('sha256', '=', sha256),
);

export const listEvidenceHashes = async (db: ReadableDb): Promise<string[]> => {
  const rows = await db.selectFrom('evidence_files').select('sha256').orderBy('sha256').execute();
  return rows.map((row) => row.sha256);
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
export const isEvidenceInFeed = async (db: ReadableDb, readerId: string, sha256: string): Promise<boolean> =>
  (await artifactInFeed.first(db, readerId, sha256)) !== undefined;

const artifactInFeed = keptQuery((db, readerId: string, sha256: string) =>
  db
    .selectFrom('artifacts')
    .innerJoin('feed_live', 'feed_live.entity_id', 'artifacts.id')
    .select('artifacts.id')
    .where('artifacts.sha256', '=', sha256)
    .where('feed_live.reader_id', '=', readerId)
    .where('feed_live.kind', '=', 'artifact')
    .limit(1),
);

/** Forgets files that no artifact names any more, of these. Their bytes still have to go. Value: which they were. */
export const forgetUnusedFiles = async (db: WritableDb, hashes: readonly string[]): Promise<string[]> => {
  const gone: string[] = [];
  for (const sha256 of new Set(hashes)) {
    const used = await db
      .selectFrom('artifacts')
      .select('id')
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst();
    if (used !== undefined) continue;
    await db.deleteFrom('evidence_files').where('sha256', '=', sha256).execute();
    gone.push(sha256);
  }
  await noteErasedBlobs(db, gone);
  return gone;
};

/** Whether any row names these bytes. */
export const isEvidenceKnown = async (db: ReadableDb, sha256: string): Promise<boolean> =>
  (await findEvidenceFile(db, sha256)) !== null;

/** Bytes to remove from the blob store after this transaction, unless something names them by then. */
export const noteErasedBlobs = async (db: WritableDb, hashes: readonly string[]): Promise<void> => {
  for (const sha256 of hashes) {
    await db
      .insertInto('erased_blobs')
      .values({ sha256 })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute();
  }
};

export const listErasedBlobs = async (db: ReadableDb): Promise<string[]> => {
  const rows = await db.selectFrom('erased_blobs').select('sha256').orderBy('sha256').execute();
  return rows.map((row) => row.sha256);
};

export const removeErasedBlob = async (db: WritableDb, sha256: string): Promise<void> => {
  await db.deleteFrom('erased_blobs').where('sha256', '=', sha256).execute();
};
