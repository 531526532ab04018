import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { folderBlobStore } from '../blobs/folder-blob-store.ts';
import type { HubDeps } from '../context/deps.ts';
import { type HubDatabase, openSqlite } from '../database/open.ts';
import { findEvidenceFile, isEvidenceKnown, listEvidenceHashes } from '../database/tables/evidence-files.ts';
import { putSetting } from '../database/tables/settings.ts';
import { beginBackup, finishRecordedBackup } from './record-backup.ts';

export type BackupOptions = {
  /** The hub's own folder. */
  readonly dataDir: string;
  /** Where the backup is to be. It must not be there yet, or be empty. */
  readonly to: string;
  /** False: key and database alone; the evidence is kept safe some other way. */
  readonly evidence: boolean;
};

export type BackupReport = {
  readonly id: string;
  readonly finishedAt: string;
  readonly folder: string;
  readonly evidenceFiles: number;
};

/**
 * Copies a hub while it serves: key, database, then evidence, so that every file the copied database names is there. The
 * copy is a hub's folder like any other, with a history of its own: workbenches that meet it pull everything and send
 * again what they keep. It is recorded as finished only when all of it is synced and stands under its name. SQLite
 * alone: for PostgreSQL there is pg_dump, with beginBackup before and finishRecordedBackup after.
 */
export const backupToFolder = async (deps: HubDeps, options: BackupOptions): Promise<BackupReport> => {
  const { to } = options;
  await refuseTaken(to);
  const id = await beginBackup(deps);
  const partial = join(dirname(to), `.${basename(to)}.${id}`);
  try {
    await mkdir(partial, { recursive: true, mode: 0o700 });
    await copyKey(options.dataDir, partial);
    const evidenceFiles = await copyData(deps, partial, options.evidence);
    await syncFolder(partial);
    await removeEmpty(to);
    await rename(partial, to);
    await syncFolder(dirname(to));
    const finishedAt = await finishRecordedBackup(deps, id);
    if (finishedAt === null) throw new Error('The hub has forgotten that this backup was begun.');
    return { id, finishedAt, folder: to, evidenceFiles };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
};

const refuseTaken = async (to: string): Promise<void> => {
  const found = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${to} cannot be used for a backup (${error.code ?? 'unknown'}). Name a new folder.`);
  });
  if (found.length > 0) throw new Error(`${to} is not empty. Name a new folder for each backup.`);
};

const removeEmpty = async (to: string): Promise<void> => {
  try {
    await rmdir(to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

const copyKey = async (dataDir: string, partial: string): Promise<void> => {
  const key = await readFile(join(dataDir, 'hub.key'));
  const file = await open(join(partial, 'hub.key'), 'wx', 0o600);
  try {
    await file.writeFile(key);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Value: how many evidence files were copied. */
const copyData = async (deps: HubDeps, partial: string, evidence: boolean): Promise<number> => {
  const path = join(partial, 'hub.sqlite');
  await deps.database.copyTo(path);
  const copy = openSqlite(path);
  try {
    await copy.write((db) => putSetting(db, 'feed-epoch', deps.newId()));
    return evidence ? await copyEvidence(deps, copy, partial) : 0;
  } finally {
    // Closing writes the log of changes into the file.
    await copy.close();
    await syncFile(path);
  }
};

/** Every file is hashed on its way: a damaged one is found now, not after the restore. */
const copyEvidence = async (deps: HubDeps, copy: HubDatabase, partial: string): Promise<number> => {
  const target = folderBlobStore(join(partial, 'evidence'), deps.newId);
  let copied = 0;
  for (const sha256 of await copy.read(listEvidenceHashes)) {
    const size = (await copy.read((db) => findEvidenceFile(db, sha256)))?.size ?? 0;
    try {
      const stored = await target.put(bytesOf(deps, sha256, size));
      if (stored.sha256 !== sha256) throw new Error('it is damaged');
      copied += 1;
    } catch (error) {
      // Erased since the database was copied.
      if (!(await deps.database.read((db) => isEvidenceKnown(db, sha256)))) continue;
      const why = error instanceof Error ? error.message : 'unknown';
      throw new Error(`The evidence file ${sha256} could not be copied: ${why}. There is no backup.`);
    }
  }
  return copied;
};

/** Opens the file only when somebody reads: one that is gone fails there, and nowhere else. */
async function* bytesOf({ blobs }: HubDeps, sha256: string, size: number): AsyncGenerator<Uint8Array> {
  if (size > 0) yield* blobs.read(sha256, { start: 0, end: size - 1 });
}

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Windows cannot open folders and needs no such step. */
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
