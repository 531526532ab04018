import { type Assignment, assignmentSchema } from '../../../shared/domain/assignment.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { KEPT_AFTER_WITHDRAWAL } from './hub-feed.ts';

/** An assignment with its version; `version` is 0 once it has left the feed and is kept read-only. */
export type VersionedAssignment = { readonly version: number; readonly assignment: Assignment };

type Row = { readonly version: number; readonly state: string };

const openRow = ({ version, state }: Row): VersionedAssignment => ({
  version,
  assignment: assignmentSchema.parse(JSON.parse(state)),
});

export const readAssignment = (db: ReadableDb, id: string): VersionedAssignment | undefined =>
  db.remembered('hub_assignments', id, () => {
    const row = db.prepare<Row>('SELECT version, state FROM hub_assignments WHERE id = ?').get(id);
    return row && { version: row.version, assignment: db.parsed(assignmentSchema, row.state) };
  });

/** Undefined when it is not here. */
export const submissionIdOf = (db: ReadableDb, assignmentId: string): string | undefined =>
  db.prepare<{ id: string }>('SELECT submission_id AS id FROM hub_assignments WHERE id = ?').get(assignmentId)
    ?.id;

/** All assignments on this device, the most urgent first. */
export const listAssignments = (db: ReadableDb): VersionedAssignment[] =>
  db.prepare<Row>('SELECT version, state FROM hub_assignments ORDER BY due_at, id').all().map(openRow);

export const assignmentIdsOf = (db: ReadableDb, submissionId: string): string[] =>
  db
    .prepare<{ id: string }>('SELECT id FROM hub_assignments WHERE submission_id = ?')
    .all(submissionId)
    .map(({ id }) => id);

/** Whose work is scored on the rubric, and under the rules, of this micro-credential. */
export const assignmentsJudgedBy = (db: ReadableDb, microCredentialId: string): string[] =>
  db
    .prepare<{ id: string }>(
      `SELECT a.id FROM hub_submissions AS s JOIN hub_assignments AS a ON a.submission_id = s.id
       WHERE s.micro_credential_id = ?`,
    )
    .all(microCredentialId)
    .map(({ id }) => id);

/** The version that counts in the feed's digest; 0 for a kept one, undefined when there is none. */
export const assignmentVersion = (db: ReadableDb, id: string): number | undefined =>
  db.prepare<{ version: number }>('SELECT version FROM hub_assignments WHERE id = ?').get(id)?.version;

/** `state` is the JSON as the hub sent it. */
export const putAssignment = (
  db: WritableDb,
  { id, submissionId, dueAt }: Pick<Assignment, 'submissionId' | 'dueAt'> & { readonly id: string },
  version: number,
  state: string,
): void => {
  db.prepare(
    `INSERT INTO hub_assignments (id, version, submission_id, due_at, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, submission_id = excluded.submission_id,
       due_at = excluded.due_at, state = excluded.state`,
  ).run(id, version, submissionId, dueAt, state);
};

/** Withdrawn by the issuer: out of the feed, still here to be read until its submission is erased. */
export const keepWithdrawnAssignment = (db: WritableDb, id: string): void => {
  db.prepare(
    `UPDATE hub_assignments SET version = ?, state = json_set(state, '$.state', 'withdrawn') WHERE id = ?`,
  ).run(KEPT_AFTER_WITHDRAWAL, id);
};

export const removeAssignment = (db: WritableDb, id: string): void => {
  db.prepare('DELETE FROM hub_assignments WHERE id = ?').run(id);
};

/** Removes a submission's assignments that have left the feed. */
export const removeKeptAssignmentsOf = (db: WritableDb, submissionId: string): void => {
  db.prepare('DELETE FROM hub_assignments WHERE submission_id = ? AND version = ?').run(
    submissionId,
    KEPT_AFTER_WITHDRAWAL,
  );
};

export const liveAssignments = (db: ReadableDb): { readonly id: string; readonly version: number }[] =>
  db
    .prepare<{ id: string; version: number }>('SELECT id, version FROM hub_assignments WHERE version <> ?')
    .all(KEPT_AFTER_WITHDRAWAL);
