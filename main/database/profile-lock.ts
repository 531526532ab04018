import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { sqliteCode, sqliteProblem } from '../core/sqlite-problem.ts';
import { PRIVATE_FOLDER, storageProblem } from '../keys/durable-file.ts';

export type ProfileLock = { release(): void };

/**
 * One workbench per profile: an exclusive transaction on a small SQLite file of its own. The operating system lets go
 * of it when the process ends, however it ends. `workspace-in-use` when another one holds it.
 */
export const lockProfile = (profileFolder: string): Result<ProfileLock> => {
  try {
    mkdirSync(profileFolder, { recursive: true, mode: PRIVATE_FOLDER });
    const db = new BetterSqlite3(join(profileFolder, 'lock'), { timeout: 0 });
    try {
      db.pragma('journal_mode=MEMORY');
      db.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      db.close();
      throw error;
    }
    return ok({ release: () => db.close() });
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return fail(problem('workspace-in-use'));
    return fail(sqliteProblem(error, 'opening the profile') ?? storageProblem(error, 'opening the profile'));
  }
};

/**
 * The same for somebody who only reads: nobody can open the profile meanwhile, and nothing is written, so that it goes on
 * a read-only disk too. A profile that never was opened has no lock to take.
 */
export const lockProfileForReading = (profileFolder: string): Result<ProfileLock> => {
  const file = join(profileFolder, 'lock');
  if (!existsSync(file)) return ok({ release: () => undefined });
  try {
    const db = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 0 });
    try {
      db.exec('BEGIN');
      // The shared lock is taken by the first read, and kept until the transaction ends.
      db.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
    } catch (error) {
      db.close();
      throw error;
    }
    return ok({ release: () => db.close() });
  } catch (error) {
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return fail(problem('workspace-in-use'));
    return fail(sqliteProblem(error, 'opening the profile') ?? storageProblem(error, 'opening the profile'));
  }
};
