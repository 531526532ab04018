import type { DeviceId } from '../../../shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { sealScopeOf } from '../sealed-columns.ts';
import { lineUp } from './outbox.ts';
import type { StoredEvent } from './stored-event.ts';

/* What a database needs that goes on as another device: it was restored from a backup, or is a copy of one in use. */

/**
 * From now on this is another device: the numbers after the backup, or after the copy was made, may have been given out already, and the hub takes
 * each number of a device once. The session and the proof of sealed exports were the old device's.
 */
export const becomeDevice = (db: WritableDb, deviceId: DeviceId): void => {
  db.prepare('UPDATE device_identity SET device_id = ?, copied = 0, clean_exit = 1').run(deviceId);
  db.prepare(
    "UPDATE device_account SET token = NULL, expires_at = NULL, refresh_token = NULL, device_secret = ''",
  ).run();
};

type OutboxEvent = Pick<StoredEvent, 'deviceSeq' | 'eventId' | 'type' | 'submissionId'> & {
  readonly state: 'pending' | 'sending' | 'blocked' | 'delivered';
};

/** Lines up what is new first. */
const everyOutboxEvent = (db: WritableDb): OutboxEvent[] => {
  lineUp(db);
  return db
    .prepare<OutboxEvent>(
      `SELECT e.device_seq AS deviceSeq, e.event_id AS eventId, e.type, e.submission_id AS submissionId, o.state
       FROM outbox AS o JOIN events AS e ON e.device_seq = o.device_seq ORDER BY o.device_seq`,
    )
    .all();
};

/** Sends an event again: the hub counts what a device sends from its first number on, and knows the rest by their ids. */
const sendAgain = (db: WritableDb, deviceSeq: number): void => {
  db.prepare(
    "UPDATE outbox SET state = 'pending', delivered_at = NULL WHERE device_seq = ? AND state = 'delivered'",
  ).run(deviceSeq);
};

/** Out of the outbox; the log keeps it. */
const withdrawEvent = (db: WritableDb, deviceSeq: number): void => {
  db.prepare('DELETE FROM outbox WHERE device_seq = ?').run(deviceSeq);
};

/**
 * Puts in line all that is kept, for a device the hub has not heard yet. `keys`: the keyring's entries. Value: how many
 * changes were taken out because they cannot be read any more.
 */
export const sendLogAgain = (db: WritableDb, keys: ReadonlySet<string>): number => {
  let withdrawn = 0;
  for (const { deviceSeq, type, submissionId, state } of everyOutboxEvent(db)) {
    const scope = sealScopeOf(type, submissionId);
    const readable = scope === null || keys.has(scope);
    if (readable) sendAgain(db, deviceSeq);
    else if (state !== 'delivered') {
      withdrawEvent(db, deviceSeq);
      withdrawn += 1;
    }
  }
  return withdrawn;
};

const isForked = "state = 'blocked' AND json_extract(problem, '$.code') = 'device-forked'";

/** Whether the hub has heard other work under numbers of this workspace: it is a copy of one in use, or was copied. */
export const hasForked = (db: ReadableDb): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM device_identity WHERE copied = 1 UNION ALL SELECT 1 FROM outbox WHERE ${isForked} LIMIT 1`,
    )
    .get() !== undefined;

/** What was refused for its number alone may be sent under another device's. */
export const sendForkedAgain = (db: WritableDb): void => {
  db.prepare(`UPDATE outbox SET state = 'pending', problem = NULL WHERE ${isForked}`).run();
};
