import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import { operationKey, type ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { downloadsOf } from '../../database/tables/downloads.ts';
import { artifactHeadsOf } from '../../database/tables/hub-artifacts.ts';
import { readRegisters } from '../../database/tables/hub-review-registers.ts';
import { readOperations, removeOperations } from '../../database/tables/review-registers.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { settleBlocked } from '../../database/tables/settled-changes.ts';
import { checkOperations } from './check-operations.ts';
import { readReviewDocument } from './review-document.ts';
import {
  ensureHandOver,
  placeOf,
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

/** What was submitted keeps its rubric; only work that waits for a final review moves to a new one. */
const needsNewRubric = ({ review, state, assignment, microCredential }: Work): boolean =>
  review !== undefined &&
  isEditable(state) &&
  review.rubricHash !== microCredential.rubricHash &&
  assignment.rubricHash === microCredential.rubricHash;

const begin = (db: WritableDb, deps: ReviewDeps, work: Work): Result<void> => {
  if (needsNewRubric(work)) return beginAnew(db, deps, work);
  const opened = record(db, deps, work, { type: 'assignment.opened', payload: {} });
  if (!opened.ok) return opened;
  putReview(db, reviewOf(work));
  return ok(undefined);
};

/**
 * The rubric has changed since the scores were given. They are taken back, never carried over to other words; the log
 * keeps them. Rationales, feedback and annotations stay: they are written again as edits on the new rubric, because the
 * hub has begun anew too. What another device has begun on the new rubric stands as it is.
 */
const beginAnew = (db: WritableDb, deps: ReviewDeps, work: Work): Result<void> => {
  const { keyring } = deps.workspace;
  const { assignmentId } = placeOf(work);
  const standing = readOperations(db, keyring, placeOf(work));
  if (!standing.ok) return standing;
  const keys = standing.value.map(({ operation }) => operationKey(operation));
  const begun = readRegisters(db, keyring, assignmentId, keys);
  if (!begun.ok) return begun;
  const artifactIds = new Set(artifactHeadsOf(db, work.assignment.submissionId).map(({ id }) => id));
  const scope = { microCredential: work.microCredential, artifactIds };
  const carried = standing.value
    .filter(({ operation }) => !begun.value.has(operationKey(operation)))
    .flatMap(({ operation }) => onNewRubric(operation, work.microCredential))
    .filter((operation) => checkOperations(scope, [operation]) === null);
  removeOperations(db, assignmentId);
  settleBlocked(db, assignmentId, 'rubric-version-conflict', instantNow(deps.clock));
  const { rubricHash } = work.microCredential;
  putReview(db, { ...reviewOf(work), rubricHash, assignmentVersion: work.version });
  const written = writeOperations(db, deps, work, carried);
  return written.ok ? ok(undefined) : written;
};

/** An edit as it is made again on a changed rubric; none where it says nothing, or speaks of a criterion that is gone. */
const onNewRubric = (operation: ReviewOperation, { rubric }: MicroCredential): ReviewOperation[] => {
  const known = new Set<string>(rubric.criteria.map(({ id }) => id));
  switch (operation.op) {
    case 'score.set':
    case 'annotation.remove':
      return [];
    case 'annotation.put': {
      const { annotation } = operation;
      const criterionIds = annotation.criterionIds.filter((id) => known.has(id));
      return [{ op: 'annotation.put', annotation: { ...annotation, criterionIds } }];
    }
    case 'condition.set':
      return operation.present ? [operation] : [];
    case 'rationale.set':
    case 'feedback.set':
      return operation.text === '' ? [] : [operation];
  }
};
