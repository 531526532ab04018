import type { Tombstone } from '../../../shared/hub-api/changes.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

export type Erasure = {
  readonly submissionId: string;
  readonly reason: Tombstone['reason'];
  /** ISO 8601; from then on the submission is removed from this computer. */
  readonly dueAt: string;
};

const COLUMNS = 'submission_id AS submissionId, reason, due_at AS dueAt';

export const dueErasures = (db: ReadableDb, now: string): Erasure[] =>
  db.prepare<Erasure>(`SELECT ${COLUMNS} FROM device_erasures WHERE due_at <= ? ORDER BY due_at`).all(now);

/** Notes that a submission must go. An erasure is never put off or weakened by a later, milder reason. */
export const scheduleErasure = (db: WritableDb, { submissionId, reason, dueAt }: Erasure): void => {
  db.prepare(
    `INSERT INTO device_erasures (submission_id, reason, due_at) VALUES (?, ?, ?)
     ON CONFLICT (submission_id) DO UPDATE SET reason = excluded.reason, due_at = excluded.due_at
       WHERE excluded.due_at < device_erasures.due_at`,
  ).run(submissionId, reason, dueAt);
};

/** Done, or called off because the submission was assigned again. */
export const removeErasure = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM device_erasures WHERE submission_id = ?').run(submissionId);
};
