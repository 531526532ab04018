import { deviceOf } from '../../shared/domain/hybrid-clock.ts';
import { operationKey } from '../../shared/domain/review-operation.ts';
import type { ReviewRegister } from '../../shared/domain/review-register.ts';
import type { StateChange, Tombstone } from '../../shared/hub-api/changes.ts';
import { derivedId } from '../core/hashing.ts';
import type { ReadableDb, WritableDb } from '../database/open.ts';
import type { AssignmentRecord } from '../database/tables/assignments.ts';
import { appendToFeeds, lastVersionTold, liveInFeed } from '../database/tables/feeds.ts';
import { listRegisterRecords, type RegisterRecord } from '../database/tables/review-registers.ts';

/** One id for each key of each review. A digest: ids go where a key, which may hold any character, cannot. */
const registerId = ({ assignmentId, stamped }: RegisterRecord): string =>
  derivedId('reg', assignmentId, operationKey(stamped.operation));

/**
 * Tells a reviewer's own devices what stands under a key of their review now; it replaces what stood there before.
 * Nobody else's feed ever holds it.
 */
export const fanOutRegister = async (
  db: WritableDb,
  assignment: AssignmentRecord,
  record: RegisterRecord,
): Promise<void> => {
  const reader = assignment.state.reviewerId;
  await appendToFeeds(db, new Map([[reader, [await nextChange(db, assignment, record)]]]));
};

/** What stands in a review and its reviewer was never told: written before registers travelled. */
export const missingRegisters = async (
  db: ReadableDb,
  assignment: AssignmentRecord,
): Promise<StateChange[]> => {
  const all: StateChange[] = [];
  for (const record of await listRegisterRecords(db, [assignment.state.id])) {
    all.push(await nextChange(db, assignment, record));
  }
  const have = await liveInFeed(db, assignment.state.reviewerId, all);
  return all.filter(({ kind, id }) => !have.has(`${kind}:${id}`));
};

/** The end of what a reader has of these reviews. Call it while the registers are still there to name. */
export const registerTombstones = async (
  db: ReadableDb,
  reader: string,
  assignmentIds: readonly string[],
  reason: Tombstone['reason'],
): Promise<Tombstone[]> => {
  const named = (await listRegisterRecords(db, assignmentIds)).map(
    (record): Tombstone => ({
      change: 'tombstone',
      kind: 'review-register',
      id: registerId(record),
      version: 1,
      reason,
    }),
  );
  const have = await liveInFeed(db, reader, named);
  return named.flatMap((tombstone) => {
    const version = have.get(`${tombstone.kind}:${tombstone.id}`);
    return version === undefined ? [] : [{ ...tombstone, version }];
  });
};

/** Versions of a key only grow, also after its end: a rubric that came back is not the one before. */
const nextChange = async (
  db: ReadableDb,
  { state }: AssignmentRecord,
  record: RegisterRecord,
): Promise<StateChange> => {
  const id = registerId(record);
  const { stamped, deviceName, receivedAt } = record;
  const register: ReviewRegister = {
    ...stamped,
    assignmentId: state.id,
    submissionId: state.submissionId,
    device: { id: deviceOf(stamped.stamp) as ReviewRegister['device']['id'], name: deviceName },
    receivedAt,
  };
  const version = (await lastVersionTold(db, state.reviewerId, 'review-register', id)) + 1;
  return { change: 'state', kind: 'review-register', id, version, state: register };
};
