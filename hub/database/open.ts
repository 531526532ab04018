import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  SqliteDialect,
  SqliteDriver,
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
    return new ImmediateSqliteDriver({ database: this.#database });
  }
}

export const openSqlite = (path: string): HubDatabase => {
  const file = new Database(path);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'foreign_keys = ON',
    'busy_timeout = 5000',
    'trusted_schema = OFF',
    'cell_size_check = ON',
  ]) {
    file.pragma(pragma);
  }
  return hubDatabase('sqlite', new Kysely<HubTables>({ dialect: new HubSqliteDialect(file) }));
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
  return hubDatabase('postgresql', new Kysely<HubTables>({ dialect: new PostgresDialect({ pool }) }));
};

const bigintOid = 20;

/** Sizes and sequence numbers stay far below 2^53, so that a JavaScript number carries them. */
const bigintAsNumber = ((oid: number, format?: 'text' | 'binary') =>
  oid === bigintOid
    ? Number
    : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;

const hubDatabase = (dialect: HubDatabase['dialect'], kysely: Kysely<HubTables>): HubDatabase => ({
  dialect,
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
  close: () => kysely.destroy(),
});

/** Serialization failure and deadlock: PostgreSQL undid this transaction so that another could finish. */
const brokenByAnother = (error: unknown): boolean => {
  const code = (error as { code?: unknown }).code;
  return code === '40001' || code === '40P01';
};
