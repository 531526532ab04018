import type { Problem } from '../../../shared/lib/problem.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { type BlockedRow, isOpen } from './outbox.ts';

/*
 * Changes that the hub refused and that hold nothing up any more: the reviewer submitted anew, or began anew on another
 * rubric. They are kept to be read until they are dismissed; the log keeps them for ever.
 */

/** Takes refused changes of a review out of the line, those refused for this reason. Value: how many. */
export const settleBlocked = (
  db: WritableDb,
  assignmentId: string,
  reason: Problem['code'],
  at: string,
): number => {
  const blocked = `assignment_id = ? AND state = 'blocked' AND ${isOpen}
    AND json_extract(problem, '$.code') = ?`;
  db.prepare(
    `INSERT OR IGNORE INTO settled_changes (settled_at, device_seq, event_id, problem)
       SELECT ?, device_seq, event_id, problem FROM outbox WHERE ${blocked}`,
  ).run(at, assignmentId, reason);
  return db.prepare(`DELETE FROM outbox WHERE ${blocked}`).run(assignmentId, reason).changes;
};

/**
 * Takes one refused change that holds nothing up out of the line, whatever it was refused for. False when it is not
 * refused (any more).
 */
export const settleOne = (db: WritableDb, eventId: string, at: string): boolean => {
  noteSettled(db, eventId, at);
  return db.prepare("DELETE FROM outbox WHERE event_id = ? AND state = 'blocked'").run(eventId).changes > 0;
};

/** A final that counts after all stays on the list, until the reviewer has seen that it does. */
export const noteSettled = (db: WritableDb, eventId: string, at: string): void => {
  db.prepare(
    `INSERT OR IGNORE INTO settled_changes (settled_at, device_seq, event_id, problem)
       SELECT ?, device_seq, event_id, problem FROM outbox WHERE event_id = ? AND state = 'blocked'`,
  ).run(at, eventId);
};

export type SettledRow = BlockedRow & { readonly settledAt: string };

/** Oldest first. `submissionCode` is null when the submission is no longer here. */
export const listSettled = (db: ReadableDb): SettledRow[] =>
  db
    .prepare<SettledRow>(
      `SELECT e.event_id AS eventId, e.assignment_id AS assignmentId, e.type, e.occurred_at AS occurredAt,
         s.code AS submissionCode, c.problem, c.settled_at AS settledAt
       FROM settled_changes AS c JOIN events AS e ON e.device_seq = c.device_seq
         LEFT JOIN hub_submissions AS s ON s.id = e.submission_id
       ORDER BY e.device_seq`,
    )
    .all();

export const countSettled = (db: ReadableDb): number =>
  db.prepare<{ n: number }>('SELECT COUNT(*) AS n FROM settled_changes').get()?.n ?? 0;

/** The reviewer has seen it. Value: how many there were. */
export const dismissSettled = (db: WritableDb, eventId: string): number =>
  db.prepare('DELETE FROM settled_changes WHERE event_id = ?').run(eventId).changes;
