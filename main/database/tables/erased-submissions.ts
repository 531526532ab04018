import type { ReadableDb, WritableDb } from '../connection.ts';
import { isNewOf } from './outbox.ts';

/** A submission that was erased here by order of its issuer. Nothing of what it was is left but its code. */
export type ErasedSubmission = {
  readonly erasureId: string;
  readonly submissionId: string;
  readonly code: string;
  readonly erasedAt: string;
  /** How many of the reviewer's changes had not reached the hub. */
  readonly unsent: number;
  readonly receiptEventId: string;
  /** The reviewer has been told, or there was nothing of it here to tell of. */
  readonly seen: boolean;
};

/** Whether this order was carried out here before: it is answered once. */
export const isErasureAnswered = (db: ReadableDb, erasureId: string): boolean =>
  db
    .prepare<{ one: number }>('SELECT 1 AS one FROM device_erased_submissions WHERE erasure_id = ?')
    .get(erasureId) !== undefined;

/** Whether each of these orders was carried out here, or is about to be. */
export const heardOfAll = (db: ReadableDb, erasureIds: readonly string[] = []): boolean =>
  erasureIds.every(
    (id) =>
      isErasureAnswered(db, id) ||
      db.prepare<{ one: number }>('SELECT 1 AS one FROM device_erasures WHERE erasure_id = ?').get(id) !==
        undefined,
  );

/** Whether this assignment was worked on here until its submission was erased by order: the log still says which it was. */
export const wasErased = (db: ReadableDb, assignmentId: string): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM device_erased_submissions d WHERE EXISTS (
         SELECT 1 FROM event_places p JOIN events e ON e.device_seq = p.device_seq
         WHERE p.submission_id = d.submission_id AND e.assignment_id = ?)`,
    )
    .get(assignmentId) !== undefined;

export const insertErasedSubmission = (db: WritableDb, erased: ErasedSubmission): void => {
  db.prepare(
    `INSERT INTO device_erased_submissions
       (erasure_id, submission_id, code, erased_at, unsent, receipt_event_id, seen) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    erased.erasureId,
    erased.submissionId,
    erased.code,
    erased.erasedAt,
    erased.unsent,
    erased.receiptEventId,
    erased.seen ? 1 : 0,
  );
};

export type UntoldErasure = {
  readonly erasureId: string;
  readonly submissionCode: string;
  readonly erasedAt: string;
  readonly unsent: number;
  /** The hub has the receipt. */
  readonly hubTold: boolean;
};

/** What the reviewer has not been told of yet, oldest first. */
export const listUntoldErasures = (db: ReadableDb): UntoldErasure[] =>
  db
    .prepare<Omit<UntoldErasure, 'hubTold'> & { waits: number }>(
      `SELECT erasure_id AS erasureId, code AS submissionCode, erased_at AS erasedAt, unsent,
         EXISTS (SELECT 1 FROM outbox o WHERE o.event_id = receipt_event_id AND o.state <> 'delivered')
         OR EXISTS (SELECT 1 FROM events e WHERE e.event_id = receipt_event_id AND ${isNewOf('e')}) AS waits
       FROM device_erased_submissions WHERE seen = 0 ORDER BY erased_at, erasure_id`,
    )
    .all()
    .map(({ waits, ...erased }) => ({ ...erased, hubTold: waits === 0 }));

/** The reviewer has read it. Value: how many there were. */
export const markErasureTold = (db: WritableDb, erasureId: string): number =>
  db.prepare('UPDATE device_erased_submissions SET seen = 1 WHERE erasure_id = ? AND seen = 0').run(erasureId)
    .changes;
