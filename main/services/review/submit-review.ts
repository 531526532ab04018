import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { reviewGaps } from '../../../shared/domain/review.ts';
import { canonicalJson } from '../../../shared/lib/canonical-json.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import { sha256Hex } from '../../core/sha256.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { putReview, readReviewTimes } from '../../database/tables/reviews.ts';
import { readContent, readReviewDocument } from './review-document.ts';
import { publishState, type ReviewDeps, readWork, record } from './work.ts';
import { whyNotEditable } from './work-state.ts';

type Submission = {
  readonly assignmentId: AssignmentId;
  /** The arrivals of the review that the reviewer was shown; undefined where nobody looks. */
  readonly seen?: number | undefined;
};

/**
 * Makes the review final: its whole content with a hash goes to the hub. `review-incomplete` names how much is missing;
 * `review-changed-meanwhile`: another device's edits came in after the reviewer was shown it.
 */
export const submitReview = async (
  deps: ReviewDeps,
  submission: Submission,
): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const { assignmentId } = submission;
  const submitted = inTransaction(workspace.db, (db) => submit(db, deps, submission));
  if (!submitted.ok) return submitted;
  publishState(deps, assignmentId);
  deps.wakeSync();
  return readReviewDocument(workspace, assignmentId, clock.now());
};

/** The same in the caller's transaction, without telling anybody. */
export const submit = (
  db: WritableDb,
  deps: ReviewDeps,
  { assignmentId, seen }: Submission,
): Result<void> => {
  const work = readWork(db, assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const { review, microCredential, state, merge } = work.value;
  if (seen !== undefined && seen !== merge.arrivals) return fail(problem('review-changed-meanwhile'));
  const refused = whyNotEditable(state, work.value);
  if (refused !== null) return fail(refused);
  if (review === undefined) return fail(problem('review-not-opened'));
  if (review.rubricHash !== microCredential.rubricHash) return fail(problem('rubric-version-conflict'));
  const content = readContent(db, deps.workspace.keyring, work.value);
  if (!content.ok) return content;
  const gaps = reviewGaps(microCredential, content.value);
  if (gaps.length > 0) return fail(problem('review-incomplete', { count: gaps.length }));
  const contentHash = sha256Hex(canonicalJson(content.value));
  const { activeSeconds } = readReviewTimes(db, review);
  const recorded = record(db, deps, work.value, {
    type: 'review.submitted',
    payload: { content: content.value, contentHash, activeSeconds },
  });
  if (!recorded.ok) return recorded;
  putReview(db, { ...review, state: 'submitted', submittedAt: instantNow(deps.clock) });
  return ok(undefined);
};
