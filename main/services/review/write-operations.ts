import { nextStamp, type Stamp } from '../../../shared/domain/hybrid-clock.ts';
import type { ReviewOperation, StampedOperation } from '../../../shared/domain/review-operation.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../../database/connection.ts';
import type { Sealer } from '../../database/sealed-columns.ts';
import { noteStamp, requireIdentity } from '../../database/tables/device-identity.ts';
import { mergeOperations, readScoringOperations } from '../../database/tables/review-registers.ts';
import { type ReviewDeps, record, type Work } from './work.ts';

/**
 * Stamps edits, lays them over the review and records each as an event, in the caller's transaction. Value: how many
 * criteria have a score or a condition now.
 */
export const writeOperations = (
  db: WritableDb,
  deps: Pick<ReviewDeps, 'workspace' | 'ids' | 'clock'>,
  work: Work,
  operations: readonly ReviewOperation[],
): Result<number> => {
  const { keyring } = deps.workspace;
  const stamped = stamp(db, operations, deps.clock.now());
  for (const payload of stamped) {
    const appended = record(db, deps, work, { type: 'review.edited', payload });
    if (!appended.ok) return appended;
  }
  const { id: assignmentId, submissionId } = work.assignment;
  const merged = mergeOperations(db, keyring, { assignmentId, submissionId }, stamped);
  return merged.ok ? countScored(db, keyring, work) : merged;
};

const stamp = (db: WritableDb, operations: readonly ReviewOperation[], nowMs: number): StampedOperation[] => {
  const { deviceId, lastStamp } = requireIdentity(db);
  let last: Stamp | null = lastStamp;
  const stamped = operations.map((operation) => {
    last = nextStamp(last, nowMs, deviceId);
    return { stamp: last, operation };
  });
  if (last !== null) noteStamp(db, last);
  return stamped;
};

const countScored = (
  db: ReadableDb,
  sealer: Sealer,
  { assignment, microCredential }: Work,
): Result<number> => {
  const place = { assignmentId: assignment.id, submissionId: assignment.submissionId };
  const operations = readScoringOperations(db, sealer, place);
  if (!operations.ok) return operations;
  const scored = new Set<string>();
  for (const { operation } of operations.value) {
    if (operation.op === 'score.set' && operation.score !== null) scored.add(operation.criterionId);
    if (operation.op === 'condition.set' && operation.present && operation.criterionId !== null) {
      scored.add(operation.criterionId);
    }
  }
  return ok(microCredential.rubric.criteria.filter(({ id }) => scored.has(id)).length);
};
