import { wireLimits } from '../../../shared/hub-api/protocol-version.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { inTransaction } from '../../database/open.ts';
import { requireIdentity } from '../../database/tables/device-identity.ts';
import { eventsSince } from '../../database/tables/events-since.ts';
import {
  listBlocked,
  markSending,
  nextBatch,
  recordOutcome,
  requeueDelivered,
  returnToPending,
} from '../../database/tables/outbox.ts';
import type { StoredEvent } from '../../database/tables/stored-event.ts';
import type { SyncDeps } from '../sync-deps.ts';
import { localProblem, type SyncProblem } from '../sync-problem.ts';
import { type Batch, openBatch, openMissing } from './batch.ts';
import {
  addOutcomes,
  nothingPushed,
  type PushOutcome,
  type Recorded,
  recordResults,
} from './record-results.ts';

/** What one push keeps in mind from request to request. */
type Run = {
  readonly deps: SyncDeps;
  readonly signal: AbortSignal;
  /** Device numbers sent in this push: what the hub put off waits for the next one. */
  readonly tried: Set<number>;
  /** Numbers the hub missed that were sent to it in this push. */
  readonly filled: Set<number>;
  /** Events per request; made smaller to find the one that the hub cannot take at all. */
  limit: number;
  outcome: PushOutcome;
};

/**
 * Sends everything that waits, oldest first, until nothing is left or the hub cannot be worked with. Safe to break off
 * anywhere: an event whose answer was not written down is sent again, and the hub knows it by its id.
 */
export const push = async (
  deps: SyncDeps,
  signal: AbortSignal,
): Promise<Result<PushOutcome, SyncProblem>> => {
  const returned = inTransaction(deps.db, (db) => ok(returnToPending(db)));
  if (!returned.ok) return returned;
  const stopped = stoppedDevice(deps);
  if (stopped !== undefined) return fail(stopped);
  const run: Run = {
    deps,
    signal,
    tried: new Set(),
    filled: new Set(),
    limit: wireLimits.eventsPerPush,
    outcome: nothingPushed,
  };
  for (;;) {
    const step = await pushOnce(run);
    if (!step.ok) return step;
    if (!step.value) return ok(run.outcome);
  }
};

/** The hub saw one number with two contents: this device sends nothing more until a person has looked at it. */
const stoppedDevice = ({ db }: SyncDeps): Problem | undefined =>
  listBlocked(db).some(({ problem: text }) => text.includes('"event-id-reuse"'))
    ? problem('event-id-reuse')
    : undefined;

/** One request. False when nothing is left to send. */
const pushOnce = async (run: Run): Promise<Result<boolean, SyncProblem>> => {
  const { deps, tried } = run;
  const waiting = nextBatch(deps.db, wireLimits.eventsPerPush + tried.size);
  const fresh = waiting.filter(({ deviceSeq }) => !tried.has(deviceSeq));
  if (fresh.length === 0) return ok(false);
  const { deviceId } = requireIdentity(deps.db);
  const batch = openBatch(deps.keyring, deviceId, fresh, run.limit);
  const noted = noteUnreadable(deps, batch.unreadable);
  if (!noted.ok) return noted;
  if (batch.rows.length === 0) return ok(batch.unreadable.length > 0);
  return sendBatch(run, batch);
};

const noteUnreadable = ({ db }: SyncDeps, unreadable: Batch['unreadable']): Result<void> =>
  unreadable.length === 0
    ? ok(undefined)
    : inTransaction(db, (writable) => {
        for (const { row, reason } of unreadable) {
          recordOutcome(writable, row.eventId, { outcome: 'blocked', problem: reason });
        }
        return ok(undefined);
      });

const sendBatch = async (run: Run, { rows, events }: Batch): Promise<Result<boolean, SyncProblem>> => {
  const { deps, signal, tried } = run;
  const marked = inTransaction(deps.db, (db) =>
    ok(
      markSending(
        db,
        rows.map(({ deviceSeq }) => deviceSeq),
      ),
    ),
  );
  if (!marked.ok) return marked;
  const response = await deps.hub.pushEvents(events, { signal });
  if (!response.ok) return afterFailure(run, rows, response.problem);
  for (const { deviceSeq } of rows) tried.add(deviceSeq);
  const recorded = recordResults(deps, rows, response.value);
  return recorded.ok ? afterResults(run, recorded.value) : recorded;
};

const afterResults = async (run: Run, recorded: Recorded): Promise<Result<boolean, SyncProblem>> => {
  run.outcome = addOutcomes(run.outcome, recorded);
  run.limit = wireLimits.eventsPerPush;
  if (recorded.stopped !== null) return fail(recorded.stopped);
  const { missingFrom } = recorded;
  if (missingFrom === null || run.filled.has(missingFrom)) return ok(true);
  run.filled.add(missingFrom);
  return sendMissing(run, missingFrom);
};

/**
 * The hub waits for a number that is not in line here: held back, refused, withdrawn before it was sent, or delivered to
 * a hub that was restored from a backup since. Everything from that number on goes out, so that the hub hears every
 * number once; what it took in before, it has to take in again.
 */
const sendMissing = async (run: Run, from: number): Promise<Result<boolean, SyncProblem>> => {
  const { deps, signal } = run;
  const { deviceId } = requireIdentity(deps.db);
  const requeued = inTransaction(deps.db, (db) =>
    ok(requeueDelivered(db, new Set(deps.keyring.submissionIds()), from - 1)),
  );
  if (!requeued.ok) return requeued;
  const missing = eventsSince(deps.db, from, wireLimits.eventsPerPush);
  const { rows, events } = openMissing(deps.keyring, deviceId, missing);
  if (events.length === 0) return ok(true);
  const response = await deps.hub.pushEvents(events, { signal });
  if (!response.ok) return response;
  const recorded = recordResults(deps, rows, response.value);
  return recorded.ok ? afterResults(run, recorded.value) : recorded;
};

/**
 * The request failed as a whole. Where something in it is at fault, it is looked for by halves and set aside alone;
 * otherwise everything goes back in line.
 */
const afterFailure = (
  run: Run,
  rows: readonly StoredEvent[],
  found: SyncProblem,
): Result<boolean, SyncProblem> => {
  const { db } = run.deps;
  const returned = inTransaction(db, (writable) => ok(returnToPending(writable)));
  if (!returned.ok) return returned;
  const atFault = found.code === 'too-large' || found.code === 'bad-request' || isRequestFault(found);
  if (!atFault) return fail(found);
  if (rows.length > 1) {
    run.limit = Math.ceil(rows.length / 2);
    return ok(true);
  }
  const reason = localProblem(found);
  const blocked = inTransaction(db, (writable) => {
    for (const { eventId } of rows) recordOutcome(writable, eventId, { outcome: 'blocked', problem: reason });
    return ok(true);
  });
  run.limit = wireLimits.eventsPerPush;
  return blocked;
};

const isRequestFault = (found: SyncProblem): boolean =>
  'status' in found && (found.status === 400 || found.status === 413 || found.status === 422);
