import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { readReviewDocument } from './review-document.ts';
import { ensureHandOver, publishState, type ReviewDeps, readWork, record, reviewOf } from './work.ts';
import { whyNotEditable } from './work-state.ts';

/** Takes a submitted review back to work. The submitted one counts until the next is submitted. */
export const amendReview = async (
  deps: ReviewDeps,
  { assignmentId }: { readonly assignmentId: AssignmentId },
): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const ready = await ensureHandOver(workspace, assignmentId);
  if (!ready.ok) return ready;
  const reopened = inTransaction(workspace.db, (db) => reopen(db, deps, assignmentId));
  if (!reopened.ok) return reopened;
  publishState(deps, assignmentId);
  return readReviewDocument(workspace, assignmentId, clock.now());
};

const reopen = (db: WritableDb, deps: ReviewDeps, assignmentId: AssignmentId): Result<void> => {
  const work = readWork(db, assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const { state } = work.value;
  if (state !== 'submitted') {
    return fail(whyNotEditable(state, work.value) ?? problem('review-not-submitted'));
  }
  const recorded = record(db, deps, work.value, { type: 'review.reopened', payload: {} });
  if (!recorded.ok) return recorded;
  putReview(db, { ...reviewOf(work.value), state: 'amending' });
  return ok(undefined);
};
