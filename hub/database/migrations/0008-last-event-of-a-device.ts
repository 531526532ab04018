import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/**
 * Which event a device's last number was counted for, from its next event on: a copy of the device's workspace tells by it
 * that the number was given out elsewhere.
 */
export const lastEventOfADevice = {
  name: '0008-last-event-of-a-device',
  up: async (db: WritableDb): Promise<void> => {
    await sql`alter table devices add column last_event_id text`.execute(db);
  },
} as const;
