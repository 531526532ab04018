import type { Stamp } from '../../../shared/domain/hybrid-clock.ts';
import { type DeviceId, deviceIdSchema } from '../../../shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** SHA-256 of nothing yet: what the first event's chain hash follows. */
export const FIRST_CHAIN_HASH = '0'.repeat(64);

export type DeviceIdentity = {
  readonly deviceId: DeviceId;
  readonly lastDeviceSeq: number;
  readonly lastStamp: Stamp | null;
  readonly lastChainHash: string;
};

type Row = {
  readonly device_id: string;
  readonly last_device_seq: number;
  readonly last_stamp: string | null;
  readonly last_chain_hash: string;
};

/** Who this device is; undefined in a database nobody has signed in to. */
export const readIdentity = (db: ReadableDb): DeviceIdentity | undefined => {
  const row = db
    .prepare<Row>('SELECT device_id, last_device_seq, last_stamp, last_chain_hash FROM device_identity')
    .get();
  return (
    row && {
      deviceId: deviceIdSchema.parse(row.device_id),
      lastDeviceSeq: row.last_device_seq,
      lastStamp: row.last_stamp,
      lastChainHash: row.last_chain_hash,
    }
  );
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

export const advanceChain = (db: WritableDb, deviceSeq: number, chainHash: string): void => {
  db.prepare('UPDATE device_identity SET last_device_seq = ?, last_chain_hash = ?').run(deviceSeq, chainHash);
};

/** Notes a stamp given out or seen; the clock never goes behind it. */
export const noteStamp = (db: WritableDb, stamp: Stamp): void => {
  db.prepare("UPDATE device_identity SET last_stamp = MAX(COALESCE(last_stamp, ''), ?)").run(stamp);
};

/** Whether the last run closed the database. True for a new one. */
export const readCleanExit = (db: ReadableDb): boolean =>
  db.prepare<{ clean_exit: number }>('SELECT clean_exit FROM device_identity').get()?.clean_exit !== 0;

export const markExit = (db: WritableDb, clean: boolean): void => {
  db.prepare('UPDATE device_identity SET clean_exit = ?').run(clean ? 1 : 0);
};
