import type { ReadableDb, WritableDb } from '../connection.ts';

/*
 * Pages of the feed wait here until the last one has come. Each page is a run of rows, one per change, and a last row
 * that says where the page ended; a page is written in one transaction, so there is never half a page.
 */

/** `head` is JSON; `state` or `sealed` is what the change's own table will hold. */
export type StagedRow = {
  readonly head: string;
  readonly state: string | null;
  readonly sealed: Uint8Array | null;
};

/** Adds one page: its changes in feed order, and the text that ends it. */
export const stagePage = (db: WritableDb, changes: readonly StagedRow[], end: string): void => {
  const insert = db.prepare('INSERT INTO hub_staged_changes (head, state, sealed) VALUES (?, ?, ?)');
  for (const { head, state, sealed } of changes) insert.run(head, state, sealed);
  insert.run(end, null, null);
};

/** The end of the last staged page, undefined when nothing is staged. */
export const lastStaged = (db: ReadableDb): string | undefined =>
  db.prepare<{ head: string }>('SELECT head FROM hub_staged_changes ORDER BY position DESC LIMIT 1').get()
    ?.head;

/** Everything staged, in feed order. */
export const readStaged = (db: ReadableDb): StagedRow[] =>
  db.prepare<StagedRow>('SELECT head, state, sealed FROM hub_staged_changes ORDER BY position').all();

export const clearStaged = (db: WritableDb): void => {
  db.prepare('DELETE FROM hub_staged_changes').run();
};
