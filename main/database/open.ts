import { statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { sqliteCode, sqliteProblem } from '../core/sqlite-problem.ts';
import type { DatabaseKey } from '../keys/root-key.ts';
import { withCachedStatements } from './cached-statements.ts';
import type { Database, WritableDb } from './connection.ts';
import { migrate, migrations, schemaVersion } from './migrate.ts';
import { endsAsNoted, markExit, readCleanExit } from './tables/device-identity.ts';
import { lineUp } from './tables/outbox.ts';

const MINIMUM_SQLITE = [3, 51, 3] as const;

/** In this order, after the key. Sizes: pages (4 KiB) for wal_autocheckpoint, bytes for journal_size_limit. */
const PRAGMAS = [
  'journal_mode=WAL',
  'synchronous=FULL',
  'foreign_keys=ON',
  'busy_timeout=5000',
  'wal_autocheckpoint=1000',
  'journal_size_limit=67108864',
  'secure_delete=ON',
  'temp_store=MEMORY',
  'trusted_schema=OFF',
  'cell_size_check=ON',
  'mmap_size=0',
] as const;

export type OpenOptions = {
  readonly file: string;
  readonly key: DatabaseKey;
  /** macOS flushes the drive's own cache only when asked. Default: as on this system. */
  readonly fullfsync?: boolean;
  readonly knownMigrations?: readonly string[];
  /** Makes room when a write finds the disk full; false where there is none to make. The write is then done again. */
  readonly makeRoom?: () => boolean;
};

/** `cleanExit` is false when the last run did not close the database; it has then been checked. */
export type OpenedDatabase = { readonly db: Database; readonly cleanExit: boolean };

/**
 * Opens (or creates) the encrypted database, migrates it, and checks it after an unclean exit, or with a log beside it that
 * a clean one would not have left. Problems:
 * `database-key-wrong`, `database-newer` (nothing was changed), `database-damaged`, `disk-full`, `storage-failed`.
 */
export const openDatabase = (options: OpenOptions): Result<OpenedDatabase> => {
  const opened = openOnce(options);
  return isFull(opened) && options.makeRoom?.() === true ? openOnce(options) : opened;
};

const isFull = (result: Result<unknown>): boolean => !result.ok && result.problem.code === 'disk-full';

const openOnce = (options: OpenOptions): Result<OpenedDatabase> => {
  let db: Database | undefined;
  try {
    // A clean exit leaves none: one that is there was cut off, or belongs to another moment of this file.
    const hadLog = (statSync(`${options.file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
    db = withCachedStatements(
      new BetterSqlite3(options.file) as unknown as Database,
      options.makeRoom ?? (() => false),
    );
    const opened = prepareDatabase(db, options, hadLog);
    if (!opened.ok) db.close();
    return opened;
  } catch (error) {
    db?.close();
    const known = sqliteProblem(error, 'opening the database');
    if (known === undefined) throw error;
    return fail(known);
  }
};

/** Lines up what is new, notes that this exit was clean, and closes. */
export const closeDatabase = (db: Database): Result<void> => {
  try {
    return inTransaction(db, (writable) => {
      lineUp(writable);
      return ok(markExit(writable, true));
    });
  } finally {
    db.close();
  }
};

/**
 * Runs `work` in one write transaction. It commits when `work` returns ok, and is durable then (synchronous=FULL); it
 * rolls back when `work` returns a problem or throws. A full disk or a failing one comes back as a problem with
 * nothing half-written; a full one only after the room kept in reserve was given up and `work` done once more, so what it
 * leaves outside of the database must be as good after two runs as after one. `work` must be synchronous, and
 * transactions do not nest.
 */
export const inTransaction = <T>(db: Database, work: (db: WritableDb) => Result<T>): Result<T> => {
  if (db.inTransaction) throw new Error('a transaction was begun inside another');
  const done = transact(db, work);
  return isFull(done) && db.makeRoom() ? transact(db, work) : done;
};

const transact = <T>(db: Database, work: (db: WritableDb) => Result<T>): Result<T> => {
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = work(db as unknown as WritableDb);
    if (!result.ok) db.forgetAll();
    db.exec(result.ok ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    db.forgetAll();
    // After SQLITE_FULL and some I/O errors SQLite has rolled back by itself.
    if (db.inTransaction) db.exec('ROLLBACK');
    const known = sqliteProblem(error, 'saving');
    if (known === undefined) throw error;
    return fail(known);
  }
};

/**
 * Opens an existing file with its key and does nothing else: no migration, no check, no note of the exit. For copies and
 * backups. Whether the key is right, the first read tells. Throws what SQLite throws.
 */
export const openEncrypted = (
  file: string,
  key: DatabaseKey,
  options: { readonly readonly: boolean },
): Database => {
  const db = withCachedStatements(
    new BetterSqlite3(file, { ...options, fileMustExist: true }) as unknown as Database,
  );
  try {
    giveKey(db, key);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const giveKey = (db: Database, key: DatabaseKey): void => {
  db.pragma("cipher='sqlcipher'");
  db.pragma('legacy=4');
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
};

const prepareDatabase = (db: Database, options: OpenOptions, hadLog: boolean): Result<OpenedDatabase> => {
  const { key, fullfsync = process.platform === 'darwin', knownMigrations = migrations } = options;
  giveKey(db, key);
  const opened = checkKeyAndVersion(db, knownMigrations.length);
  if (!opened.ok) return opened;
  requireSqlite(db);
  for (const pragma of PRAGMAS) db.pragma(pragma);
  if (fullfsync) {
    db.pragma('fullfsync=ON');
    db.pragma('checkpoint_fullfsync=ON');
  }
  const migrated = migrate(db, knownMigrations);
  if (!migrated.ok) return migrated;
  const cleanExit = readCleanExit(db);
  const sound = (cleanExit && !hadLog) || db.pragma('quick_check', { simple: true }) === 'ok';
  if (!sound || !endsAsNoted(db)) return fail(problem('database-damaged'));
  const marked = inTransaction(db, (writable) => ok(markExit(writable, false)));
  return marked.ok ? ok({ db, cleanExit }) : marked;
};

/** Before the first pragma that could write: the wrong key and the newer schema must leave the file as it is. */
const checkKeyAndVersion = (db: Database, known: number): Result<void> => {
  try {
    const found = schemaVersion(db);
    return found > known ? fail(problem('database-newer', { found, known })) : ok(undefined);
  } catch (error) {
    if (sqliteCode(error) === 'SQLITE_NOTADB') return fail(problem('database-key-wrong'));
    throw error;
  }
};

/** After the key: preparing any statement reads the schema. */
const requireSqlite = (db: Database): void => {
  const found = db.prepare<{ v: string }>('SELECT sqlite_version() AS v').get()?.v ?? '';
  if (isOlder(found.split('.').map(Number), MINIMUM_SQLITE)) throw new Error(`SQLite ${found} is too old`);
};

const isOlder = (version: readonly number[], minimum: readonly number[]): boolean => {
  for (const [index, wanted] of minimum.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
};
