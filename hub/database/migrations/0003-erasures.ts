import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/** What is left of an erased submission: that it was erased, for whom, and which devices have done the same. */
export const erasures = {
  name: '0003-erasures',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  `create table erasures (id text primary key, submission_id text not null unique references submissions (id),
    submission_code text not null, erased_at text not null, erased_by text not null, evidence_files integer not null,
    reviews integer not null, undone integer not null)`,
  `create index erasures_page on erasures (erased_at, id)`,
  `create table erasure_readers (erasure_id text not null references erasures (id) on delete cascade,
    reader_id text not null, primary key (erasure_id, reader_id))`,
  `create table erasure_receipts (erasure_id text not null, account_id text not null, device_id text not null,
    event_id text not null, received_at text not null, primary key (erasure_id, account_id, device_id))`,
  `create table erased_blobs (sha256 text primary key)`,
] as const;
