import { locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** `finishedAt` null: it was begun, and nobody has said that it is safe. */
export type BackupRecord = {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
};

export const findBackup = async (db: ReadableDb, id: string): Promise<BackupRecord | null> => {
  const row = await db.selectFrom('backups').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { id: row.id, startedAt: row.started_at, finishedAt: row.finished_at };
};

/** Notes that a backup begins, and the last event of every device that it is sure to hold. */
export const insertBackup = async (db: WritableDb, id: string, startedAt: string): Promise<void> => {
  await db.insertInto('backups').values({ id, started_at: startedAt, finished_at: null }).execute();
  const devices = await db.selectFrom('devices').select(['account_id', 'id', 'last_seq']).execute();
  for (const device of devices) {
    await db
      .insertInto('backup_marks')
      .values({
        backup_id: id,
        account_id: device.account_id,
        device_id: device.id,
        last_seq: device.last_seq,
      })
      .execute();
  }
};

/**
 * A backup is finished: every device may forget what it holds. Marks of a finished backup are of no more use. A mark
 * never goes beyond what the hub has, nor back.
 */
export const finishBackup = async (db: WritableDb, id: string, finishedAt: string): Promise<void> => {
  const marks = await db
    .selectFrom('backup_marks')
    .select(['account_id', 'device_id', 'last_seq'])
    .where('backup_id', '=', id)
    .orderBy('account_id')
    .orderBy('device_id')
    .$if(locksRows(db), (query) => query.forUpdate())
    .execute();
  for (const mark of marks) {
    await db
      .updateTable('devices')
      .set({ durable_seq: mark.last_seq })
      .where('account_id', '=', mark.account_id)
      .where('id', '=', mark.device_id)
      .where('durable_seq', '<', mark.last_seq)
      .where('last_seq', '>=', mark.last_seq)
      .execute();
  }
  await db.deleteFrom('backup_marks').where('backup_id', '=', id).execute();
  await db.updateTable('backups').set({ finished_at: finishedAt }).where('id', '=', id).execute();
};

/**
 * A device has sent again what a backup may hold with another verdict (put off, or refused until its assignment came back):
 * from this number on it keeps what it has until the next backup.
 */
export const keepFrom = async (
  db: WritableDb,
  accountId: string,
  deviceId: string,
  deviceSeq: number,
): Promise<void> => {
  const before = deviceSeq - 1;
  await db
    .updateTable('backup_marks')
    .set({ last_seq: before })
    .where('account_id', '=', accountId)
    .where('device_id', '=', deviceId)
    .where('last_seq', '>', before)
    .execute();
  await db
    .updateTable('devices')
    .set({ durable_seq: before })
    .where('account_id', '=', accountId)
    .where('id', '=', deviceId)
    .where('durable_seq', '>', before)
    .execute();
};
