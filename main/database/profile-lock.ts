import { mkdirSync } from 'node:fs';
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
