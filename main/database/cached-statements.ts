import type { z } from 'zod';
import type { Database } from './connection.ts';

/**
 * The same database with every statement prepared once: compiling one costs more than running it, and a pull runs the
 * same few thousands of times. The texts of this program are constant, so the number kept is small. SQLite compiles a
 * kept statement anew by itself when the schema changes; closing the database ends them all. While the rows of one are
 * still being read, another reading of the same text gets a statement of its own.
 */
export const withCachedStatements = (db: Database, makeRoom = () => false): Database => {
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
    parsed: createParsed(),
    ...createRemembered(),
    exec: (sql) => db.exec(sql),
    pragma: (source, options) => db.pragma(source, options),
    makeRoom,
    close: () => db.close(),
    get inTransaction() {
      return db.inTransaction;
    },
  } as Pick<
    Database,
    'exec' | 'pragma' | 'makeRoom' | 'close' | 'inTransaction' | 'parsed' | 'remembered'
  > as Database;
};

/** So many rows of a table are remembered. */
const mostRemembered = 64;

/** Rows that are read at every saved edit and written by few: whoever writes such a table says so. */
const createRemembered = () => {
  const tables = new Map<string, Map<string, unknown>>();
  return {
    remembered: <T>(table: string, id: string, read: () => T): T => {
      const rows = tables.get(table) ?? new Map<string, unknown>();
      tables.set(table, rows);
      if (!rows.has(id)) {
        if (rows.size >= mostRemembered) rows.clear();
        rows.set(id, read());
      }
      return rows.get(id) as T;
    },
    forget: (table: string) => tables.delete(table),
    forgetAll: () => tables.clear(),
  };
};

/** So many texts are kept parsed: the rubrics and assignments that a reviewer goes back and forth between. */
const mostParsed = 64;

/** The same row is read at every saved edit, and checking it against its schema costs far more than reading it. */
const createParsed = (): Database['parsed'] => {
  const known = new Map<z.ZodType, Map<string, unknown>>();
  return <Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> => {
    const values = known.get(schema) ?? new Map<string, unknown>();
    known.set(schema, values);
    if (!values.has(text)) {
      const [oldest] = values.keys();
      if (values.size >= mostParsed && oldest !== undefined) values.delete(oldest);
      values.set(text, deepFrozen(schema.parse(JSON.parse(text))));
    }
    return values.get(text) as z.output<Schema>;
  };
};

/** Everybody gets the same object: nobody may change it. */
const deepFrozen = (value: unknown): unknown => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFrozen(member);
  }
  return value;
};
