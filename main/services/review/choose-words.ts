import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { mergeOperations } from '../../database/tables/review-registers.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { readPairs } from './overtaken-words.ts';
import { readReviewDocument } from './review-document.ts';
import { ensureHandOver, placeOf, publishState, type ReviewDeps, readWork, reviewOf } from './work.ts';
import { whyNotEditable } from './work-state.ts';
import { writeOperations } from './write-operations.ts';

type Choice = Omit<CommandInput<'review.chooseWords'>, 'assignmentId'> & {
  readonly assignmentId: AssignmentId;
};

/**
 * Decides between two devices' words: `mine` writes this device's again, as an edit made now; `theirs` agrees to what
 * stands. `not-found` when nothing of this device's is overtaken under that key any more.
 */
export const chooseWords = async (deps: ReviewDeps, choice: Choice): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const { assignmentId } = choice;
  const ready = await ensureHandOver(workspace, assignmentId);
  if (!ready.ok) return ready;
  const chosen = inTransaction(workspace.db, (db) => choose(db, deps, choice));
  if (!chosen.ok) return chosen;
  publishState(deps, assignmentId);
  return readReviewDocument(workspace, assignmentId, clock.now());
};

const choose = (db: WritableDb, deps: ReviewDeps, { assignmentId, key, words }: Choice): Result<void> => {
  const { workspace, clock } = deps;
  const work = readWork(db, assignmentId, clock.now());
  if (!work.ok) return work;
  const refused = whyNotEditable(work.value.state, work.value);
  if (refused !== null) return fail(refused);
  const pairs = readPairs(db, workspace, work.value);
  if (!pairs.ok) return pairs;
  const pair = pairs.value.find(({ shown }) => shown.key === key);
  if (pair === undefined) return fail(problem('not-found'));
  if (words === 'theirs') {
    // The same edit under the same stamp: nothing to tell the hub.
    const { stamp, operation } = pair.theirs;
    return mergeOperations(db, workspace.keyring, placeOf(work.value), [{ stamp, operation }]);
  }
  const written = writeOperations(db, deps, work.value, [pair.mine.operation]);
  if (!written.ok) return written;
  const review = reviewOf(work.value);
  const state = review.state === 'opened' ? 'draft' : review.state;
  putReview(db, { ...review, state, savedAt: instantNow(clock) });
  return ok(undefined);
};
