import { isStampPossible } from '../../../shared/domain/hybrid-clock.ts';
import {
  laterOperation,
  operationKey,
  type ReviewOperation,
  type StampedOperation,
} from '../../../shared/domain/review-operation.ts';
import type { ReadableDb } from '../../database/open.ts';
import { findDevice } from '../../database/tables/devices.ts';
import { findEvent, type Verdict } from '../../database/tables/events.ts';
import { findMicroCredentialVersion } from '../../database/tables/micro-credentials.ts';
import { findRegister, putRegister } from '../../database/tables/review-registers.ts';
import { findCountedReview } from '../../database/tables/reviews.ts';
import { findArtifact } from '../../database/tables/submissions.ts';
import { letStand } from '../let-stand.ts';
import { fanOutRegister } from '../review-register-feed.ts';
import { amendRefusal, type Case, markOpened } from './case.ts';
import { accepted, rejected } from './verdict.ts';

/** Merges one edit into the review's registers: the later stamp wins its key, and all devices of the reviewer hear of it. */
export const judgeEdit = async (one: Case, stamped: StampedOperation): Promise<Verdict> => {
  const { db, assignment, deviceName, receivedAt } = one;
  const closed = amendRefusal(one);
  if (closed !== null) {
    await letGrantedStand(one);
    return closed;
  }
  if (!isStampPossible(stamped.stamp, Date.parse(receivedAt))) {
    return rejected('bad-request', { detail: "the edit is dated more than 50 years after the hub's time" });
  }
  const stranger = await unknownReference(db, one, stamped.operation);
  if (stranger !== null) return rejected('bad-request', { detail: stranger });
  await markOpened(one);
  const before = await findRegister(db, assignment.state.id, operationKey(stamped.operation));
  if (laterOperation(before, stamped) === before) return accepted();
  const record = { assignmentId: assignment.state.id, stamped, deviceName, receivedAt };
  await putRegister(db, record);
  await fanOutRegister(db, assignment, record);
  return accepted();
};

/** Words that a device had never sent must not hide, there, a final that a lead let count. */
const letGrantedStand = async ({ db, assignment, receivedAt }: Case): Promise<void> => {
  if (!(assignment.state.supersedes ?? []).some(({ answer }) => answer?.granted)) return;
  const counted = await findCountedReview(db, assignment.state.id);
  const event = counted && (await findEvent(db, counted.eventId));
  if (counted === null || event === null) return;
  const device = await findDevice(db, event.accountId, event.deviceId);
  // Received with the final: these are no edits that came after it.
  const at = assignment.state.submittedAt ?? receivedAt;
  await letStand(db, assignment, { content: counted.content, at, deviceName: device?.name ?? '' });
};

/** What an edit speaks of that is not part of this assignment; null when all is. */
const unknownReference = async (
  db: ReadableDb,
  { assignment }: Case,
  operation: ReviewOperation,
): Promise<string | null> => {
  const criteria = criteriaOf(operation);
  if (criteria.length > 0) {
    const microCredential = await findMicroCredentialVersion(
      db,
      assignment.microCredentialId,
      assignment.microCredentialVersion,
    );
    const known = new Set<string>(microCredential?.rubric.criteria.map(({ id }) => id));
    if (criteria.some((id) => !known.has(id)))
      return 'the edit names a criterion that the rubric does not have';
  }
  if (operation.op === 'annotation.put') {
    const artifact = await findArtifact(db, operation.annotation.artifactId);
    const ours = artifact !== null && artifact.submissionId === assignment.state.submissionId;
    if (!ours) return 'the annotation is on a file that the submission does not have';
  }
  return null;
};

const criteriaOf = (operation: ReviewOperation): readonly string[] => {
  if (operation.op === 'annotation.put') return operation.annotation.criterionIds;
  if (operation.op === 'annotation.remove' || operation.criterionId === null) return [];
  return [operation.criterionId];
};
