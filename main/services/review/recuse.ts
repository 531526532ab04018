import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { AssignmentId, SubmissionId } from '../../../shared/domain/ids.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import { instantNow } from '../../core/instant.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { clearMerge } from '../../database/tables/device-review-merges.ts';
import { removeDownloadsOf } from '../../database/tables/downloads.ts';
import { scheduleErasure } from '../../database/tables/erasures.ts';
import { listAssignments } from '../../database/tables/hub-assignments.ts';
import { previousSubmissionId, readSubmissionHead } from '../../database/tables/hub-submissions.ts';
import { withdrawUnsentWork } from '../../database/tables/outbox.ts';
import { removeOperations } from '../../database/tables/review-registers.ts';
import { isRecused, putReview } from '../../database/tables/reviews.ts';
import type { Keyring } from '../../keys/keyring.ts';
import { ensureHandOver, publishState, type ReviewDeps, readWork, record, reviewOf } from './work.ts';
import { whyNotEditable } from './work-state.ts';

type Recusal = Omit<CommandInput<'review.recuse'>, 'assignmentId'> & { readonly assignmentId: AssignmentId };

/**
 * Hands an assignment back for a conflict of interest. Evidence, that of the attempt before with it, and everything the
 * reviewer wrote on it are erased from this computer; what was not sent yet is not sent any more. The recusal with its note still reaches the hub.
 */
export const recuse = async (deps: ReviewDeps, recusal: Recusal): Promise<Result<Record<string, never>>> => {
  const ready = await ensureHandOver(deps.workspace, recusal.assignmentId);
  if (!ready.ok) return ready;
  const recorded = inTransaction(deps.workspace.db, (db) => recordRecusal(db, deps, recusal));
  if (!recorded.ok) return recorded;
  for (const submissionId of recorded.value) await eraseNow(deps, submissionId);
  publishState(deps, recusal.assignmentId);
  deps.bus.publish({ topic: 'downloads', ids: [recusal.assignmentId] });
  deps.wakeSync();
  return ok({});
};

const recordRecusal = (
  db: WritableDb,
  deps: ReviewDeps,
  { assignmentId, reason, note }: Recusal,
): Result<SubmissionId[]> => {
  const work = readWork(db, assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const { state, assignment } = work.value;
  // A review that counts is not undone by recusing: the lead decides what becomes of it.
  const refused = state === 'amending' ? problem('review-counts') : whyNotEditable(state, work.value);
  if (refused !== null) return fail(refused);
  const happening: Happening = {
    type: 'assignment.recused',
    payload: { when: state === 'new' ? 'before-opening' : 'after-opening', reason, note },
  };
  const recorded = record(db, deps, work.value, happening);
  if (!recorded.ok) return recorded;
  putReview(db, { ...reviewOf(work.value), state: 'recused' });
  clearMerge(db, assignmentId);
  removeOperations(db, assignmentId);
  withdrawUnsentWork(db, assignmentId);
  const gone = [assignment.submissionId, ...lonePrevious(db, deps.workspace.keyring, assignment)];
  for (const submissionId of gone) {
    removeDownloadsOf(db, submissionId);
    scheduleErasure(db, { submissionId, reason: 'recused', dueAt: instantNow(deps.clock) });
  }
  return ok(gone);
};

/** The attempt before, which came with this assignment; none when another assignment on this computer needs it. */
const lonePrevious = (db: ReadableDb, keyring: Keyring, { id, submissionId }: Assignment): SubmissionId[] => {
  const previous = previousSubmissionId(db, keyring, submissionId);
  if (previous === null || readSubmissionHead(db, previous) === undefined) return [];
  const needed = listAssignments(db).some(
    ({ assignment: other }) =>
      other.id !== id &&
      !isRecused(db, other.submissionId) &&
      (other.submissionId === previous || previousSubmissionId(db, keyring, other.submissionId) === previous),
  );
  return needed ? [] : [previous];
};

/**
 * Destroys the submission's key, then its files, without waiting for anything. What fails here, or is made anew by a
 * download under way, sync finishes: the erasure stays noted until it has ended those downloads and looked again.
 */
const eraseNow = async ({ workspace, log }: ReviewDeps, submissionId: SubmissionId): Promise<void> => {
  const destroyed = await workspace.keyring.destroyKey(submissionId);
  const removed = destroyed.ok ? await workspace.vault.removeSubmission(submissionId) : destroyed;
  if (!removed.ok) log('error', 'erasure.postponed', { code: removed.problem.code, id: submissionId });
};
