import { laterStamp, nextStamp, type Stamp } from '../../shared/domain/hybrid-clock.ts';
import type { ReviewContent } from '../../shared/domain/review.ts';
import {
  operationKey,
  type StampedOperation,
  stampedOperationSchema,
} from '../../shared/domain/review-operation.ts';
import { operationsOf, operationThatClears } from '../../shared/domain/review-operations-of.ts';
import { derivedId, jsonHash } from '../core/hashing.ts';
import type { ReadableDb, WritableDb } from '../database/open.ts';
import type { AssignmentRecord } from '../database/tables/assignments.ts';
import { listAllEdits } from '../database/tables/events.ts';
import { listRegisters, putRegister } from '../database/tables/review-registers.ts';
import { fanOutRegister } from './review-register-feed.ts';

type Standing = {
  readonly content: ReviewContent;
  /** When, on hub time. */
  readonly at: string;
  /** The device that the words come from, as its owner sees it named. */
  readonly deviceName: string;
};

/**
 * Makes a review say this content on every device of its reviewer: under each key where something else stands, or where a
 * device has an edit that the hub refused, the content's own value is written with a stamp after all of them. The stamps
 * are the hub's own, so that they are nobody else's.
 */
export const letStand = async (
  db: WritableDb,
  assignment: AssignmentRecord,
  { content, at, deviceName }: Standing,
): Promise<void> => {
  const assignmentId = assignment.state.id;
  const standing = new Map(
    (await listRegisters(db, assignmentId)).map((one) => [operationKey(one.operation), one]),
  );
  const latest = await latestEdits(db, assignment, standing);
  const wanted = new Map(operationsOf(content).map((operation) => [operationKey(operation), operation]));
  for (const [key, { operation }] of latest) {
    if (!wanted.has(key)) wanted.set(key, operationThatClears(operation));
  }
  const giver = derivedId('hub', assignmentId);
  for (const [key, operation] of wanted) {
    const register = standing.get(key);
    const last = latest.get(key)?.stamp ?? null;
    const says = register !== undefined && jsonHash(register.operation) === jsonHash(operation);
    if (says && last === register.stamp) continue;
    const stamped = { stamp: nextStamp(last, Date.parse(at), giver), operation };
    const record = { assignmentId, stamped, deviceName, receivedAt: at };
    await putRegister(db, record);
    await fanOutRegister(db, assignment, record);
  }
};

/** The last edit the hub has heard of under each key, whether it counted or not. */
const latestEdits = async (
  db: ReadableDb,
  { state }: AssignmentRecord,
  standing: ReadonlyMap<string, StampedOperation>,
): Promise<Map<string, StampedOperation>> => {
  const latest = new Map(standing);
  for (const payload of await listAllEdits(db, state.id, state.rubricHash)) {
    const edit = stampedOperationSchema.safeParse(JSON.parse(payload));
    if (!edit.success) continue;
    const key = operationKey(edit.data.operation);
    const before: Stamp | null = latest.get(key)?.stamp ?? null;
    if (laterStamp(before, edit.data.stamp) !== before) latest.set(key, edit.data);
  }
  return latest;
};
