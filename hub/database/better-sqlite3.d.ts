/** What the hub uses of the package; its own declarations are hidden behind its `exports`. */
declare module 'better-sqlite3' {
  type Statement = {
    readonly reader: boolean;
    all: (parameters: ReadonlyArray<unknown>) => unknown[];
    run: (parameters: ReadonlyArray<unknown>) => {
      changes: number | bigint;
      lastInsertRowid: number | bigint;
    };
    iterate: (parameters: ReadonlyArray<unknown>) => IterableIterator<unknown>;
  };
  class Database {
    constructor(path: string);
    prepare(sql: string): Statement;
    pragma(source: string): unknown;
    /** Copies the database as it stands; `progress` answers how many pages to copy next. */
    backup(path: string, options: { progress: () => number }): Promise<unknown>;
    close(): void;
  }
  // biome-ignore lint/style/noDefaultExport: the package has no other export.
  export default Database;
}
