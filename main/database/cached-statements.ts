import type { Database } from './connection.ts';

/**
 * The same database with every statement prepared once: compiling one costs more than running it, and a pull runs the
 * same few thousands of times. The texts of this program are constant, so the number kept is small. SQLite compiles a
 * kept statement anew by itself when the schema changes; closing the database ends them all. While the rows of one are
 * still being read, another reading of the same text gets a statement of its own.
 */
export const withCachedStatements = (db: Database): Database => {
  const prepared = new Map<string, { readonly busy: boolean }>();
  const prepare = (sql: string): unknown => {
    const known = prepared.get(sql);
    if (known !== undefined && !known.busy) return known;
    const made = db.prepare(sql) as unknown as { readonly busy: boolean };
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
