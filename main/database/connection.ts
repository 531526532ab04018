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
};

/** May write: exists only inside inTransaction. Its `prepare` comes first, so that it is the one that is chosen. */
export type WritableDb = {
  readonly [writable]: true;
  prepare<Row = never, Params extends readonly SqlValue[] = readonly SqlValue[]>(
    sql: string,
  ): Statement<Params, Row>;
} & ReadableDb;

/** An open database file. Readers pass it on as ReadableDb; only open.ts, migrate.ts and inTransaction use the rest. */
export type Database = ReadableDb & {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(source: string, options?: { readonly simple?: boolean }): unknown;
  close(): unknown;
};
