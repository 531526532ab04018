import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandOutput } from '../../../shared/workbench-api/commands.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { artifactHeadsOf } from '../../database/tables/hub-artifacts.ts';
import { putReview } from '../../database/tables/reviews.ts';
import { checkOperations } from './check-operations.ts';
import {
  ensureHandOver,
  type ReviewDeps,
  readWork,
  record,
  reviewOf,
  type Work,
  whyOtherRubric,
} from './work.ts';
import { whyNotEditable } from './work-state.ts';
import { writeOperations } from './write-operations.ts';

type Edits = {
  readonly assignmentId: AssignmentId;
  readonly operations: readonly ReviewOperation[];
  readonly activeSeconds: number;
};

/**
 * Commits edits: the review, the log and the outbox in one transaction, all of the edits or none. Answers when they are
 * on the disk. The hub hears of them at sync's own pace.
 */
export const applyEdits = async (
  deps: ReviewDeps,
  edits: Edits,
): Promise<Result<CommandOutput<'review.applyEdits'>>> => {
  const ready = await ensureHandOver(deps.workspace, edits.assignmentId);
  if (!ready.ok) return ready;
  const saved = inTransaction(deps.workspace.db, (db) => save(db, deps, edits));
  if (!saved.ok) return saved;
  // Not `review`: the screen that sent the edits shows them already, and would fetch itself while someone types.
  for (const topic of ['queue', 'sync'] as const) deps.bus.publish({ topic, ids: [edits.assignmentId] });
  return ok({ savedAt: saved.value });
};

const save = (db: WritableDb, deps: ReviewDeps, edits: Edits): Result<string> => {
  const work = readWork(db, edits.assignmentId, deps.clock.now());
  if (!work.ok) return work;
  const refused = whyRefused(db, work.value, edits.operations);
  if (refused !== null) return fail(refused);
  if (work.value.review === undefined) {
    const opened = record(db, deps, work.value, { type: 'assignment.opened', payload: {} });
    if (!opened.ok) return opened;
  }
  const written = writeOperations(db, deps, work.value, edits.operations);
  if (!written.ok) return written;
  const review = reviewOf(work.value);
  const savedAt = instantNow(deps.clock);
  putReview(db, {
    ...review,
    state: review.state === 'opened' ? 'draft' : review.state,
    activeSeconds: review.activeSeconds + edits.activeSeconds,
    savedAt,
  });
  return ok(savedAt);
};

const whyRefused = (db: WritableDb, work: Work, operations: readonly ReviewOperation[]) => {
  const artifactIds = new Set(artifactHeadsOf(db, work.assignment.submissionId).map(({ id }) => id));
  return (
    whyNotEditable(work.state, work) ??
    whyOtherRubric(work) ??
    checkOperations({ microCredential: work.microCredential, artifactIds }, operations)
  );
};
