import type { DeviceId } from '../../../shared/domain/ids.ts';
import type { WritableDb } from '../connection.ts';
import { lineUp } from './outbox.ts';
import type { StoredEvent } from './stored-event.ts';

/* What a database that was restored from a backup needs before anybody works in it. */

/**
 * From now on this is another device: the numbers after the backup may have been given out already, and the hub takes
 * each number of a device once. The session and the proof of sealed exports were the old device's.
 */
export const becomeDevice = (db: WritableDb, deviceId: DeviceId): void => {
  db.prepare('UPDATE device_identity SET device_id = ?, clean_exit = 1').run(deviceId);
  db.prepare(
    "UPDATE device_account SET token = NULL, expires_at = NULL, refresh_token = NULL, device_secret = ''",
  ).run();
};

export type OutboxEvent = Pick<StoredEvent, 'deviceSeq' | 'eventId' | 'type' | 'submissionId'> & {
  readonly state: 'pending' | 'sending' | 'blocked' | 'delivered';
};

/** Lines up what is new first. */
export const everyOutboxEvent = (db: WritableDb): OutboxEvent[] => {
  lineUp(db);
  return db
    .prepare<OutboxEvent>(
      `SELECT e.device_seq AS deviceSeq, e.event_id AS eventId, e.type, e.submission_id AS submissionId, o.state
       FROM outbox AS o JOIN events AS e ON e.device_seq = o.device_seq ORDER BY o.device_seq`,
    )
    .all();
};

/** Sends an event again: the hub counts what a device sends from its first number on, and knows the rest by their ids. */
export const sendAgain = (db: WritableDb, deviceSeq: number): void => {
  db.prepare(
    "UPDATE outbox SET state = 'pending', delivered_at = NULL WHERE device_seq = ? AND state = 'delivered'",
  ).run(deviceSeq);
};

/** Out of the outbox; the log keeps it. */
export const withdrawEvent = (db: WritableDb, deviceSeq: number): void => {
  db.prepare('DELETE FROM outbox WHERE device_seq = ?').run(deviceSeq);
};
