import { locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** One workbench of one account. `secret` is encrypted; `lastSeq` is the highest event number seen without a gap. */
export type DeviceRecord = {
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly lastSeq: number;
  readonly durableSeq: number;
  readonly blocked: boolean;
};

export const findDevice = (db: ReadableDb, accountId: string, id: string): Promise<DeviceRecord | null> =>
  selectDevice(db, accountId, id, false);

/** Holds the device until the transaction ends, so that its events are judged one after another. */
export const lockDevice = (db: WritableDb, accountId: string, id: string): Promise<DeviceRecord | null> =>
  selectDevice(db, accountId, id, locksRows(db));

const selectDevice = async (
  db: ReadableDb,
  accountId: string,
  id: string,
  lock: boolean,
): Promise<DeviceRecord | null> => {
  const row = await db
    .selectFrom('devices')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    accountId: row.account_id,
    id: row.id,
    name: row.name,
    secret: row.secret,
    lastSeq: row.last_seq,
    durableSeq: row.durable_seq,
    blocked: row.blocked_at !== null,
  };
};

/** Registers a device, or keeps the one that is there; its name is brought up to date. */
export const registerDevice = async (
  db: WritableDb,
  device: { accountId: string; id: string; name: string; secret: string },
  registeredAt: string,
): Promise<void> => {
  await db
    .insertInto('devices')
    .values({
      account_id: device.accountId,
      id: device.id,
      name: device.name,
      secret: device.secret,
      last_seq: 0,
      durable_seq: 0,
      blocked_at: null,
      registered_at: registeredAt,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doUpdateSet({ name: device.name }))
    .execute();
};

export const advanceDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
  lastSeq: number,
): Promise<void> => {
  await db
    .updateTable('devices')
    .set({ last_seq: lastSeq })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
};

export const blockDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
  at: string,
): Promise<void> => {
  await db
    .updateTable('devices')
    .set({ blocked_at: at })
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
};

export const anyDevice = async (db: ReadableDb): Promise<boolean> =>
  (await db.selectFrom('devices').select('id').limit(1).executeTakeFirst()) !== undefined;
