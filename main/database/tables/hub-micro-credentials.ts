import { type MicroCredential, microCredentialSchema } from '../../../shared/domain/micro-credential.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { KEPT_AFTER_WITHDRAWAL } from './hub-feed.ts';

/** Undefined when the hub never sent it. Kept ones (of a withdrawn assignment) are found too. */
export const readMicroCredential = (db: ReadableDb, id: string): MicroCredential | undefined => {
  return db.remembered('hub_micro_credentials', id, () => {
    const row = db.prepare<{ state: string }>('SELECT state FROM hub_micro_credentials WHERE id = ?').get(id);
    return row && db.parsed(microCredentialSchema, row.state);
  });
};

/** Every one that work here is judged by, kept ones too. */
export const listMicroCredentials = (db: ReadableDb): MicroCredential[] =>
  db
    .prepare<{ state: string }>('SELECT state FROM hub_micro_credentials')
    .all()
    .map(({ state }) => microCredentialSchema.parse(JSON.parse(state)));

/** The version that counts in the feed's digest; 0 for a kept one, undefined when there is none. */
export const microCredentialVersion = (db: ReadableDb, id: string): number | undefined =>
  db.prepare<{ version: number }>('SELECT version FROM hub_micro_credentials WHERE id = ?').get(id)?.version;

/** `state` is the JSON as the hub sent it. */
export const putMicroCredential = (db: WritableDb, id: string, version: number, state: string): void => {
  db.prepare(
    `INSERT INTO hub_micro_credentials (id, version, state) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state`,
  ).run(id, version, state);
};

export const keepMicroCredential = (db: WritableDb, id: string): void => {
  db.prepare('UPDATE hub_micro_credentials SET version = ? WHERE id = ?').run(KEPT_AFTER_WITHDRAWAL, id);
};

/** Removes those that left the feed and that no submission here refers to any more. */
export const removeUnusedMicroCredentials = (db: WritableDb): void => {
  db.prepare(
    `DELETE FROM hub_micro_credentials WHERE version = ?
       AND NOT EXISTS (SELECT 1 FROM hub_submissions s WHERE s.micro_credential_id = hub_micro_credentials.id)`,
  ).run(KEPT_AFTER_WITHDRAWAL);
};

export const liveMicroCredentials = (db: ReadableDb): { readonly id: string; readonly version: number }[] =>
  db
    .prepare<{ id: string; version: number }>(
      'SELECT id, version FROM hub_micro_credentials WHERE version <> ?',
    )
    .all(KEPT_AFTER_WITHDRAWAL);
