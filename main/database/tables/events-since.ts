import type { ReadableDb } from '../connection.ts';
import { isNewOf } from './outbox.ts';
import { eventColumns, type StoredEvent } from './stored-event.ts';

/** An event of the log; `inOutbox` is false when its work was withdrawn from the outbox before it was sent. */
export type LoggedEvent = StoredEvent & { readonly inOutbox: boolean };

/** The events from a device number on, whatever became of them: what a hub that misses a number is sent. */
export const eventsSince = (db: ReadableDb, deviceSeq: number, limit: number): LoggedEvent[] =>
  db
    .prepare<StoredEvent & { isIn: 0 | 1 }>(
      `SELECT ${eventColumns}, o.device_seq IS NOT NULL OR ${isNewOf('e')} AS isIn FROM events AS e
         LEFT JOIN outbox AS o ON o.device_seq = e.device_seq
       WHERE e.device_seq >= ? ORDER BY e.device_seq LIMIT ?`,
    )
    .all(deviceSeq, limit)
    .map(({ isIn, ...event }) => ({ ...event, inOutbox: isIn === 1 }));
