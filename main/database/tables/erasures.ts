import type { Tombstone } from '../../../shared/hub-api/changes.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export type Erasure = {
  readonly submissionId: string;
  readonly reason: Tombstone['reason'];
  /** ISO 8601; from then on the submission is removed from this computer. */
  readonly dueAt: string;
  /** The issuer's order that this device answers with a receipt; null: nobody waits for one. */
  readonly erasureId: string | null;
  /** What the reviewer knows the submission by; empty when it is not here. */
  readonly code: string;
};

const COLUMNS = 'submission_id AS submissionId, reason, due_at AS dueAt, erasure_id AS erasureId, code';

export const dueErasures = (db: ReadableDb, now: string): Erasure[] =>
  db.prepare<Erasure>(`SELECT ${COLUMNS} FROM device_erasures WHERE due_at <= ? ORDER BY due_at`).all(now);

/**
 * Notes that a submission must go. An erasure is never put off or weakened by a later, milder reason; an order of the
 * issuer goes before all others.
 */
export const scheduleErasure = (
  db: WritableDb,
  {
    submissionId,
    reason,
    dueAt,
    erasureId = null,
    code = '',
  }: Pick<Erasure, 'submissionId' | 'reason' | 'dueAt'> & Partial<Erasure>,
): void => {
  db.prepare(
    `INSERT INTO device_erasures (submission_id, reason, due_at, erasure_id, code) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (submission_id) DO UPDATE SET reason = excluded.reason,
       due_at = MIN(excluded.due_at, device_erasures.due_at), erasure_id = excluded.erasure_id,
       code = CASE excluded.code WHEN '' THEN device_erasures.code ELSE excluded.code END
       WHERE excluded.erasure_id IS NOT NULL
         OR (device_erasures.erasure_id IS NULL AND excluded.due_at < device_erasures.due_at)`,
  ).run(submissionId, reason, dueAt, erasureId, code);
};

/** Done, or called off because the submission was assigned again. */
export const removeErasure = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM device_erasures WHERE submission_id = ?').run(submissionId);
};
