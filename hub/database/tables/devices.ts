import type { HubDevice } from '../../../shared/hub-api/results.ts';
import { deviceCode } from '../../core/device-code.ts';
import { keptQuery } from '../kept-query.ts';
import { locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';
import type { HubTables } from '../schema.ts';

/**
 * One workbench of one account. `secret` is encrypted; `lastSeq` is the highest event number seen without a gap, and
 * `lastEventId` the event it was counted for (null: not known any more).
 */
export type DeviceRecord = {
  readonly accountId: string;
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly lastSeq: number;
  readonly lastEventId: string | null;
  readonly durableSeq: number;
  readonly blocked: boolean;
  readonly revokedAt: string | null;
  readonly shreddedAt: string | null;
  readonly registeredAt: string;
  readonly lastContactAt: string | null;
};

export const findDevice = async (
  db: ReadableDb,
  accountId: string,
  id: string,
): Promise<DeviceRecord | null> => toRecord(await deviceById.first(db, accountId, id));

/** Holds the device until the transaction ends, so that its events are judged one after another. */
export const lockDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
): Promise<DeviceRecord | null> => toRecord(await lockedDeviceById.first(db, accountId, id));

const deviceById = keptQuery((db, accountId: string, id: string) =>
  db.selectFrom('devices').selectAll().where('account_id', '=', accountId).where('id', '=', id),
);

const lockedDeviceById = keptQuery((db, accountId: string, id: string) =>
  db
    .selectFrom('devices')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .$if(locksRows(db), (query) => query.forUpdate()),
);

const toRecord = (row: HubTables['devices'] | undefined): DeviceRecord | null => {
  if (row === undefined) return null;
  return {
    accountId: row.account_id,
    id: row.id,
    name: row.name,
    secret: row.secret,
    lastSeq: row.last_seq,
    lastEventId: row.last_event_id,
    durableSeq: row.durable_seq,
    blocked: row.blocked_at !== null,
    revokedAt: row.revoked_at,
    shreddedAt: row.shredded_at,
    registeredAt: row.registered_at,
    lastContactAt: row.last_contact_at,
  };
};

/** Registers a device, or keeps the one that is there; what it calls itself is brought up to date. */
export const registerDevice = async (
  db: WritableDb,
  device: { accountId: string; id: string; name: string; platform: string; secret: string },
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
      last_event_id: null,
      durable_seq: 0,
      blocked_at: null,
      registered_at: registeredAt,
      code: deviceCode(device.accountId, device.id),
      platform: device.platform,
      last_contact_at: registeredAt,
      revoked_at: null,
      revoked_by: '',
      shredded_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'id'])
        .doUpdateSet({ name: device.name, platform: device.platform, last_contact_at: registeredAt }),
    )
    .execute();
};

/** Counts a number of a device, as given to this event. */
export const advanceDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
  last: { readonly deviceSeq: number; readonly eventId: string },
): Promise<void> => {
  await lastOf.all(db, accountId, id, last.deviceSeq, last.eventId);
};

const lastOf = keptQuery((db, accountId: string, id: string, last_seq: number, last_event_id: string) =>
  db
    .updateTable('devices')
    .set({ last_seq, last_event_id })
    .where('account_id', '=', accountId)
    .where('id', '=', id),
);

export const blockDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
  at: string,
): Promise<void> => {
  await updateDevice(db, accountId, id, { blocked_at: at });
};

/** When the device was last heard from. */
export const noteContact = async (
  db: WritableDb,
  accountId: string,
  id: string,
  at: string,
): Promise<void> => {
  await updateDevice(db, accountId, id, { last_contact_at: at });
};

/** From now on it is to be emptied. */
export const noteRevoked = async (
  db: WritableDb,
  { accountId, id }: Pick<DeviceRecord, 'accountId' | 'id'>,
  by: string,
  at: string,
): Promise<void> => {
  await updateDevice(db, accountId, id, { revoked_at: at, revoked_by: by });
};

/** The device said that it is empty. */
export const noteShredded = async (
  db: WritableDb,
  accountId: string,
  id: string,
  at: string,
): Promise<void> => {
  await updateDevice(db, accountId, id, { shredded_at: at });
};

const updateDevice = async (
  db: WritableDb,
  accountId: string,
  id: string,
  values: Partial<HubTables['devices']>,
): Promise<void> => {
  await db
    .updateTable('devices')
    .set(values)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute();
};

export type DeviceKey = { readonly registeredAt: string; readonly code: string };

/** As people see devices: never with their secrets. Newest first; `accountId` narrows to one account's. */
export const listDevices = async (
  db: ReadableDb,
  accountId: string | null,
  after: DeviceKey | null,
  limit: number,
): Promise<HubDevice[]> => {
  const rows = await peoplesDevices(db)
    .$if(accountId !== null, (query) => query.where('devices.account_id', '=', accountId ?? ''))
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(
          by.refTuple('devices.registered_at', 'devices.code'),
          '<',
          by.tuple(after?.registeredAt ?? '', after?.code ?? ''),
        ),
      ),
    )
    .orderBy('devices.registered_at', 'desc')
    .orderBy('devices.code', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toHubDevice);
};

export const findDeviceByCode = async (
  db: ReadableDb,
  code: string,
): Promise<{ readonly device: HubDevice; readonly deviceId: string } | null> => {
  const row = await peoplesDevices(db).where('devices.code', '=', code).executeTakeFirst();
  return row === undefined ? null : { device: toHubDevice(row), deviceId: row.id };
};

const peoplesDevices = (db: ReadableDb) =>
  db
    .selectFrom('devices')
    .innerJoin('accounts', 'accounts.id', 'devices.account_id')
    .select(['devices.account_id', 'devices.id', 'devices.code', 'devices.name', 'devices.platform'])
    .select(['devices.registered_at', 'devices.last_contact_at', 'devices.blocked_at'])
    .select(['devices.revoked_at', 'devices.revoked_by', 'devices.shredded_at'])
    .select(['accounts.account', 'accounts.name as reviewer']);

type PeoplesRow = Awaited<ReturnType<ReturnType<typeof peoplesDevices>['execute']>>[number];

const toHubDevice = (row: PeoplesRow): HubDevice => ({
  code: row.code,
  accountId: row.account_id as HubDevice['accountId'],
  account: row.account,
  reviewer: row.reviewer,
  name: row.name,
  platform: row.platform,
  registeredAt: row.registered_at,
  lastContactAt: row.last_contact_at,
  stopped: row.blocked_at !== null,
  revokedAt: row.revoked_at,
  revokedBy: row.revoked_by,
  shreddedAt: row.shredded_at,
});

export const anyDevice = async (db: ReadableDb): Promise<boolean> =>
  (await db.selectFrom('devices').select('id').limit(1).executeTakeFirst()) !== undefined;
