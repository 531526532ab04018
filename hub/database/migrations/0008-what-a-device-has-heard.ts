import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/**
 * Which event a device's last number was counted for, from its next event on: a copy of the device's workspace tells by it
 * that the number was given out elsewhere. And the erasures of a reader, found by the reader: every last page names those
 * the device has not answered.
 */
export const whatADeviceHasHeard = {
  name: '0008-what-a-device-has-heard',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  'alter table devices add column last_event_id text',
  'create index erasure_readers_by_reader on erasure_readers (reader_id)',
] as const;
