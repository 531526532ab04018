import { type Problem, problem } from '../../shared/lib/problem.ts';

/** SQLite's extended result code (SQLITE_FULL …), or undefined for an error of ours. */
export const sqliteCode = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('SQLITE_')
    ? error.code
    : undefined;

/** What a failure of the database file means to a person; undefined for errors that only a bug can cause. */
export const sqliteProblem = (error: unknown, operation: string): Problem | undefined => {
  const code = sqliteCode(error);
  if (code === undefined) return undefined;
  // The second: the file beside the log that all readers share could not grow.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return problem('disk-full');
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return problem('database-damaged');
  if (code.startsWith('SQLITE_BUSY')) return problem('workspace-in-use');
  const refused = ['SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'SQLITE_AUTH'];
  return refused.some((prefix) => code.startsWith(prefix))
    ? problem('storage-failed', { operation, reason: code })
    : undefined;
};
