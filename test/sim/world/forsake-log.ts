import { statSync, truncateSync } from 'node:fs';

/**
 * To be called before a database is closed whose files nobody reads again: those of a program that was killed, once what it
 * left was copied, and of a world that has ended. Closing would first write SQLite's log into the database, page by page and
 * sealed anew; from an empty log nothing can be written, and SQLite lets it be.
 */
export const forsakeLog = (file: string): void => {
  const log = `${file}-wal`;
  if (statSync(log, { throwIfNoEntry: false }) !== undefined) truncateSync(log);
};
