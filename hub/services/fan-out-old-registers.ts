import type { StampedOperation } from '../../shared/domain/review-operation.ts';
import { operationKey } from '../../shared/domain/review-operation.ts';
import type { HubDatabase, ReadableDb, WritableDb } from '../database/open.ts';
import { type AssignmentRecord, givesEvidence, lockAssignment } from '../database/tables/assignments.ts';
import { findDevice } from '../database/tables/devices.ts';
import { listEdits } from '../database/tables/events.ts';
import { appendToFeeds } from '../database/tables/feeds.ts';
import {
  listRegisterRecords,
  nextOldRegister,
  putRegister,
  type RegisterRecord,
} from '../database/tables/review-registers.ts';
import { missingRegisters } from './review-register-feed.ts';

/**
 * Sends what reviewers wrote before registers travelled to their own feeds, once: a review at a time, so that being
 * stopped half-way loses nothing and repeats nothing. Done before the hub serves; nothing to do costs one query.
 */
export const fanOutOldRegisters = async (database: HubDatabase): Promise<void> => {
  for (;;) {
    const assignmentId = await database.read(nextOldRegister);
    if (assignmentId === null) return;
    await database.write((db) => fanOutOne(db, assignmentId));
  }
};

const fanOutOne = async (db: WritableDb, assignmentId: string): Promise<void> => {
  const assignment = await lockAssignment(db, assignmentId);
  if (assignment === null) throw new Error('edits refer to an assignment that is not there');
  const sources = await sourcesOf(db, assignment);
  for (const record of await listRegisterRecords(db, [assignmentId])) {
    const source = sources.get(nameOf(record.stamped)) ?? {
      deviceName: '',
      receivedAt: assignment.state.assignedAt,
    };
    await putRegister(db, { ...record, ...source });
  }
  if (!givesEvidence(assignment.state.state)) return;
  const changes = await missingRegisters(db, assignment);
  await appendToFeeds(db, new Map([[assignment.state.reviewerId, changes]]));
};

/** Which device sent each edit, and when: the log has kept it. */
const sourcesOf = async (
  db: ReadableDb,
  { state }: AssignmentRecord,
): Promise<Map<string, Pick<RegisterRecord, 'deviceName' | 'receivedAt'>>> => {
  const sources = new Map<string, Pick<RegisterRecord, 'deviceName' | 'receivedAt'>>();
  const names = new Map<string, string>();
  for (const { deviceId, receivedAt, payload } of await listEdits(db, state.id)) {
    const known = names.get(deviceId) ?? (await findDevice(db, state.reviewerId, deviceId))?.name ?? '';
    names.set(deviceId, known);
    sources.set(nameOf(JSON.parse(payload) as StampedOperation), { deviceName: known, receivedAt });
  }
  return sources;
};

const nameOf = ({ stamp, operation }: StampedOperation): string => `${stamp} ${operationKey(operation)}`;
