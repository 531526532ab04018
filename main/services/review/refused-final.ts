import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { type ReviewContent, reviewContent, reviewGaps } from '../../../shared/domain/review.ts';
import { type ReviewDifference, reviewDifferences } from '../../../shared/domain/review-differences.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import type { RefusedFinal } from '../../../shared/workbench-api/other-device.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { openEvent, readEvent } from '../../database/tables/events.ts';
import { readHubOperations, readRegisters } from '../../database/tables/hub-review-registers.ts';
import { hasUnsentFinal } from '../../database/tables/outbox.ts';
import { putReview, type ReviewRow } from '../../database/tables/reviews.ts';
import { settleBlocked } from '../../database/tables/settled-changes.ts';
import { listBlockedChanges } from '../blocked-changes.ts';
import type { Workspace } from '../workspace.ts';
import { readContent, readReviewDocument } from './review-document.ts';
import { submit } from './submit-review.ts';
import { publishState, type ReviewDeps, readWork, reviewOf, type Work } from './work.ts';
import { writtenBy } from './written-by.ts';

/**
 * A final that the hub refused because it has edits that this device did not have, beside what stands here now; or because
 * another counts, beside what stands at the hub. `not-found` when it is no such final, or was dismissed.
 */
export const compareRefused = (
  workspace: Workspace,
  eventId: string,
  nowMs: number,
): Result<RefusedFinal> => {
  const { db, keyring, deviceId } = workspace;
  const blocked = listBlockedChanges(workspace).find((one) => one.eventId === eventId);
  const stored = readEvent(db, eventId);
  if (blocked === undefined || stored === undefined || !comparable.has(blocked.problem.code)) {
    return fail(problem('not-found'));
  }
  const event = openEvent(keyring, deviceId, stored);
  if (!event.ok) return event;
  if (event.value.type !== 'review.submitted') return fail(problem('not-found'));
  const work = readWork(db, event.value.assignmentId, nowMs);
  if (!work.ok) return work;
  const standing =
    blocked.problem.code === 'already-finalised'
      ? readContentAtHub(db, keyring, work.value)
      : readContent(db, keyring, work.value, workspace.openedReviews.of(work.value.assignment));
  if (!standing.ok) return standing;
  const differences = reviewDifferences(event.value.payload.content, standing.value);
  const explained = explain(workspace, work.value, differences);
  if (!explained.ok) return explained;
  return ok({
    eventId,
    assignmentId: event.value.assignmentId,
    submissionCode: blocked.submissionCode,
    submittedAt: blocked.occurredAt,
    problem: blocked.problem,
    settledAt: blocked.settledAt,
    differences: explained.value,
    gaps: reviewGaps(work.value.microCredential, standing.value).length,
    arrivals: work.value.merge.arrivals,
  });
};

const comparable: ReadonlySet<string> = new Set(['conflict-content-mismatch', 'already-finalised']);

/** Without what was written here: all of that is in the final that came too late. */
const readContentAtHub = (
  db: Workspace['db'],
  keyring: Workspace['keyring'],
  { assignment, microCredential }: Work,
): Result<ReviewContent> => {
  const operations = readHubOperations(db, keyring, assignment.id);
  if (!operations.ok) return operations;
  const criterionIds = microCredential.rubric.criteria.map(({ id }) => id);
  return ok(reviewContent(criterionIds, operations.value));
};

const explain = (
  { db, keyring, deviceId }: Workspace,
  { assignment, microCredential }: Work,
  differences: readonly ReviewDifference[],
): Result<RefusedFinal['differences']> => {
  const keys = differences.map(({ key }) => key);
  const registers = readRegisters(db, keyring, assignment.id, keys);
  if (!registers.ok) return registers;
  const { rubric, policies } = microCredential;
  return ok(
    differences.map((difference) => ({
      difference,
      by: writtenBy(registers.value.get(difference.key), deviceId),
      criterion: rubric.criteria.find(({ id }) => id === difference.criterionId)?.title ?? null,
      condition: policies.conditionCodes.find(({ code }) => code === difference.code)?.title ?? null,
    })),
  );
};

type Resolution = Omit<CommandInput<'review.resolveRefused'>, 'assignmentId'> & {
  readonly assignmentId: AssignmentId;
};

/**
 * Ends what a refused final holds up: what stands now is submitted as a final of its own, or the review goes back to
 * work. The refused one stays readable. `review-changed-meanwhile` when a pull has changed the review since it was
 * compared: nothing is submitted that the reviewer has not seen.
 */
export const resolveRefused = async (
  deps: ReviewDeps,
  resolution: Resolution,
): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const resolved = inTransaction(workspace.db, (db) => resolve(db, deps, resolution));
  if (!resolved.ok) return resolved;
  publishState(deps, resolution.assignmentId);
  deps.wakeSync();
  return readReviewDocument(workspace, resolution.assignmentId, clock.now());
};

const resolve = (
  db: WritableDb,
  deps: ReviewDeps,
  { assignmentId, seen, next }: Resolution,
): Result<void> => {
  const work = readWork(db, assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const now = instantNow(deps.clock);
  if (settleBlocked(db, assignmentId, 'conflict-content-mismatch', now) === 0) {
    return fail(problem('not-found'));
  }
  // Submitted anew already, while the refused one still stood in the way: that one goes out now.
  if (hasUnsentFinal(db, assignmentId)) return ok(undefined);
  putReview(db, backToWork(work.value));
  return next === 'submit' ? submit(db, deps, { assignmentId, seen }) : ok(undefined);
};

/** The hub never counted the refused final: the review is a draft, or an amendment of the final that does count. */
const backToWork = (work: Work): ReviewRow => {
  const review = reviewOf(work);
  return work.assignment.state === 'submitted'
    ? { ...review, state: 'amending' }
    : { ...review, state: 'draft', submittedAt: null };
};
