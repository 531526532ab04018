import type { ReadableDb } from '../connection.ts';
import type { OutboxCounts } from './outbox.ts';
import { eventColumns, type StoredEvent } from './stored-event.ts';

/* What a check of a whole workspace reads: every row, in order. Nothing on the reviewer's way uses these. */

export const everyEvent = (db: ReadableDb): IterableIterator<StoredEvent> =>
  db.prepare<StoredEvent>(`SELECT ${eventColumns} FROM events AS e ORDER BY e.device_seq`).iterate();

export type RegisterRow = {
  readonly assignmentId: string;
  readonly key: string;
  readonly stamp: string;
  /** The event that wrote it and holds its content; null: the content is sealed in the register itself. */
  readonly eventId: string | null;
  /** Null: the event it points to is not there. */
  readonly sealed: Uint8Array | null;
  /** Null when the review itself is not there. */
  readonly submissionId: string | null;
};

/** The reviewer's own registers. */
export const everyRegister = (db: ReadableDb): RegisterRow[] =>
  db
    .prepare<RegisterRow>(
      `SELECT g.assignment_id AS assignmentId, g.key, g.stamp, e.event_id AS eventId,
         COALESCE(g.sealed_operation, e.sealed_payload) AS sealed, r.submission_id AS submissionId
       FROM review_registers g LEFT JOIN reviews r ON r.assignment_id = g.assignment_id
         LEFT JOIN events e ON e.device_seq = g.device_seq
       ORDER BY g.assignment_id, g.key`,
    )
    .all();

export type FileRow = {
  readonly submissionId: string;
  readonly sha256: string;
  readonly size: number;
  readonly state: 'waiting' | 'downloading' | 'here' | 'failed';
  /** 1: it was taken off this computer to make room. */
  readonly evicted: 0 | 1;
};

/** Every file that is here, to come, or taken off. */
export const everyFile = (db: ReadableDb): FileRow[] =>
  db
    .prepare<FileRow>(
      `SELECT submission_id AS submissionId, sha256, size, state, evicted_at > 0 AS evicted FROM device_downloads
       ORDER BY submission_id, sha256`,
    )
    .all();

/** Submissions whose text is here, sealed: each needs its key. */
export const readableSubmissions = (db: ReadableDb): { readonly id: string; readonly code: string }[] =>
  db
    .prepare<{ id: string; code: string }>(
      "SELECT id, code FROM hub_submissions WHERE sealed_state <> x'' ORDER BY id",
    )
    .all();

/** The codes of the submissions here, by id. */
export const submissionCodes = (db: ReadableDb): ReadonlyMap<string, string> =>
  new Map(
    db
      .prepare<{ id: string; code: string }>('SELECT id, code FROM hub_submissions')
      .all()
      .map(({ id, code }) => [id, code]),
  );

/** Every submission that a row speaks of. */
export const knownSubmissionIds = (db: ReadableDb): ReadonlySet<string> =>
  new Set(
    db
      .prepare<{ id: string }>(
        `SELECT id FROM hub_submissions UNION SELECT submission_id FROM hub_assignments
         UNION SELECT submission_id FROM reviews UNION SELECT submission_id FROM events
         UNION SELECT submission_id FROM device_downloads UNION SELECT submission_id FROM device_erasures`,
      )
      .all()
      .map(({ id }) => id),
  );

/** How many outbox rows are in each state, counted anew. */
export const countOutbox = (db: ReadableDb): OutboxCounts => {
  const counts = { pending: 0, sending: 0, blocked: 0, delivered: 0 };
  const rows = db
    .prepare<{ state: keyof OutboxCounts; n: number }>(
      'SELECT state, COUNT(*) AS n FROM outbox_lines GROUP BY state',
    )
    .all();
  for (const { state, n } of rows) counts[state] = n;
  return counts;
};

/** Every table, index and trigger with the text that made it. */
export const schemaObjects = (db: ReadableDb): { readonly name: string; readonly sql: string }[] =>
  db
    .prepare<{ name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
