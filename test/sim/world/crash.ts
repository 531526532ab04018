import type { Database } from '../../../main/database/connection.ts';
import type { Stream } from './random.ts';

/** Where a program can be killed: before or after a transaction commits, or before a file or folder changes. */
export type CrashPoint = 'before-commit' | 'after-commit' | 'file';

/** The program dies the `left`th time it comes to `point`; `power`: the power goes with it. */
export type Doom = { readonly point: CrashPoint; left: number; readonly power: Stream | null };

/** What the database refuses next, once each: a full disk at the first page it needs, or a disk that fails at commit. */
export type DatabaseFault = 'full' | 'io-error';

const faults = new WeakMap<Database, DatabaseFault[]>();

/** Stands between the workbench and SQLite at the three statements that begin and end a transaction. */
export const doomDatabase = (db: Database, reached: (point: CrashPoint) => void): void => {
  const exec = db.exec.bind(db);
  faults.set(db, []);
  Object.defineProperty(db, 'exec', {
    value: (sql: string) => {
      if (sql === 'BEGIN IMMEDIATE') beginWithFault(db, exec);
      if (sql === 'COMMIT') {
        reached('before-commit');
        if (faults.get(db)?.[0] === 'io-error') {
          faults.get(db)?.shift();
          throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
        }
      }
      const result = exec(sql);
      if (sql === 'COMMIT') reached('after-commit');
      if (sql === 'COMMIT' || sql === 'ROLLBACK') endFault(db);
      return result;
    },
  });
};

export const refuseDatabase = (db: Database, fault: DatabaseFault): void => {
  faults.get(db)?.push(fault);
};

/** A real full disk as SQLite meets it: no page more than there are. */
const beginWithFault = (db: Database, exec: (sql: string) => unknown): void => {
  if (faults.get(db)?.[0] !== 'full') return;
  faults.get(db)?.shift();
  exec(`PRAGMA max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  limited.add(db);
};

const limited = new WeakSet<Database>();

const endFault = (db: Database): void => {
  if (!limited.has(db)) return;
  limited.delete(db);
  db.pragma('max_page_count = 1073741823');
};

/** Nothing is refused any more. */
export const calmDatabase = (db: Database): void => {
  faults.set(db, []);
  endFault(db);
};
