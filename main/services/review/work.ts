import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { WorkState } from '../../../shared/workbench-api/queue.ts';
import type { ChangeBus } from '../../core/change-bus.ts';
import type { Ids } from '../../core/ids.ts';
import { instantNow } from '../../core/instant.ts';
import type { Clock, Logger } from '../../core/ports.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import { handOverScope } from '../../database/sealed-columns.ts';
import type { DeviceIdentity, LogEnd } from '../../database/tables/device-identity.ts';
import { type ReviewMerge, readMerge } from '../../database/tables/device-review-merges.ts';
import { wasErased } from '../../database/tables/erased-submissions.ts';
import { appendEvent, type NewEvent } from '../../database/tables/events.ts';
import { readAssignment, submissionIdOf } from '../../database/tables/hub-assignments.ts';
import { readMicroCredential } from '../../database/tables/hub-micro-credentials.ts';
import { readSubmissionHead, type SubmissionHead } from '../../database/tables/hub-submissions.ts';
import { type ReviewRow, readReview } from '../../database/tables/reviews.ts';
import type { Workspace } from '../workspace.ts';
import { type WorkViews, workState } from './work-state.ts';

/** What a use case works with: one account's open workspace and the world around it. */
export type ReviewDeps = {
  readonly workspace: Workspace;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bus: ChangeBus;
  readonly log: Logger;
  /** There is something the hub should hear soon. */
  readonly wakeSync: () => void;
  /** Puts an assignment's evidence at the head of the downloads. */
  readonly downloadNow: (assignmentId: AssignmentId) => void;
};

/** One assignment with everything that decides what may be done with it. */
export type Work = WorkViews & {
  readonly version: number;
  readonly state: WorkState;
  readonly head: SubmissionHead;
  readonly microCredential: MicroCredential;
  readonly merge: ReviewMerge;
};

/** Why an assignment is not here: `submission-erased` where it was worked on until its submission was erased by order. */
const whyNotHere = (db: ReadableDb, assignmentId: string): Problem =>
  problem(wasErased(db, assignmentId) ? 'submission-erased' : 'not-found');

/** `not-found` for a foreign or unknown assignment (or `submission-erased`), `submission-not-here` while its parts are missing. */
export const readWork = (db: ReadableDb, assignmentId: AssignmentId, nowMs: number): Result<Work> => {
  const found = readAssignment(db, assignmentId);
  if (found === undefined) return fail(whyNotHere(db, assignmentId));
  const { assignment, version } = found;
  const head = readSubmissionHead(db, assignment.submissionId);
  const microCredential = head && readMicroCredential(db, head.microCredentialId);
  if (head === undefined || microCredential === undefined) return fail(problem('submission-not-here'));
  const review = readReview(db, assignmentId);
  const merge = readMerge(db, assignmentId);
  const views = { assignment, review, microCredential, edited: merge.edited };
  return ok({ ...views, version, head, merge, state: workState(views, nowMs) });
};

/** Where the reviewer's words on it stand, and whose key seals them. */
export const placeOf = ({ assignment }: Pick<Work, 'assignment'>) => ({
  assignmentId: assignment.id,
  submissionId: assignment.submissionId,
});

/** The review row as it stands, or the one a first opening makes. */
export const reviewOf = ({ assignment, version, review, microCredential }: Work): ReviewRow =>
  review ?? {
    assignmentId: assignment.id,
    submissionId: assignment.submissionId,
    state: 'opened',
    assignmentVersion: Math.max(1, version),
    rubricHash: microCredential.rubricHash,
    activeSeconds: 0,
    savedAt: null,
    submittedAt: null,
    receivedAt: null,
    amendableUntil: null,
  };

type RecordedAt = Partial<Pick<NewEvent, 'clock' | 'activeSeconds' | 'occurredAt'>> & {
  readonly identity?: DeviceIdentity;
};

/** Appends what happened to the log and the outbox, in the caller's transaction. `at`: see appendEvent. */
export const record = (
  db: WritableDb,
  { workspace, ids, clock }: Pick<ReviewDeps, 'workspace' | 'ids' | 'clock'>,
  work: Work,
  happening: Happening,
  at: RecordedAt = {},
): Result<LogEnd> =>
  appendEvent(
    db,
    workspace.keyring,
    {
      eventId: ids.eventId(),
      assignmentId: work.assignment.id,
      submissionId: work.assignment.submissionId,
      // A kept, withdrawn assignment has version 0 here; the hub knows the one the review was begun on.
      assignmentVersion: Math.max(1, work.version, work.review?.assignmentVersion ?? 1),
      rubricHash: work.microCredential.rubricHash,
      occurredAt: at.occurredAt ?? instantNow(clock),
      happening,
      clock: at.clock ?? null,
      activeSeconds: at.activeSeconds ?? 0,
    },
    at.identity,
  );

export const hasHandOver = ({ keyring }: Pick<Workspace, 'keyring'>, { assignment }: Work): boolean =>
  keyring.hasKey(handOverScope(assignment.submissionId));

/** Makes the key under which what must reach the hub in any case is sealed. Before the transaction: it writes a file. */
export const ensureHandOver = async (
  { db, keyring }: Pick<Workspace, 'db' | 'keyring'>,
  assignmentId: AssignmentId,
): Promise<Result<void>> => {
  const submissionId = submissionIdOf(db, assignmentId);
  if (submissionId === undefined) return fail(whyNotHere(db, assignmentId));
  const scope = handOverScope(submissionId);
  if (keyring.hasKey(scope)) return ok(undefined);
  const ensured = await keyring.ensureKey(scope);
  return ensured.ok ? ok(undefined) : ensured;
};

/** Tells everybody that a review is in another state now. */
export const publishState = ({ bus }: Pick<ReviewDeps, 'bus'>, assignmentId: AssignmentId): void => {
  for (const topic of ['review', 'queue', 'sync'] as const) bus.publish({ topic, ids: [assignmentId] });
};
