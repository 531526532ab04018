import type { AssignmentId, SubmissionId } from '../../../shared/domain/ids.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { isNewOf } from './outbox.ts';

/** The reviewer's own view of an assignment; there is none before it was opened (or recused) on this device. */
type ReviewState = 'opened' | 'draft' | 'submitted' | 'amending' | 'set-aside' | 'recused';

export type ReviewRow = {
  readonly assignmentId: AssignmentId;
  readonly submissionId: SubmissionId;
  readonly state: ReviewState;
  /** Version and rubric of the assignment when the review was begun: what the scores were made against. */
  readonly assignmentVersion: number;
  readonly rubricHash: string;
  /** What versions before 7 of the schema counted: see readReviewTimes. */
  readonly activeSeconds: number;
  readonly savedAt: string | null;
  readonly submittedAt: string | null;
  /** The hub's answer to the last final review. */
  readonly receivedAt: string | null;
  readonly amendableUntil: string | null;
};

const COLUMNS = `assignment_id AS assignmentId, submission_id AS submissionId, state,
  assignment_version AS assignmentVersion, rubric_hash AS rubricHash, active_seconds AS activeSeconds,
  saved_at AS savedAt, submitted_at AS submittedAt, received_at AS receivedAt, amendable_until AS amendableUntil`;

const SELECT_ONE = `SELECT ${COLUMNS} FROM reviews WHERE assignment_id = ?`;

export const readReview = (db: ReadableDb, assignmentId: string): ReviewRow | undefined =>
  db.remembered('reviews', assignmentId, () => db.prepare<ReviewRow>(SELECT_ONE).get(assignmentId));

export type ReviewTimes = { readonly activeSeconds: number; readonly savedAt: string | null };

/**
 * How long was worked on a review, and when an edit of it was saved last. The events say so; the row has what older
 * versions counted.
 */
export const readReviewTimes = (
  db: ReadableDb,
  { assignmentId, submissionId, activeSeconds, savedAt }: ReviewRow,
): ReviewTimes => {
  const logged = db
    .prepare<{ seconds: number; savedAt: string | null }>(SELECT_TIMES)
    .get(submissionId, assignmentId, assignmentId);
  return { activeSeconds: activeSeconds + (logged?.seconds ?? 0), savedAt: logged?.savedAt ?? savedAt };
};

/** Those lined up are found by their submission, new ones at the end of the log. */
const SELECT_TIMES = `WITH edits AS (
    SELECT e.device_seq, e.active_seconds, e.occurred_at FROM event_places AS p JOIN events AS e USING (device_seq)
    WHERE p.submission_id = ? AND e.assignment_id = ? AND e.type = 'review.edited'
    UNION ALL SELECT device_seq, active_seconds, occurred_at FROM events
    WHERE ${isNewOf('events')} AND assignment_id = ? AND type = 'review.edited')
  SELECT COALESCE(SUM(active_seconds), 0) AS seconds,
    (SELECT occurred_at FROM edits ORDER BY device_seq DESC LIMIT 1) AS savedAt FROM edits`;

export const listReviews = (db: ReadableDb): ReviewRow[] =>
  db.prepare<ReviewRow>(`SELECT ${COLUMNS} FROM reviews`).all();

/** Whether the reviewer has recused from the submission: nothing of it is to be stored again. */
export const isRecused = (db: ReadableDb, submissionId: string): boolean =>
  db
    .prepare<{ one: number }>("SELECT 1 AS one FROM reviews WHERE submission_id = ? AND state = 'recused'")
    .get(submissionId) !== undefined;

export const recusedSubmissions = (db: ReadableDb): ReadonlySet<string> =>
  new Set(
    db
      .prepare<{ id: string }>("SELECT submission_id AS id FROM reviews WHERE state = 'recused'")
      .all()
      .map(({ id }) => id),
  );

/** The reviewer's own reviews of a submission. */
export const reviewedOn = (db: ReadableDb, submissionId: string): string[] =>
  db
    .prepare<{ id: string }>('SELECT assignment_id AS id FROM reviews WHERE submission_id = ?')
    .all(submissionId)
    .map(({ id }) => id);

/** An erasure by order leaves no review behind. */
export const removeReviewsOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM reviews WHERE submission_id = ?').run(submissionId);
};

export const putReview = (db: WritableDb, row: ReviewRow): void => {
  db.prepare(
    `INSERT INTO reviews (assignment_id, submission_id, state, assignment_version, rubric_hash,
       active_seconds, saved_at, submitted_at, received_at, amendable_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (assignment_id) DO UPDATE SET state = excluded.state,
       assignment_version = excluded.assignment_version, rubric_hash = excluded.rubric_hash,
       active_seconds = excluded.active_seconds, saved_at = excluded.saved_at,
       submitted_at = excluded.submitted_at, received_at = excluded.received_at,
       amendable_until = excluded.amendable_until`,
  ).run(
    row.assignmentId,
    row.submissionId,
    row.state,
    row.assignmentVersion,
    row.rubricHash,
    row.activeSeconds,
    row.savedAt,
    row.submittedAt,
    row.receivedAt,
    row.amendableUntil,
  );
};

/** The hub has received the final review: from now on its own times hold for amending. */
export const recordReceipt = (
  db: WritableDb,
  assignmentId: string,
  receipt: { readonly receivedAt: string; readonly amendableUntil: string },
): void => {
  db.prepare('UPDATE reviews SET received_at = ?, amendable_until = ? WHERE assignment_id = ?').run(
    receipt.receivedAt,
    receipt.amendableUntil,
    assignmentId,
  );
};
