import type { z } from 'zod';
import type { RememberedTable } from './remembered-rows.ts';

type SqlValue = string | number | bigint | Uint8Array | null;

/** `Row` is what the author of the SQL says comes back; the schema's STRICT tables keep that promise. */
type Query<Params extends readonly SqlValue[], Row> = {
  get(...params: Params): Row | undefined;
  all(...params: Params): Row[];
  iterate(...params: Params): IterableIterator<Row>;
};

type Statement<Params extends readonly SqlValue[], Row> = Query<Params, Row> & {
  run(...params: Params): { readonly changes: number };
};

declare const readable: unique symbol;
declare const writable: unique symbol;

/** May read. Table functions that only read take this. Values are bound by position (`?`). */
export type ReadableDb = {
  readonly [readable]: true;
  prepare<Row = never, Params extends readonly SqlValue[] = readonly SqlValue[]>(
    sql: string,
  ): Query<Params, Row>;
  /** What a schema makes of a row's JSON. The same text gives the same object, which must not be changed. */
  parsed<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema>;
  /**
   * What was read of a row before; read now where nothing was, or `table` was written since. It must say nothing of
   * other tables, and must not be changed.
   */
  remembered<T>(table: RememberedTable, id: string, read: () => T): T;
};

/** May write: exists only inside inTransaction. Its `prepare` comes first, so that it is the one that is chosen. */
export type WritableDb = {
  readonly [writable]: true;
  prepare<Row = never, Params extends readonly SqlValue[] = readonly SqlValue[]>(
    sql: string,
  ): Statement<Params, Row>;
  /**
   * The same for a statement after whose every change the caller remembers what it changed: what is remembered of other
   * rows of its table stays.
   */
  prepareRemembering<Params extends readonly SqlValue[] = readonly SqlValue[]>(
    sql: string,
  ): Pick<Statement<Params, never>, 'run'>;
  /** What `remembered` would read of a row now, where the caller has just written it and knows. */
  remember(table: RememberedTable, id: string, value: unknown): void;
} & ReadableDb;

/** An open database file. Readers pass it on as ReadableDb; only open.ts, migrate.ts and inTransaction use the rest. */
export type Database = ReadableDb & {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(source: string, options?: { readonly simple?: boolean }): unknown;
  /** Everything remembered: what was read in a transaction that is rolled back was never there. */
  forgetAll(): void;
  /** Makes room on a full disk; false where there is none to make. See Ballast. */
  makeRoom(): boolean;
  close(): unknown;
};
