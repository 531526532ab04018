import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { checkCondition } from './check-operations.ts';
import { readReviewDocument } from './review-document.ts';
import { publishState, type ReviewDeps, readWork, record } from './work.ts';
import { whyNotEditable } from './work-state.ts';

type SetAside = Omit<CommandInput<'review.setAside'>, 'assignmentId'> & {
  readonly assignmentId: AssignmentId;
};

/** Unable to score: hands the submission to the calibration lead, with the conditions that say why. */
export const setAsideReview = async (deps: ReviewDeps, wanted: SetAside): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const done = inTransaction(workspace.db, (db) => setAside(db, deps, wanted));
  if (!done.ok) return done;
  publishState(deps, wanted.assignmentId);
  deps.wakeSync();
  return readReviewDocument(workspace, wanted.assignmentId, clock.now());
};

const setAside = (
  db: WritableDb,
  deps: ReviewDeps,
  { assignmentId, codes, note }: SetAside,
): Result<void> => {
  const work = readWork(db, assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const { review, state } = work.value;
  const refused = state === 'amending' ? problem('review-counts') : whyNotEditable(state, work.value);
  if (refused !== null) return fail(refused);
  if (review === undefined) return fail(problem('review-not-opened'));
  for (const code of codes) {
    const unknown = checkCondition(work.value, code, 'submission');
    if (unknown !== null) return fail(unknown);
  }
  const payload = { codes: [...new Set(codes)], note };
  const recorded = record(db, deps, work.value, { type: 'review.set-aside', payload });
  if (!recorded.ok) return recorded;
  putReview(db, { ...review, state: 'set-aside' });
  return ok(undefined);
};
