import type { z } from 'zod';
import type { Database } from './connection.ts';
import { createRemembered } from './remembered-rows.ts';

type Made = {
  readonly busy: boolean;
  run(...values: unknown[]): unknown;
  iterate(...values: unknown[]): unknown;
};

/** `readByRow`: its rows have been read one by one, so that it may be busy with them. Asking each statement costs more. */
type Kept = { readonly made: Made; readByRow: boolean };

/**
 * The same database with every statement prepared once: compiling one costs more than running it, and a pull runs the
 * same few thousands of times. The texts of this program are constant, so the number kept is small. SQLite compiles a
 * kept statement anew by itself when the schema changes; closing the database ends them all. While the rows of one are
 * still being read, another reading of the same text gets a statement of its own.
 *
 * What is remembered of a table is forgotten when a statement writes it, and everything when a script is run. What
 * triggers write is not noticed: none of them writes a table of which rows are remembered.
 */
export const withCachedStatements = (db: Database, makeRoom = () => false): Database => {
  const prepared = new Map<string, Kept>();
  const remembering = new Map<string, Made>();
  const remembered = createRemembered();
  const make = (sql: string): Kept => {
    const made = db.prepare(sql) as unknown as Made;
    const { run, iterate } = made;
    const kept: Kept = { made, readByRow: false };
    const rows = remembered.rowsOf(tableWrittenBy(sql));
    if (rows === undefined) {
      made.iterate = (...values) => {
        kept.readByRow = true;
        return iterate.apply(made, values);
      };
    } else {
      made.run = (...values) => {
        rows.clear();
        return run.apply(made, values);
      };
    }
    return kept;
  };
  const prepare = (sql: string): Made => {
    const found = prepared.get(sql);
    if (found !== undefined && !(found.readByRow && found.made.busy)) return found.made;
    const kept = make(sql);
    prepared.set(sql, kept);
    return kept.made;
  };
  const prepareRemembering = (sql: string): Made => {
    const made = remembering.get(sql) ?? (db.prepare(sql) as unknown as Made);
    remembering.set(sql, made);
    return made;
  };
  const exec = (sql: string): unknown => {
    if (!transactionWords.has(sql)) remembered.forgetAll();
    return db.exec(sql);
  };
  // What `prepare` gives is what the database itself gave for this text.
  return {
    prepare,
    prepareRemembering,
    parsed: createParsed(),
    remembered: remembered.read,
    remember: remembered.remember,
    forgetAll: remembered.forgetAll,
    exec,
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

/** They write no table themselves. Whoever rolls back forgets everything. */
const transactionWords: ReadonlySet<string> = new Set(['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK']);

const writing = /\b(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(\w+)/;

const tableWrittenBy = (sql: string): string | undefined => writing.exec(sql)?.[1];

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
