import { sql } from 'kysely';
import { deviceCode } from '../../core/device-code.ts';
import type { WritableDb } from '../open.ts';

/** Devices get a name people can type, say what they run on, and can be revoked: from then on they are to be emptied. */
export const revokedDevices = {
  name: '0005-revoked-devices',
  up: async (db: WritableDb): Promise<void> => {
    for (const statement of columns) await sql.raw(statement).execute(db);
    for (const { account_id: accountId, id } of await db
      .selectFrom('devices')
      .select(['account_id', 'id'])
      .execute()) {
      await db
        .updateTable('devices')
        .set({ code: deviceCode(accountId, id) })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .execute();
    }
    for (const statement of indexes) await sql.raw(statement).execute(db);
  },
} as const;

const columns = [
  `alter table devices add column code text not null default ''`,
  `alter table devices add column platform text not null default ''`,
  `alter table devices add column last_contact_at text`,
  `alter table devices add column revoked_at text`,
  `alter table devices add column revoked_by text not null default ''`,
  `alter table devices add column shredded_at text`,
] as const;

const indexes = [
  `create unique index devices_code on devices (code)`,
  `create index devices_page on devices (registered_at, code)`,
] as const;
