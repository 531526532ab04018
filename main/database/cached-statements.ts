import type { Database } from './connection.ts';

/**
 * The same database with every statement prepared once: compiling one costs more than running it, and a pull runs the
 * same few thousands of times. The texts of this program are constant, so the number kept is small. SQLite compiles a
 * kept statement anew by itself when the schema changes; closing the database ends them all.
 *
 * A kept statement that is being iterated cannot be run a second time meanwhile: it throws then.
 */
export const withCachedStatements = (db: Database): Database => {
  const prepared = new Map<string, unknown>();
  const prepare = (sql: string): unknown => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = db.prepare(sql);
    prepared.set(sql, made);
    return made;
  };
  // What `prepare` gives is what the database itself gave for this text.
  return {
    prepare,
    exec: (sql) => db.exec(sql),
    pragma: (source, options) => db.pragma(source, options),
    close: () => db.close(),
    get inTransaction() {
      return db.inTransaction;
    },
  } as Pick<Database, 'exec' | 'pragma' | 'close' | 'inTransaction'> as Database;
};
