import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { operationKey, type ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { operationThatClears } from '../../../shared/domain/review-operations-of.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { readOperations } from '../../database/tables/review-registers.ts';
import { applyEdits } from './apply-edits.ts';
import { readReviewDocument } from './review-document.ts';
import { type LoggedEdit, loggedEdits, saysTheSame } from './review-history.ts';
import { placeOf, publishState, type ReviewDeps, readWork, type Work } from './work.ts';

export type Restoring = {
  readonly assignmentId: AssignmentId;
  /** The version, by its number. */
  readonly seq: number;
  /** That one place, or the whole review as this computer had it right after that edit. */
  readonly what: 'place' | 'draft';
};

const EDITS_AT_ONCE = 1000;

/**
 * Makes a review say again what it said: as edits made now, which travel and can themselves be taken back. The log is
 * never changed. What another device had written by then stays. `not-found` for a number that is no edit of this review.
 */
export const restoreEarlier = async (
  deps: ReviewDeps,
  { assignmentId, seq, what }: Restoring,
): Promise<Result<ReviewDocument>> => {
  const { workspace, clock } = deps;
  const work = readWork(workspace.db, assignmentId, clock.now());
  if (!work.ok) return work;
  const operations = neededFor(deps, work.value, seq, what);
  if (!operations.ok) return operations;
  if (operations.value.length > 0) {
    const edits = { assignmentId, operations: operations.value, activeSeconds: 0 };
    const applied = await applyEdits(deps, edits);
    if (!applied.ok) return applied;
    publishState(deps, assignmentId);
  }
  return readReviewDocument(workspace, assignmentId, clock.now());
};

/** The edits that lead from what stands to what is wanted. */
const neededFor = (
  { workspace }: ReviewDeps,
  work: Work,
  seq: number,
  what: Restoring['what'],
): Result<ReviewOperation[]> => {
  const edits = allEdits(workspace, work, seq);
  if (!edits.ok) return edits;
  const [newest] = edits.value;
  if (newest?.seq !== seq) return fail(problem('not-found'));
  const standing = readOperations(workspace.db, workspace.keyring, placeOf(work));
  if (!standing.ok) return standing;
  const stands = new Map(standing.value.map((one) => [operationKey(one.operation), one]));
  const wanted = what === 'place' ? [newest.operation] : wholeDraft(edits.value, newest, stands);
  return ok(
    wanted.filter((operation) => {
      const now = stands.get(operationKey(operation))?.operation ?? operationThatClears(operation);
      return !saysTheSame(now, operation);
    }),
  );
};

/** Newest first, of each place the last edit by then; and nothing where nothing had been written by then. */
const wholeDraft = (
  edits: readonly LoggedEdit[],
  newest: LoggedEdit,
  stands: ReadonlyMap<string, Pick<LoggedEdit, 'operation' | 'stamp'>>,
): ReviewOperation[] => {
  const then = new Map<string, ReviewOperation>();
  for (const { operation } of edits) {
    const key = operationKey(operation);
    if (!then.has(key)) then.set(key, operation);
  }
  for (const [key, { operation, stamp }] of stands) {
    // Another device's, from before: it stood then too.
    if (!then.has(key) && stamp > newest.stamp) then.set(key, operationThatClears(operation));
  }
  return [...then.values()];
};

const allEdits = (
  workspace: ReviewDeps['workspace'],
  work: Work,
  upTo: number,
): Result<readonly LoggedEdit[]> => {
  const all: LoggedEdit[] = [];
  for (let from = upTo; ; ) {
    const edits = loggedEdits(workspace, work, from, EDITS_AT_ONCE);
    if (!edits.ok) return edits;
    all.push(...edits.value);
    if (edits.value.length < EDITS_AT_ONCE) return ok(all);
    from = (edits.value.at(-1)?.seq ?? 1) - 1;
  }
};
