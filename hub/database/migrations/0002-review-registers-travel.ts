import { sql } from 'kysely';
import type { WritableDb } from '../open.ts';

/**
 * What stands in a review goes to all devices of its reviewer, with the device that wrote it and when the hub received it.
 * Rows from before have neither (''): hub/services/fan-out-old-registers.ts looks both up and sends them once.
 */
export const reviewRegistersTravel = {
  name: '0002-review-registers-travel',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
} as const;

const statements = [
  `alter table review_registers add column device_name text not null default ''`,
  `alter table review_registers add column received_at text not null default ''`,
  `create index review_registers_old on review_registers (assignment_id) where received_at = ''`,
] as const;
