import type { HubDeps } from '../context/deps.ts';
import { errorFields } from '../core/error-fields.ts';
import { isEvidenceKnown, listErasedBlobs, removeErasedBlob } from '../database/tables/evidence-files.ts';
import { findSetting, lockImports, putSetting, removeSetting } from '../database/tables/settings.ts';

/**
 * What an erasure leaves to do once it is committed: the bytes of evidence that nothing is any more, and what deleted rows
 * left in the database's own files. Stopped half-way it is taken up by the next erasure, or when the hub is opened.
 */
export const finishErasures = async (deps: Pick<HubDeps, 'database' | 'blobs' | 'log'>): Promise<void> => {
  const { database, log } = deps;
  await removeErasedBlobs(deps);
  if ((await database.read((db) => findSetting(db, 'erasure-unfinished'))) === null) return;
  try {
    const rewritten = (await database.read((db) => findSetting(db, 'rewritten'))) !== null;
    if (!(await database.overwriteDeleted(!rewritten))) {
      log('warn', 'erasure-log-in-use');
      return;
    }
    await database.write(async (db) => {
      await putSetting(db, 'rewritten', '1');
      await removeSetting(db, 'erasure-unfinished');
    });
  } catch (error) {
    // Another process holds the database. The submission is erased; its traces in the file go with the next try.
    log('warn', 'erasure-unfinished', errorFields(error));
  }
};

/** Under the lock of imports: one that brings the same file at this moment comes before, or finds it gone. */
export const removeErasedBlobs = async ({
  database,
  blobs,
}: Pick<HubDeps, 'database' | 'blobs'>): Promise<void> => {
  for (const sha256 of await database.read(listErasedBlobs)) {
    await database.write(async (db) => {
      await lockImports(db);
      if (!(await isEvidenceKnown(db, sha256))) await blobs.remove(sha256);
      await removeErasedBlob(db, sha256);
    });
  }
};
