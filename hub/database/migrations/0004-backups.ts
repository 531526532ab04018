import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/** Backups by when they began, with how far each device had come then: what counts once the backup is finished. */
export const backups = {
  name: '0004-backups',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  `create table backups (id text primary key, started_at text not null, finished_at text)`,
  `create table backup_marks (backup_id text not null references backups (id), account_id text not null,
    device_id text not null, last_seq bigint not null, primary key (backup_id, account_id, device_id))`,
] as const;
