import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/** What the hub's own sign-in remembers (codes, refresh tokens, grants), and who a person of another provider is here. */
export const identity = {
  name: '0006-identity',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  `create table identity_records (kind text not null, id_hash text not null, payload text not null, grant_id text,
    expires_at bigint not null, consumed_at bigint, primary key (kind, id_hash))`,
  `create index identity_records_by_grant on identity_records (kind, grant_id)`,
  `create index identity_records_by_expiry on identity_records (expires_at)`,
  `create table account_identities (issuer text not null, subject text not null,
    account_id text not null references accounts (id), linked_at text not null, primary key (issuer, subject),
    unique (issuer, account_id))`,
] as const;
