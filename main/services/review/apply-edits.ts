import type { AssignmentId } from '../../../shared/domain/ids.ts';
import {
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { CommandOutput } from '../../../shared/workbench-api/commands.ts';
import { instantNow } from '../../core/instant.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { artifactHeadsOf } from '../../database/tables/hub-artifacts.ts';
import { putReview } from '../../database/tables/reviews.ts';
import type { Workspace } from '../workspace.ts';
import { checkOperations } from './check-operations.ts';
import {
  ensureHandOver,
  hasHandOver,
  type ReviewDeps,
  readWork,
  record,
  reviewOf,
  type Work,
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
  const saved = inTransaction(deps.workspace.db, (db) => save(db, deps, edits));
  if (!saved.ok && saved.problem === noHandOver) {
    const ready = await ensureHandOver(deps.workspace, edits.assignmentId);
    return ready.ok ? applyEdits(deps, edits) : ready;
  }
  if (!saved.ok) return saved;
  rememberOpened(deps.workspace, saved.value);
  // Not `review`: the screen that sent the edits shows them already, and would fetch itself while someone types.
  for (const topic of ['queue', 'sync'] as const) deps.bus.publish({ topic, ids: [edits.assignmentId] });
  return ok({ savedAt: saved.value.savedAt });
};

/** Nothing was saved: the key of what must reach the hub in any case is made first. Once for each submission. */
const noHandOver = problem('submission-key-missing');

type Saved = { readonly savedAt: string; readonly work: Work; readonly opened: readonly StampedOperation[] };

/** Committed: they need not be opened to be read. */
const rememberOpened = ({ openedReviews }: Workspace, { work, opened }: Saved): void => {
  const known = openedReviews.of(work.assignment);
  for (const one of opened) known.set(operationKey(one.operation), one);
};

const save = (db: WritableDb, deps: ReviewDeps, edits: Edits): Result<Saved> => {
  const work = readWork(db, edits.assignmentId, deps.clock.now());
  if (!work.ok) return work;
  if (!hasHandOver(deps.workspace, work.value)) return fail(noHandOver);
  const refused = whyRefused(db, work.value, edits.operations);
  if (refused !== null) return fail(refused);
  if (work.value.review === undefined) {
    const opened = record(db, deps, work.value, { type: 'assignment.opened', payload: {} });
    if (!opened.ok) return opened;
  }
  const savedAt = instantNow(deps.clock);
  const { activeSeconds } = edits;
  const written = writeOperations(db, deps, work.value, edits.operations, {
    occurredAt: savedAt,
    activeSeconds,
  });
  if (!written.ok) return written;
  const review = reviewOf(work.value);
  const state = review.state === 'opened' ? 'draft' : review.state;
  if (work.value.review?.state !== state) putReview(db, { ...review, state });
  return ok({ savedAt, work: work.value, opened: written.value });
};

const whyRefused = (db: WritableDb, work: Work, operations: readonly ReviewOperation[]) => {
  const { microCredential, assignment } = work;
  // Only an annotation names an artifact.
  const places = operations.some(({ op }) => op === 'annotation.put')
    ? artifactHeadsOf(db, assignment.submissionId)
    : [];
  const artifactIds = new Set<string>(places.map(({ id }) => id));
  return whyNotEditable(work.state, work) ?? checkOperations({ microCredential, artifactIds }, operations);
};
