import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { downloadsOf } from '../../database/tables/downloads.ts';
import { readScoringOperations } from '../../database/tables/review-registers.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { readReviewDocument } from './review-document.ts';
import {
  ensureHandOver,
  publishState,
  type ReviewDeps,
  readWork,
  record,
  reviewOf,
  type Work,
} from './work.ts';
import { isEditable } from './work-state.ts';
import { writeOperations } from './write-operations.ts';

/** Opens a review. The first time, that the evidence was seen is recorded: a recusal from then on is "after opening". */
export const openReview = async (
  deps: ReviewDeps,
  { assignmentId }: { readonly assignmentId: AssignmentId },
): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const ready = await ensureHandOver(workspace, assignmentId);
  if (!ready.ok) return ready;
  const before = readWork(workspace.db, assignmentId, clock.now());
  if (!before.ok) return before;
  if (needsOpening(before.value) || needsNewRubric(before.value)) {
    const begun = inTransaction(workspace.db, (db) => begin(db, deps, before.value));
    if (!begun.ok) return begun;
    publishState(deps, assignmentId);
  }
  if (lacksEvidence(workspace, before.value)) deps.downloadNow(assignmentId);
  return readReviewDocument(workspace, assignmentId, clock.now());
};

/** Something is missing and was not asked for yet: asking at every look would start failed files over and over. */
const lacksEvidence = ({ db }: ReviewDeps['workspace'], { assignment, state }: Work): boolean =>
  state !== 'recused' &&
  downloadsOf(db, assignment.submissionId).some((one) => one.state !== 'here' && one.wantedAt === 0);

const needsOpening = ({ review, state }: Work): boolean => review === undefined && isEditable(state);

const needsNewRubric = ({ review, state, microCredential }: Work): boolean =>
  review !== undefined && isEditable(state) && review.rubricHash !== microCredential.rubricHash;

const begin = (db: WritableDb, deps: ReviewDeps, work: Work): Result<void> => {
  if (needsNewRubric(work)) return beginAnew(db, deps, work);
  const opened = record(db, deps, work, { type: 'assignment.opened', payload: {} });
  if (!opened.ok) return opened;
  putReview(db, reviewOf(work));
  return ok(undefined);
};

/**
 * The rubric has changed since the scores were given. They are taken back, never carried over to other words; the log
 * keeps them. Rationales, feedback and annotations stay.
 */
const beginAnew = (db: WritableDb, deps: ReviewDeps, work: Work): Result<void> => {
  const { id: assignmentId, submissionId } = work.assignment;
  const scoring = readScoringOperations(db, deps.workspace.keyring, { assignmentId, submissionId });
  if (!scoring.ok) return scoring;
  const taken = scoring.value.flatMap(({ operation }) =>
    operation.op === 'score.set' && operation.score !== null ? [{ ...operation, score: null }] : [],
  );
  const scored = writeOperations(db, deps, work, taken);
  if (!scored.ok) return scored;
  const { rubricHash } = work.microCredential;
  putReview(db, { ...reviewOf(work), rubricHash, assignmentVersion: work.version, scored: scored.value });
  return ok(undefined);
};
