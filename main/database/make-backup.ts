import { join } from 'node:path';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { sqliteProblem } from '../core/sqlite-problem.ts';
import {
  type FileSystem,
  makeFolder,
  PRIVATE_FILE,
  storageProblem,
  syncFolder,
} from '../keys/durable-file.ts';
import type { DatabaseKey } from '../keys/root-key.ts';
import { BACKUPS_FOLDER, BACKUPS_KEPT, backupName, listBackups } from './backup-files.ts';
import { openEncrypted } from './open.ts';

export type BackupOrder = {
  /** The account's folder, with workspace.db in it. */
  readonly folder: string;
  readonly key: DatabaseKey;
  /** UTC, YYYY-MM-DD. */
  readonly day: string;
};

/**
 * Writes the day's backup: the database as it stands at one moment, whole, under the same key, and never the keyring. It
 * gets its name only when it is on the disk and has been read back; until then, and whenever anything fails, the earlier
 * ones stay as they are. Afterwards the newest seven days are kept. Blocks while SQLite copies: run it in a thread of its own.
 */
export const makeBackup = async (
  fs: FileSystem,
  { folder, key, day }: BackupOrder,
): Promise<Result<void>> => {
  const backups = join(folder, BACKUPS_FOLDER);
  const finished = join(backups, backupName(day));
  const unfinished = `${finished}.new`;
  try {
    await makeFolder(fs, backups);
    await removeUnfinished(fs, unfinished);
    const emptied = await fs.open(unfinished, 'wx', PRIVATE_FILE);
    await emptied.close();
    copyInto(join(folder, 'workspace.db'), unfinished, key);
    const file = await fs.open(unfinished, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    if (!readsBack(unfinished, key)) return fail(problem('backup-unreadable'));
    await fs.rename(unfinished, finished);
    await syncFolder(fs, backups);
    await dropOld(fs, folder, day);
    return ok(undefined);
  } catch (error) {
    return fail(sqliteProblem(error, 'writing a backup') ?? storageProblem(error, 'writing a backup'));
  } finally {
    // Nothing there after success; after a failure the room is worth more than a half. A disk that refuses this too keeps it.
    await removeUnfinished(fs, unfinished).catch(() => undefined);
  }
};

/** VACUUM INTO copies what is committed, in a read transaction of its own, and keeps cipher and key. */
const copyInto = (from: string, to: string, key: DatabaseKey): void => {
  const db = openEncrypted(from, key, { readonly: true });
  try {
    db.pragma('busy_timeout=5000');
    db.pragma('synchronous=FULL');
    db.exec(`VACUUM INTO '${to.replaceAll("'", "''")}'`);
  } finally {
    db.close();
  }
};

const readsBack = (file: string, key: DatabaseKey): boolean => {
  const db = openEncrypted(file, key, { readonly: true });
  try {
    return db.pragma('quick_check', { simple: true }) === 'ok';
  } finally {
    db.close();
  }
};

const removeUnfinished = async (fs: FileSystem, unfinished: string): Promise<void> => {
  await fs.rm(unfinished, { force: true });
  await fs.rm(`${unfinished}-journal`, { force: true });
};

/**
 * Keeps seven: today's, then the latest before it. Days that are still to come were written under a wrong clock, and go
 * first.
 */
const dropOld = async (fs: FileSystem, folder: string, today: string): Promise<void> => {
  const all = await listBackups(folder);
  const past = all.filter(({ day }) => day <= today);
  const future = all.filter(({ day }) => day > today);
  for (const { file } of [...past, ...future].slice(BACKUPS_KEPT)) await fs.rm(file, { force: true });
};
