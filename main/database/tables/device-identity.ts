import { laterStamp, type Stamp } from '../../../shared/domain/hybrid-clock.ts';
import { type DeviceId, deviceIdSchema } from '../../../shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** SHA-256 of nothing yet: what the first event's chain hash follows. */
export const FIRST_CHAIN_HASH = '0'.repeat(64);

/** Where a log ends: the last number given out, and the chain's hash there. */
export type LogEnd = { readonly lastDeviceSeq: number; readonly lastChainHash: string };

/** The end of the log is its last event; the last stamp is the later of that event's and one seen since. */
export type DeviceIdentity = LogEnd & { readonly deviceId: DeviceId; readonly lastStamp: Stamp | null };

type Row = { readonly deviceId: string; readonly seen: string | null };

const selectDevice = 'SELECT device_id AS deviceId, last_stamp AS seen FROM device_identity';

const readDevice = (db: ReadableDb) =>
  db.remembered('device_identity', 'one', () => {
    const row = db.prepare<Row>(selectDevice).get();
    return row && { deviceId: deviceIdSchema.parse(row.deviceId), seen: row.seen };
  });

/** What the last event says: where the log ends, and where the device's clock stood. */
type LastEvent = LogEnd & { readonly clock: Stamp | null };

const selectLast = `SELECT device_seq AS lastDeviceSeq, chain_hash AS lastChainHash, clock
  FROM events ORDER BY device_seq DESC LIMIT 1`;

const beforeAll: LastEvent = { lastDeviceSeq: 0, lastChainHash: FIRST_CHAIN_HASH, clock: null };

const readLast = (db: ReadableDb): LastEvent =>
  db.remembered('events', 'last', () => db.prepare<LastEvent>(selectLast).get() ?? beforeAll);

/** This event has just been appended: the log ends with it, and the next edit need not look for its end. */
export const rememberLast = (db: WritableDb, last: LastEvent): void => db.remember('events', 'last', last);

/** Who this device is; undefined in a database nobody has signed in to. */
export const readIdentity = (db: ReadableDb): DeviceIdentity | undefined => {
  const device = readDevice(db);
  if (device === undefined) return undefined;
  const { deviceId, seen } = device;
  const { lastDeviceSeq, lastChainHash, clock } = readLast(db);
  const lastStamp = clock === null || seen === null ? (clock ?? seen) : laterStamp(clock, seen);
  return { deviceId, lastDeviceSeq, lastChainHash, lastStamp };
};

/** The end of the log as it was noted last: a log that ends before it, or elsewhere, has lost something. */
export const notedEnd = (db: ReadableDb): LogEnd =>
  db
    .prepare<LogEnd>(
      'SELECT last_device_seq AS lastDeviceSeq, last_chain_hash AS lastChainHash FROM device_identity',
    )
    .get() ?? { lastDeviceSeq: 0, lastChainHash: FIRST_CHAIN_HASH };

/** False when the log does not hold what was noted as its end: another file's pages stand among this one's. */
export const endsAsNoted = (db: ReadableDb): boolean => {
  const { lastDeviceSeq, lastChainHash } = notedEnd(db);
  if (lastDeviceSeq === 0) return true;
  const found = db
    .prepare<{ hash: string }>('SELECT chain_hash AS hash FROM events WHERE device_seq = ?')
    .get(lastDeviceSeq);
  return found?.hash === lastChainHash;
};

export const requireIdentity = (db: ReadableDb): DeviceIdentity => {
  const identity = readIdentity(db);
  if (identity === undefined) throw new Error('this workspace has no device identity yet');
  return identity;
};

/** Once, when the workspace is made: a device keeps its id for ever. */
export const insertIdentity = (db: WritableDb, deviceId: DeviceId): void => {
  db.prepare(
    `INSERT INTO device_identity (one, device_id, last_device_seq, last_stamp, last_chain_hash, clean_exit)
     VALUES (1, ?, 0, NULL, ?, 0)`,
  ).run(deviceId, FIRST_CHAIN_HASH);
};

/** Notes where the log ends now. */
export const noteEnd = (db: WritableDb): void => {
  db.prepare(
    `UPDATE device_identity SET (last_device_seq, last_chain_hash) =
       (SELECT device_seq, chain_hash FROM events ORDER BY device_seq DESC LIMIT 1)
     WHERE EXISTS (SELECT 1 FROM events)`,
  ).run();
};

/** Notes a stamp of another device; the clock never goes behind it. Those given out here stand in the log. */
export const noteStamp = (db: WritableDb, stamp: Stamp): void => {
  db.prepare("UPDATE device_identity SET last_stamp = MAX(COALESCE(last_stamp, ''), ?)").run(stamp);
};

/** Another program was heard under this device's numbers: the workspace is to go on as a device of its own. */
export const noteCopied = (db: WritableDb): void => {
  db.prepare('UPDATE device_identity SET copied = 1').run();
};

/** Whether the last run closed the database. True for a new one. */
export const readCleanExit = (db: ReadableDb): boolean =>
  db.prepare<{ clean_exit: number }>('SELECT clean_exit FROM device_identity').get()?.clean_exit !== 0;

export const markExit = (db: WritableDb, clean: boolean): void => {
  db.prepare('UPDATE device_identity SET clean_exit = ?').run(clean ? 1 : 0);
};
