import type { EventResult, PushResponse } from '../../../shared/hub-api/events.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { WritableDb } from '../../database/connection.ts';
import { inTransaction } from '../../database/open.ts';
import { recordOutcome } from '../../database/tables/outbox.ts';
import { readReview, recordReceipt } from '../../database/tables/reviews.ts';
import { dismissSettled, settleBlocked, settleOne } from '../../database/tables/settled-changes.ts';
import type { StoredEvent } from '../../database/tables/stored-event.ts';
import { problemOfWire } from '../../hub-client/hub-problem.ts';
import type { SyncDeps } from '../sync-deps.ts';

/** What one push, or one request of it, came to. Numbers of events. */
export type PushOutcome = {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly deferred: number;
  /** The hub's own rows have changed by it: worth another pull. */
  readonly hubChanged: boolean;
};

export const nothingPushed: PushOutcome = {
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  deferred: 0,
  hubChanged: false,
};

export const addOutcomes = (a: PushOutcome, b: PushOutcome): PushOutcome => ({
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  rejected: a.rejected + b.rejected,
  deferred: a.deferred + b.deferred,
  hubChanged: a.hubChanged || b.hubChanged,
});

export type Recorded = PushOutcome & {
  /** The device number the hub is waiting for, when it said that one is missing. */
  readonly missingFrom: number | null;
  /** Why the hub takes nothing more from this device, when it said so. */
  readonly stopped: Problem | null;
};

/** Writes down the hub's answers to the events sent, all in one transaction; only that takes them out of the line. */
export const recordResults = (
  deps: SyncDeps,
  sent: readonly StoredEvent[],
  response: PushResponse,
): Result<Recorded> => {
  const answers = new Map(response.results.map((result) => [result.eventId, result]));
  const recorded = inTransaction(deps.db, (db) => {
    let sum: Recorded = { ...nothingPushed, missingFrom: null, stopped: null };
    for (const event of sent) {
      const one = recordOne(db, event, answers.get(event.eventId), response.time);
      sum = {
        ...addOutcomes(sum, one),
        missingFrom: sum.missingFrom ?? one.missingFrom,
        stopped: sum.stopped ?? one.stopped,
      };
    }
    return ok(sum);
  });
  if (recorded.ok) announce(deps, sent);
  return recorded;
};

/** An event the hub did not mention counts as put off: it is sent again. */
const recordOne = (
  db: WritableDb,
  event: StoredEvent,
  answer: EventResult | undefined,
  at: string,
): Recorded => {
  const base: Recorded = { ...nothingPushed, missingFrom: null, stopped: null };
  const reason = reasonOf(answer);
  switch (answer?.result) {
    case 'accepted':
    case 'duplicate': {
      recordOutcome(db, event.eventId, { outcome: 'delivered', at });
      const { receipt } = answer;
      if (receipt !== undefined && event.type === 'review.submitted') {
        recordReceipt(db, event.assignmentId, receipt);
      }
      return answer.result === 'accepted'
        ? { ...base, accepted: 1, hubChanged: event.type !== 'review.edited' }
        : { ...base, duplicates: 1 };
    }
    case 'rejected':
      // A hub restored from a backup refuses anew what it had granted: it is settled no more.
      dismissSettled(db, event.eventId);
      recordOutcome(db, event.eventId, { outcome: 'blocked', problem: reason });
      if (reason.code === 'rubric-version-conflict' && hasBegunAnew(db, event)) {
        settleBlocked(db, event.assignmentId, reason.code, at);
      }
      // Nothing waits for a request: it is told, and may be made again.
      if (event.type === 'review.supersede-requested') settleOne(db, event.eventId, at);
      return {
        ...base,
        rejected: 1,
        hubChanged: true,
        stopped: reason.code === 'event-id-reuse' ? reason : null,
      };
    default:
      recordOutcome(db, event.eventId, { outcome: 'deferred' });
      return {
        ...base,
        deferred: 1,
        missingFrom: missingNumber(reason),
        stopped: reason.code === 'device-blocked' ? reason : null,
      };
  }
};

/** Made on a rubric that the reviewer has left behind since: what was to be kept of it has been written again. */
const hasBegunAnew = (db: WritableDb, event: StoredEvent): boolean => {
  const review = readReview(db, event.assignmentId);
  return review !== undefined && review.rubricHash !== event.rubricHash;
};

const reasonOf = (answer: EventResult | undefined): Problem =>
  answer?.problem === undefined
    ? problem('hub-refused', { detail: 'it gave no reason' })
    : problemOfWire(answer.problem);

const missingNumber = ({ code, params }: Problem): number | null => {
  const expected = params?.expected;
  return code === 'device-sequence-gap' && typeof expected === 'number' ? expected : null;
};

const announce = ({ bus }: SyncDeps, sent: readonly StoredEvent[]): void => {
  const ids = [...new Set<string>(sent.map(({ assignmentId }) => assignmentId))];
  bus.publish({ topic: 'queue', ids });
  const finals = sent.filter(({ type }) => type === 'review.submitted');
  if (finals.length > 0) {
    bus.publish({ topic: 'review', ids: finals.map(({ assignmentId }) => assignmentId) });
  }
};
