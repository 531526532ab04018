import type { Assignment, AssignmentState, Supersede } from '../../../shared/domain/assignment.ts';
import type { Submission } from '../../../shared/domain/submission.ts';
import type { HubAssignment } from '../../../shared/hub-api/results.ts';
import { keptQuery } from '../kept-query.ts';
import { inChunks, locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';
import type { HubTables } from '../schema.ts';

/** An assignment with its version and the version of the micro-credential it is judged by. */
export type AssignmentRecord = {
  readonly state: Assignment;
  readonly version: number;
  readonly microCredentialId: string;
  readonly microCredentialVersion: number;
};

export const findAssignment = async (db: ReadableDb, id: string): Promise<AssignmentRecord | null> => {
  const row = await assignmentById.first(db, id);
  return row === undefined ? null : toRecord(row);
};

/** Holds the assignment until the transaction ends: its state, registers and reviews change one event at a time. */
export const lockAssignment = async (db: WritableDb, id: string): Promise<AssignmentRecord | null> => {
  const row = await lockedAssignmentById.first(db, id);
  return row === undefined ? null : toRecord(row);
};

const assignmentById = keptQuery((db, id: string) =>
  db.selectFrom('assignments').selectAll().where('id', '=', id),
);

const lockedAssignmentById = keptQuery((db, id: string) =>
  db
    .selectFrom('assignments')
    .selectAll()
    .where('id', '=', id)
    .$if(locksRows(db), (query) => query.forUpdate()),
);

export const putAssignment = async (db: WritableDb, record: AssignmentRecord): Promise<void> => {
  const { state } = record;
  const values = {
    submission_id: state.submissionId,
    micro_credential_id: record.microCredentialId,
    micro_credential_version: record.microCredentialVersion,
    reviewer_id: state.reviewerId,
    kind: state.kind,
    state: state.state,
    rubric_hash: state.rubricHash,
    assigned_at: state.assignedAt,
    due_at: state.dueAt,
    lease_expires_at: state.leaseExpiresAt,
    submitted_at: state.submittedAt,
    amendable_until: state.amendableUntil,
    supersedes: state.supersedes === undefined ? null : JSON.stringify(state.supersedes),
    version: record.version,
  };
  await db
    .insertInto('assignments')
    .values({ id: state.id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
};

export const isSubmissionAssigned = async (db: ReadableDb, submissionId: string): Promise<boolean> =>
  (await db
    .selectFrom('assignments')
    .select('id')
    .where('submission_id', '=', submissionId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** What has ended: the reviewer is given nothing by an assignment in one of these states. */
const givesNothing: readonly AssignmentState[] = ['recused', 'withdrawn'];

export const givesEvidence = (state: AssignmentState): boolean => !givesNothing.includes(state);

/** The states of one reviewer's assignments on a submission. */
export const assignmentStatesOn = async (
  db: ReadableDb,
  reviewerId: string,
  submissionId: string,
): Promise<AssignmentState[]> => {
  const rows = await db
    .selectFrom('assignments')
    .select('state')
    .where('reviewer_id', '=', reviewerId)
    .where('submission_id', '=', submissionId)
    .execute();
  return rows.map(({ state }) => state as AssignmentState);
};

/** Whether a reviewer holds an assignment on the attempt that follows this one. */
export const holdsNextAttempt = async (
  db: ReadableDb,
  reviewerId: string,
  { id, microCredentialId, earnerCode, attempt }: Submission,
): Promise<boolean> => {
  const rows = await db
    .selectFrom('assignments')
    .innerJoin('submissions', 'submissions.id', 'assignments.submission_id')
    .select('submissions.state')
    .where('assignments.reviewer_id', '=', reviewerId)
    .where('assignments.micro_credential_id', '=', microCredentialId)
    .where('assignments.state', 'not in', givesNothing)
    .where('submissions.earner', '=', earnerCode)
    .where('submissions.attempt', '=', attempt + 1)
    .execute();
  return rows.some(({ state }) => (JSON.parse(state) as Submission).previousSubmissionId === id);
};

/** Everybody's assignments on a micro-credential that give evidence, by id. */
export const listGivingAssignments = async (
  db: ReadableDb,
  microCredentialId: string,
): Promise<AssignmentRecord[]> => {
  const rows = await db
    .selectFrom('assignments')
    .selectAll()
    .where('micro_credential_id', '=', microCredentialId)
    .where('state', 'not in', givesNothing)
    .orderBy('id')
    .execute();
  return rows.map(toRecord);
};

/** Whether the reader still needs the micro-credential for another assignment that is neither recused nor withdrawn. */
export const needsMicroCredential = async (
  db: ReadableDb,
  reviewerId: string,
  microCredentialId: string,
): Promise<boolean> =>
  (await db
    .selectFrom('assignments')
    .select('id')
    .where('reviewer_id', '=', reviewerId)
    .where('micro_credential_id', '=', microCredentialId)
    .where('state', 'not in', givesNothing)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** The assignments on a micro-credential that wait for a final review, held until the transaction ends. */
export const lockOpenAssignments = async (
  db: WritableDb,
  microCredentialId: string,
): Promise<AssignmentRecord[]> => {
  const rows = await db
    .selectFrom('assignments')
    .selectAll()
    .where('micro_credential_id', '=', microCredentialId)
    .where('state', 'in', ['assigned', 'opened'])
    .orderBy('id')
    .$if(locksRows(db), (query) => query.forUpdate())
    .execute();
  return rows.map(toRecord);
};

/** Everybody's assignments on a submission, whatever became of them, held until the transaction ends. */
export const lockAssignmentsOn = async (
  db: WritableDb,
  submissionId: string,
): Promise<AssignmentRecord[]> => {
  const rows = await db
    .selectFrom('assignments')
    .selectAll()
    .where('submission_id', '=', submissionId)
    .orderBy('id')
    .$if(locksRows(db), (query) => query.forUpdate())
    .execute();
  return rows.map(toRecord);
};

export type AssignmentKey = { readonly dueAt: string; readonly id: string };

/** By due date, then id; those after `after`. */
export const listAssignments = async (
  db: ReadableDb,
  after: AssignmentKey | null,
  limit: number,
): Promise<HubAssignment[]> => {
  const rows = await db
    .selectFrom('assignments')
    .innerJoin('submissions', 'submissions.id', 'assignments.submission_id')
    .innerJoin('accounts', 'accounts.id', 'assignments.reviewer_id')
    .select(['assignments.id', 'assignments.submission_id', 'submissions.code', 'assignments.reviewer_id'])
    .select(['accounts.name', 'assignments.state', 'assignments.due_at', 'assignments.version'])
    .$if(after !== null, (query) =>
      query.where((by) =>
        by(
          by.refTuple('assignments.due_at', 'assignments.id'),
          '>',
          by.tuple(after?.dueAt ?? '', after?.id ?? ''),
        ),
      ),
    )
    .orderBy('assignments.due_at')
    .orderBy('assignments.id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id as HubAssignment['id'],
    submissionId: row.submission_id as HubAssignment['submissionId'],
    submissionCode: row.code,
    reviewerId: row.reviewer_id as HubAssignment['reviewerId'],
    reviewer: row.name,
    state: row.state as HubAssignment['state'],
    dueAt: row.due_at,
    version: row.version,
  }));
};

/** Forgets who asked for what on these assignments, and every answer. */
export const forgetSupersedes = async (db: WritableDb, assignmentIds: readonly string[]): Promise<void> => {
  for (const chunk of inChunks(assignmentIds, 500)) {
    await db.updateTable('assignments').set({ supersedes: null }).where('id', 'in', chunk).execute();
  }
};

const toRecord = (row: HubTables['assignments']): AssignmentRecord => ({
  state: {
    id: row.id as Assignment['id'],
    submissionId: row.submission_id as Assignment['submissionId'],
    reviewerId: row.reviewer_id as Assignment['reviewerId'],
    kind: row.kind as Assignment['kind'],
    state: row.state as Assignment['state'],
    rubricHash: row.rubric_hash,
    assignedAt: row.assigned_at,
    dueAt: row.due_at,
    leaseExpiresAt: row.lease_expires_at,
    submittedAt: row.submitted_at,
    amendableUntil: row.amendable_until,
    ...(row.supersedes === null ? {} : { supersedes: JSON.parse(row.supersedes) as Supersede[] }),
  },
  version: row.version,
  microCredentialId: row.micro_credential_id,
  microCredentialVersion: row.micro_credential_version,
});
