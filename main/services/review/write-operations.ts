import { createStampGiver } from '../../../shared/domain/hybrid-clock.ts';
import {
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { WritableDb } from '../../database/connection.ts';
import { noteStamp, requireIdentity } from '../../database/tables/device-identity.ts';
import { refreshMerge } from '../../database/tables/device-review-merges.ts';
import { mergeOperations, standingStamp } from '../../database/tables/review-registers.ts';
import { placeOf, type ReviewDeps, record, type Work } from './work.ts';

/**
 * Stamps edits, each later than what stands under its key, lays them over the review and records each as an event, in
 * the caller's transaction.
 */
export const writeOperations = (
  db: WritableDb,
  deps: Pick<ReviewDeps, 'workspace' | 'ids' | 'clock'>,
  work: Work,
  operations: readonly ReviewOperation[],
): Result<void> => {
  const { keyring } = deps.workspace;
  const stamped = stamp(db, work, operations, deps.clock.now());
  for (const payload of stamped) {
    const appended = record(db, deps, work, { type: 'review.edited', payload });
    if (!appended.ok) return appended;
  }
  const merged = mergeOperations(db, keyring, placeOf(work), stamped);
  if (!merged.ok) return merged;
  const criterionIds = work.microCredential.rubric.criteria.map(({ id }) => id);
  return refreshMerge(db, keyring, placeOf(work), criterionIds, false);
};

const stamp = (
  db: WritableDb,
  { assignment }: Work,
  operations: readonly ReviewOperation[],
  nowMs: number,
): StampedOperation[] => {
  const { deviceId, lastStamp } = requireIdentity(db);
  const clock = createStampGiver(lastStamp, nowMs, deviceId);
  const given = new Map<string, string>();
  const stamped = operations.map((operation) => {
    const key = operationKey(operation);
    const next = clock.next(given.get(key) ?? standingStamp(db, assignment.id, key));
    given.set(key, next);
    return { stamp: next, operation };
  });
  const last = clock.last();
  if (last !== null) noteStamp(db, last);
  return stamped;
};
