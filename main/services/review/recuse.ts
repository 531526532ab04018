import type { AssignmentId, SubmissionId } from '../../../shared/domain/ids.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { removeDownloadsOf } from '../../database/tables/downloads.ts';
import { scheduleErasure } from '../../database/tables/erasures.ts';
import { withdrawUnsentWork } from '../../database/tables/outbox.ts';
import { removeOperations } from '../../database/tables/review-registers.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { ensureHandOver, publishState, type ReviewDeps, readWork, record, reviewOf } from './work.ts';
import { whyNotEditable } from './work-state.ts';

type Recusal = Omit<CommandInput<'review.recuse'>, 'assignmentId'> & { readonly assignmentId: AssignmentId };

/**
 * Hands an assignment back for a conflict of interest. Evidence and everything the reviewer wrote on it are erased from
 * this computer; what was not sent yet is not sent any more. The recusal with its note still reaches the hub.
 */
export const recuse = async (deps: ReviewDeps, recusal: Recusal): Promise<Result<Record<string, never>>> => {
  const ready = await ensureHandOver(deps.workspace, recusal.assignmentId);
  if (!ready.ok) return ready;
  const recorded = inTransaction(deps.workspace.db, (db) => recordRecusal(db, deps, recusal));
  if (!recorded.ok) return recorded;
  await eraseNow(deps, recorded.value);
  publishState(deps, recusal.assignmentId);
  deps.bus.publish({ topic: 'downloads', ids: [recusal.assignmentId] });
  deps.wakeSync();
  return ok({});
};

const recordRecusal = (
  db: WritableDb,
  deps: ReviewDeps,
  { assignmentId, reason, note }: Recusal,
): Result<SubmissionId> => {
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
  putReview(db, { ...reviewOf(work.value), state: 'recused', scored: 0 });
  removeOperations(db, assignmentId);
  withdrawUnsentWork(db, assignmentId);
  removeDownloadsOf(db, assignment.submissionId);
  scheduleErasure(db, {
    submissionId: assignment.submissionId,
    reason: 'recused',
    dueAt: instantNow(deps.clock),
  });
  return ok(assignment.submissionId);
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
