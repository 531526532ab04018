import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
  sql,
  type Transaction,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import type { HubTables } from './schema.ts';

/** May read. Table functions that only read take this; a transaction is one too. */
export type ReadableDb = Kysely<HubTables>;

/** May write: always inside a transaction. */
export type WritableDb = Transaction<HubTables>;

export type HubDatabase = {
  readonly dialect: 'sqlite' | 'postgresql';
  /** Runs `work` in one write transaction; tried again (up to 5 times) when PostgreSQL breaks a deadlock. */
  readonly write: <T>(work: (db: WritableDb) => Promise<T>) => Promise<T>;
  /** Runs `work` on one unchanging view of the data. */
  readonly read: <T>(work: (db: ReadableDb) => Promise<T>) => Promise<T>;
  /**
   * Overwrites what deleted rows left in the database's files, where the hub has a hand on them (SQLite). `rewrite`: the
   * whole file, for one whose rows were deleted before deleting overwrote them. False: a reader is in the way; try later.
   */
  readonly overwriteDeleted: (rewrite: boolean) => Promise<boolean>;
  /**
   * Writes a copy of the whole database, as it stands at one moment, into a new file while others read and write. The
   * caller syncs it. Rejects for PostgreSQL, whose copy pg_dump makes.
   */
  readonly copyTo: (path: string) => Promise<void>;
  readonly kysely: Kysely<HubTables>;
  readonly close: () => Promise<void>;
};

/** Writers take SQLite's write lock at once: a deferred one fails when another process wrote in between. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(
    connection: DatabaseConnection,
    settings?: TransactionSettings,
  ): Promise<void> {
    const readOnly = settings?.accessMode === 'read only';
    await connection.executeQuery(CompiledQuery.raw(readOnly ? 'begin' : 'begin immediate'));
  }
}

class HubSqliteDialect extends SqliteDialect {
  readonly #database: Database;

  constructor(database: Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver({ database: withKeptStatements(this.#database) });
  }
}

/** So many compiled statements are kept: lists of ids of every length have texts of their own. */
const mostStatements = 400;

/** What a change of the schema cannot make wrong. */
const isKept = (text: string): boolean =>
  /^\s*(select|insert|update|delete|begin|commit|rollback|with)\b/i.test(text);

/**
 * Compiles each statement once: that costs more than running it. A change of the schema forgets them all, because
 * `select *` then stands for other columns.
 */
const withKeptStatements = (database: Database): SqliteDatabase => {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (text) => {
      const known = kept.get(text);
      if (known === undefined && !isKept(text)) {
        kept.clear();
        return database.prepare(text);
      }
      const statement = known ?? database.prepare(text);
      kept.delete(text);
      kept.set(text, statement);
      if (kept.size > mostStatements) {
        const [oldest = text] = kept.keys();
        kept.delete(oldest);
      }
      return statement;
    },
  };
};

export const openSqlite = (path: string): HubDatabase => {
  const file = new Database(path);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
    'trusted_schema = OFF',
    'cell_size_check = ON',
    // What is deleted is overwritten: an erased submission leaves no words in free pages.
    'secure_delete = ON',
  ]) {
    file.pragma(pragma);
  }
  const copyTo = async (to: string): Promise<void> => {
    // A connection of its own sees what is committed, and nothing that this process is just writing.
    const source = new Database(path);
    try {
      // All pages in one step: in several, a hub that writes meanwhile would make it begin again, and again.
      await source.backup(to, { progress: () => 0x7fffffff });
    } finally {
      source.close();
    }
  };
  return hubDatabase('sqlite', new Kysely<HubTables>({ dialect: new HubSqliteDialect(file) }), copyTo);
};

/** `url`: postgres://user:password@host:port/database. `onError` hears of connections the server cut while idle. */
export const openPostgres = (url: string, onError: (error: Error) => void): HubDatabase => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    types: { getTypeParser: bigintAsNumber },
  });
  pool.on('error', onError);
  return hubDatabase('postgresql', new Kysely<HubTables>({ dialect: new PostgresDialect({ pool }) }), () =>
    Promise.reject(new Error('A PostgreSQL database is copied with pg_dump.')),
  );
};

const bigintOid = 20;

/** Sizes and sequence numbers stay far below 2^53, so that a JavaScript number carries them. */
const bigintAsNumber = ((oid: number, format?: 'text' | 'binary') =>
  oid === bigintOid
    ? Number
    : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;

const hubDatabase = (
  dialect: HubDatabase['dialect'],
  kysely: Kysely<HubTables>,
  copyTo: HubDatabase['copyTo'],
): HubDatabase => ({
  dialect,
  copyTo,
  kysely,
  write: async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await kysely.transaction().execute(work);
      } catch (error) {
        if (attempt >= 5 || !brokenByAnother(error)) throw error;
      }
    }
  },
  read: (work) =>
    kysely.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(work),
  overwriteDeleted: async (rewrite) => {
    if (dialect === 'postgresql') return true;
    if (rewrite) await sql`vacuum`.execute(kysely);
    // The log of changes holds the rows as they were: it is written into the file and cut to nothing.
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(kysely);
    return rows[0]?.busy === 0;
  },
  close: () => kysely.destroy(),
});

/** Serialization failure and deadlock: PostgreSQL undid this transaction so that another could finish. */
const brokenByAnother = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code;
  return code === '40001' || code === '40P01';
};
