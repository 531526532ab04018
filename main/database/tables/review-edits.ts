import type { ReadableDb } from '../connection.ts';
import { isNewOf } from './outbox.ts';
import { eventColumns, type StoredEvent } from './stored-event.ts';

type EditsOf = { readonly assignmentId: string; readonly submissionId: string; readonly rubricHash: string };

/**
 * Edits of one review on one rubric, as this device made them, newest first, from number `upTo` down. Numbers of other
 * reviews lie between them. Those lined up are found by their submission, new ones at the end of the log.
 */
export const editsDownFrom = (
  db: ReadableDb,
  { assignmentId, submissionId, rubricHash }: EditsOf,
  upTo: number,
  limit: number,
): StoredEvent[] =>
  db
    .prepare<StoredEvent>(
      `WITH numbers AS (
         SELECT device_seq FROM event_places WHERE submission_id = ?
         UNION ALL SELECT device_seq FROM events WHERE ${isNewOf('events')})
       SELECT ${eventColumns} FROM numbers JOIN events AS e ON e.device_seq = numbers.device_seq
       WHERE e.device_seq <= ? AND e.submission_id = ? AND e.assignment_id = ? AND e.rubric_hash = ?
         AND e.type = 'review.edited'
       ORDER BY e.device_seq DESC LIMIT ?`,
    )
    .all(submissionId, upTo, submissionId, assignmentId, rubricHash, limit);
