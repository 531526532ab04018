import type { AssignmentState, Supersede } from '../../shared/domain/assignment.ts';
import type { HubAlert } from '../../shared/hub-api/results.ts';
import type { HubDeps } from '../context/deps.ts';
import { instant } from '../core/ports.ts';
import type { WritableDb } from '../database/open.ts';
import { findAlert, listOpenRequests, type OpenRequest } from '../database/tables/alerts.ts';
import { type AssignmentRecord, lockAssignment, putAssignment } from '../database/tables/assignments.ts';
import { findDevice } from '../database/tables/devices.ts';
import { type EventRecord, findEvent } from '../database/tables/events.ts';
import { findMicroCredentialVersion } from '../database/tables/micro-credentials.ts';
import { findCountedReview, insertCountedReview } from '../database/tables/reviews.ts';
import { decisionOn } from './decision-on.ts';
import { fanOutAssignment } from './fan-out.ts';
import { letStand } from './let-stand.ts';
import { readFinal } from './refused-final.ts';

export const openRequests = (deps: HubDeps): Promise<OpenRequest[]> =>
  deps.database.read((db) => listOpenRequests(db));

export type SupersedeDecision = {
  readonly requestId: string;
  readonly granted: boolean;
  /** The lead's words to the reviewer. */
  readonly reason: string;
};

/** What became of a decision. `answered` before: nothing is decided twice. `closed`: its review no longer stands. */
export type DecisionOutcome =
  | { readonly outcome: 'decided'; readonly request: HubAlert }
  | { readonly outcome: 'unknown' }
  | {
      readonly outcome: 'answered';
      readonly request: HubAlert;
      readonly granted: boolean;
      readonly at: string;
    }
  | { readonly outcome: 'closed'; readonly request: HubAlert; readonly state: AssignmentState };

/**
 * Decides a request that a refused final count. Granted: it counts from now on, the one that counted is kept as
 * superseded, and the review says on every device of its reviewer what was granted. Refused: nothing but the answer. Both
 * go to the reviewer with the assignment.
 */
export const decideSupersede = (deps: HubDeps, decision: SupersedeDecision): Promise<DecisionOutcome> =>
  deps.database.write(async (db) => {
    const found = await findAlert(db, decision.requestId);
    const assignment = found === null ? null : await lockAssignment(db, found.assignmentId);
    // Read again: another decision, or an erasure, may have come in before the lock.
    const request = await findAlert(db, decision.requestId);
    if (request?.supersede === undefined || assignment === null) return { outcome: 'unknown' };
    const { answer, refused } = request.supersede;
    if (answer !== null) return { outcome: 'answered', request, granted: answer.granted, at: answer.at };
    if (assignment.state.state !== 'submitted') {
      return { outcome: 'closed', request, state: assignment.state.state };
    }
    const at = instant(deps.clock.now());
    const answered = withAnswer(assignment, refused.eventId, {
      granted: decision.granted,
      at,
      reason: decision.reason,
    });
    const told = decision.granted ? await grant(db, answered, refused.eventId, at) : answered;
    await putAssignment(db, told);
    await fanOutAssignment(db, told);
    return { outcome: 'decided', request: (await findAlert(db, request.id)) ?? request };
  });

const withAnswer = (
  record: AssignmentRecord,
  refusedEventId: string,
  answer: NonNullable<Supersede['answer']>,
): AssignmentRecord => ({
  ...record,
  version: record.version + 1,
  state: {
    ...record.state,
    supersedes: (record.state.supersedes ?? []).map((one) =>
      one.refusedEventId === refusedEventId ? { ...one, answer } : one,
    ),
  },
});

/** The time for amending stays over: what was granted is the refused final as it came, and no other. */
const grant = async (
  db: WritableDb,
  assignment: AssignmentRecord,
  refusedEventId: string,
  at: string,
): Promise<AssignmentRecord> => {
  const event = await findEvent(db, refusedEventId);
  const content = event === null ? null : readFinal(event);
  const earlier = await findCountedReview(db, assignment.state.id);
  const { microCredentialId, microCredentialVersion } = assignment;
  const microCredential = await findMicroCredentialVersion(db, microCredentialId, microCredentialVersion);
  if (event === null || content === null || earlier === null || microCredential === null) {
    throw new Error('a request names a final, or a rubric, that is not there');
  }
  const { contentHash, activeSeconds } = sentWith(event);
  await insertCountedReview(db, {
    ...earlier,
    rubricHash: event.rubricHash,
    content,
    contentHash,
    decision: decisionOn(microCredential, content),
    activeSeconds,
    receivedAt: at,
    counted: true,
    revision: earlier.revision + 1,
    late: event.receivedAt > assignment.state.dueAt,
    eventId: event.eventId,
  });
  const device = await findDevice(db, event.accountId, event.deviceId);
  await letStand(db, assignment, { content, at, deviceName: device?.name ?? '' });
  return { ...assignment, state: { ...assignment.state, submittedAt: at } };
};

const sentWith = ({ payload }: EventRecord): { contentHash: string; activeSeconds: number } =>
  JSON.parse(payload) as { contentHash: string; activeSeconds: number };
