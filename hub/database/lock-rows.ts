import { PostgresAdapter } from 'kysely';
import type { ReadableDb } from './open.ts';

/** Whether rows must be locked one by one. SQLite has a single writer: its transaction already holds everything. */
export const locksRows = (db: ReadableDb): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** Cuts a list into pieces that fit the number of parameters a statement may carry. */
export const inChunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
