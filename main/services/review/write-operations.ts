import { createStampGiver, type Stamp, type StampGiver } from '../../../shared/domain/hybrid-clock.ts';
import {
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import { requireIdentity } from '../../database/tables/device-identity.ts';
import { refreshMerge } from '../../database/tables/device-review-merges.ts';
import { mergeLogged, type OpenedOperations, standingStamp } from '../../database/tables/review-registers.ts';
import { placeOf, type ReviewDeps, record, type Work } from './work.ts';

/** An edit with its stamp, and the stamp of what stood under its key before it. */
type StampedEdit = {
  readonly stamped: StampedOperation;
  readonly before: Stamp | null;
  /** Where the device's clock stands once it is given. */
  readonly clock: Stamp | null;
};

/** When they are saved (default: now), and how long was worked until then. */
type Saved = { readonly occurredAt?: string; readonly activeSeconds?: number };

/**
 * Stamps edits, each later than what stands under its key, lays them over the review and records each as an event, in
 * the caller's transaction. Value: operations that stand now and were opened or written here.
 */
export const writeOperations = (
  db: WritableDb,
  deps: Pick<ReviewDeps, 'workspace' | 'ids' | 'clock'>,
  work: Work,
  operations: readonly ReviewOperation[],
  saved: Saved = {},
): Result<readonly StampedOperation[]> => {
  const { keyring, openedReviews, stampGiver } = deps.workspace;
  let identity = requireIdentity(db);
  const clock = createStampGiver(identity.lastStamp, deps.clock.now(), stampGiver);
  const edits = stamp(db, work, operations, clock);
  for (const [index, { stamped, clock }] of edits.entries()) {
    const at = { ...saved, clock, identity, activeSeconds: index === 0 ? (saved.activeSeconds ?? 0) : 0 };
    const appended = record(db, deps, work, { type: 'review.edited', payload: stamped }, at);
    if (!appended.ok) return appended;
    identity = { ...identity, ...appended.value };
    mergeLogged(db, work.assignment.id, stamped, identity.lastDeviceSeq);
  }
  const known = openedReviews.of(work.assignment);
  if (work.merge.edited && !edits.some((edit) => mayChangeCount(edit, known))) return ok(stampedOf(edits));
  const criterionIds = work.microCredential.rubric.criteria.map(({ id }) => id);
  const written = edits.map(({ stamped }) => [operationKey(stamped.operation), stamped] as const);
  const refreshed = refreshMerge(db, keyring, placeOf(work), criterionIds, {
    arrived: false,
    // A copy: what this transaction has written is remembered only once it is committed.
    known: new Map([...known, ...written]),
  });
  return refreshed.ok ? ok([...refreshed.value, ...stampedOf(edits)]) : refreshed;
};

const stampedOf = (edits: readonly StampedEdit[]): StampedOperation[] => edits.map(({ stamped }) => stamped);

/** Whether fewer or more criteria may count as scored now: a score or a condition was set where there was none, or taken away. */
const mayChangeCount = (
  { stamped: { operation }, before }: StampedEdit,
  known: Readonly<OpenedOperations>,
): boolean => {
  const counts = countsAsScored(operation);
  if (counts === undefined) return false;
  if (before === null) return counts;
  const there = known.get(operationKey(operation));
  return there?.stamp !== before || countsAsScored(there.operation) !== counts;
};

/** Undefined for an edit that has nothing to do with it. */
const countsAsScored = (operation: ReviewOperation): boolean | undefined => {
  if (operation.op === 'score.set') return operation.score !== null;
  return operation.op === 'condition.set' ? operation.present : undefined;
};

const stamp = (
  db: ReadableDb,
  { assignment, review }: Work,
  operations: readonly ReviewOperation[],
  giver: StampGiver,
): StampedEdit[] => {
  const given = new Map<string, string>();
  const rubricStands = () => review === undefined || review.rubricHash === assignment.rubricHash;
  return operations.map((operation) => {
    const key = operationKey(operation);
    const before = given.get(key) ?? standingStamp(db, assignment.id, key, rubricStands);
    const next = giver.next(before);
    given.set(key, next);
    return { stamped: { stamp: next, operation }, before, clock: giver.last() };
  });
};
