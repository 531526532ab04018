import type { ReadableDb, WritableDb } from '../connection.ts';

/*
 * Pages of the feed wait here until the last one has come. Each page is a run of rows, one per change, and a last row
 * that says where the page ended; a page is written in one transaction, so there is never half a page.
 */

/** Adds one page: its changes in feed order, as text, and the text that ends it. */
export const stagePage = (db: WritableDb, changes: readonly string[], end: string): void => {
  const insert = db.prepare('INSERT INTO hub_staged_changes (change) VALUES (?)');
  for (const change of changes) insert.run(change);
  insert.run(end);
};

/** The end of the last staged page, undefined when nothing is staged. */
export const lastStaged = (db: ReadableDb): string | undefined =>
  db.prepare<{ change: string }>('SELECT change FROM hub_staged_changes ORDER BY position DESC LIMIT 1').get()
    ?.change;

/** Everything staged, in feed order. */
export const readStaged = (db: ReadableDb): string[] =>
  db
    .prepare<{ change: string }>('SELECT change FROM hub_staged_changes ORDER BY position')
    .all()
    .map(({ change }) => change);

export const clearStaged = (db: WritableDb): void => {
  db.prepare('DELETE FROM hub_staged_changes').run();
};
