import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Database } from './connection.ts';
import { spine } from './migrations/0001-spine.ts';
import { commentBank } from './migrations/0002-comment-bank.ts';
import { twoDevices } from './migrations/0003-two-devices.ts';
import { erasuresAnswered } from './migrations/0004-erasures-answered.ts';
import { slimClick } from './migrations/0005-slim-click.ts';
import { identity } from './migrations/0006-identity.ts';
import { roomForEvidence } from './migrations/0007-room-for-evidence.ts';
import { copied } from './migrations/0008-copied.ts';
import { tailInLine } from './migrations/0009-the-tail-is-in-line.ts';

/** In order; migration n makes schema version n. A released one never changes: schema-guard.test.ts holds them fast. */
export const migrations: readonly string[] = [
  spine,
  commentBank,
  twoDevices,
  erasuresAnswered,
  slimClick,
  identity,
  roomForEvidence,
  copied,
  tailInLine,
];

/**
 * Brings the schema up to date, each migration in a transaction of its own with its version number. A database of a
 * newer Assay is refused before anything is written.
 */
export const migrate = (db: Database, known: readonly string[] = migrations): Result<void> => {
  const found = schemaVersion(db);
  if (found > known.length) return fail(problem('database-newer', { found, known: known.length }));
  for (const [index, sql] of known.entries()) {
    if (index < found) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${index + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
  return ok(undefined);
};

/** The number of migrations a database has been through. The first read of a file: it throws for a wrong key. */
export const schemaVersion = (db: Database): number => Number(db.pragma('user_version', { simple: true }));
