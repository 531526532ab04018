import type { AssignmentId, EventId, SubmissionId } from '../../../shared/domain/ids.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';

/** A row of the log. Its payload is opened by openEvent. */
export type StoredEvent = {
  readonly deviceSeq: number;
  readonly eventId: EventId;
  readonly assignmentId: AssignmentId;
  readonly submissionId: SubmissionId;
  readonly assignmentVersion: number;
  readonly rubricHash: string;
  readonly type: Happening['type'];
  readonly payloadHash: string;
  readonly sealedPayload: Uint8Array;
  readonly occurredAt: string;
  readonly chainHash: string;
};

/** For SELECT: the columns of a StoredEvent, from `events AS e`. */
export const eventColumns = `e.device_seq AS deviceSeq, e.event_id AS eventId, e.assignment_id AS assignmentId,
  e.submission_id AS submissionId, e.assignment_version AS assignmentVersion, e.rubric_hash AS rubricHash, e.type,
  e.payload_hash AS payloadHash, e.sealed_payload AS sealedPayload, e.occurred_at AS occurredAt,
  e.chain_hash AS chainHash`;
