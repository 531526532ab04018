import type { EventResult } from '../../../shared/hub-api/events.ts';
import { type ProblemCode, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { HubDeps } from '../../context/deps.ts';
import { jsonHash } from '../../core/hashing.ts';
import { wireProblem } from '../../core/hub-problem.ts';
import { instant } from '../../core/ports.ts';
import type { WritableDb } from '../../database/open.ts';
import { lockAssignment } from '../../database/tables/assignments.ts';
import { keepFrom } from '../../database/tables/backups.ts';
import {
  advanceDevice,
  blockDevice,
  type DeviceRecord,
  findDevice,
  lockDevice,
} from '../../database/tables/devices.ts';
import { findErasureOf } from '../../database/tables/erasures.ts';
import {
  type EventRecord,
  findEvent,
  insertEvent,
  noPayload,
  updateVerdict,
  type Verdict,
} from '../../database/tables/events.ts';
import type { Held } from './case.ts';
import { judgeEvent } from './judge-event.ts';
import { type ParsedEvent, parseEvent } from './parse-event.ts';
import { deferred, rejected, rejectedWith } from './verdict.ts';

/** Whose events these are: the session's account and device, or those a sealed export proved. */
export type Sender = { readonly accountId: string; readonly deviceId: string; readonly sealed: boolean };

/**
 * Takes events one by one, each in a transaction that holds its effects and its verdict together. Fails as a whole only
 * for a device that was stopped or revoked; a sealed export, which a person brought, is heard from a stopped one, and from
 * a revoked one not either: nobody knows who made it.
 */
export const applyEvents = async (
  deps: HubDeps,
  sender: Sender,
  rawEvents: readonly unknown[],
): Promise<Result<EventResult[]>> => {
  const device = await findDevice(deps.database.kysely, sender.accountId, sender.deviceId);
  if (device === null) return fail(problem('forbidden'));
  if (device.revokedAt !== null) return fail(problem('device-revoked'));
  if (device.blocked && !sender.sealed) return fail(problem('device-blocked'));
  const refused = new Set<string>();
  const results: EventResult[] = [];
  for (const raw of rawEvents) {
    const parsed = parseEvent(raw);
    const result = await applyOne(deps, sender, parsed, refused);
    if (holdsUp(result) && parsed.kind !== 'unusable' && !isRequest(parsed))
      refused.add(assignmentOf(parsed));
    results.push(result);
  }
  return ok(results);
};

/**
 * Whether later changes to the same review wait for the reviewer. What was made on a rubric that is gone says nothing about
 * what comes after it: more of the same is refused alike, and work begun anew stands on its own. So with what comes after
 * the grace window: the final behind refused edits is told that another counts, and can be asked for. Every late event on
 * an erased submission is told so: none of them waits for another.
 */
const holdsUp = ({ result, problem: reason }: EventResult): boolean =>
  result === 'rejected' && !alone.has(reason?.code ?? '');

const alone: ReadonlySet<string> = new Set<ProblemCode>([
  'rubric-version-conflict',
  'submission-erased',
  'amend-window-closed',
  'already-finalised',
]);

/** A refused request changes nothing that other changes build on. */
const isRequest = (parsed: ParsedEvent): boolean =>
  parsed.kind === 'event' && parsed.event.type === 'review.supersede-requested';

const applyOne = async (
  deps: HubDeps,
  sender: Sender,
  parsed: ParsedEvent,
  refused: ReadonlySet<string>,
): Promise<EventResult> => {
  if (parsed.kind === 'unusable') {
    return { eventId: parsed.eventId, result: 'rejected', problem: wireProblem(parsed.problem) };
  }
  if (parsed.identity.deviceId !== sender.deviceId) return answer(parsed, rejected('forbidden'));
  return deps.database.write(async (db) => {
    const device = await lockDevice(db, sender.accountId, sender.deviceId);
    if (device === null) return answer(parsed, rejected('forbidden'));
    if (device.revokedAt !== null) return answer(parsed, deferred('device-revoked'));
    if (device.blocked && !sender.sealed) return answer(parsed, deferred('device-blocked'));
    const known = await findEvent(db, parsed.identity.eventId);
    if (known !== null) return meetAgain(deps, db, sender, device, parsed, known, refused);
    const { deviceSeq } = parsed.identity;
    if (deviceSeq <= device.lastSeq) return answer(parsed, rejected('device-forked'));
    if (deviceSeq > device.lastSeq + 1) {
      return answer(parsed, deferred('device-sequence-gap', { expected: device.lastSeq + 1 }));
    }
    return firstMeeting(deps, db, sender, device, parsed, refused);
  });
};

/** An event the hub has not seen. It is written down before it is judged: reviews refer to it. */
const firstMeeting = async (
  deps: HubDeps,
  db: WritableDb,
  sender: Sender,
  device: DeviceRecord,
  parsed: Known,
  refused: ReadonlySet<string>,
): Promise<EventResult> => {
  const { eventId, deviceId, deviceSeq } = parsed.identity;
  const receivedAt = instant(deps.clock.now());
  const waiting = deferred('earlier-change-refused');
  const held = await hold(db, assignmentOf(parsed));
  const content = held.erased
    ? noPayload
    : { payload: JSON.stringify(parsed.payload), payloadHash: hashOf(parsed) };
  await insertEvent(db, {
    eventId,
    accountId: sender.accountId,
    deviceId,
    deviceSeq,
    assignmentId: assignmentOf(parsed),
    type: parsed.kind === 'event' ? parsed.event.type : 'unknown',
    ...content,
    rubricHash: parsed.kind === 'event' ? parsed.event.rubricHash : '',
    occurredAt: parsed.kind === 'event' ? parsed.event.occurredAt : receivedAt,
    receivedAt,
    ...waiting,
    sealed: sender.sealed,
  });
  await advanceDevice(db, sender.accountId, deviceId, parsed.identity);
  return settle(deps, db, { sender, device, held }, parsed, refused, receivedAt);
};

/** An assignment, and whether its submission is erased; both stay as they are until the transaction ends. */
const hold = async (db: WritableDb, assignmentId: string): Promise<Held> => {
  const assignment = await lockAssignment(db, assignmentId);
  const erased = assignment !== null && (await findErasureOf(db, assignment.state.submissionId)) !== null;
  return { assignment, erased };
};

/** An event seen before: the same answer again, a fresh look at what was put off, or a number used twice. */
const meetAgain = async (
  deps: HubDeps,
  db: WritableDb,
  sender: Sender,
  device: DeviceRecord,
  parsed: Known,
  known: EventRecord,
  refused: ReadonlySet<string>,
): Promise<EventResult> => {
  const own = known.accountId === sender.accountId && known.assignmentId === assignmentOf(parsed);
  // Of what was erased not even the hash is left to compare.
  const same = own && (known.payloadHash === noPayload.payloadHash || known.payloadHash === hashOf(parsed));
  // A copied workspace that goes on under a new device number sends again what the hub already has. A number used twice
  // is counted too: else everything after it in a sealed export would wait for it.
  if (parsed.identity.deviceSeq === device.lastSeq + 1) {
    await advanceDevice(db, sender.accountId, sender.deviceId, parsed.identity);
  }
  await keepFrom(db, sender.accountId, sender.deviceId, parsed.identity.deviceSeq);
  // A restored workspace goes on as a new device, and has no key any more for what it sent before an erasure.
  if (own && parsed.kind === 'poison' && parsed.numberAlone) return answer(parsed, answeredBefore(known));
  if (!same) {
    await blockDevice(db, sender.accountId, sender.deviceId, instant(deps.clock.now()));
    deps.log('warn', 'event-id-reuse', { code: 'event-id-reuse' });
    return answer(parsed, rejected('event-id-reuse'));
  }
  if (mayChange(known)) {
    const held = await hold(db, assignmentOf(parsed));
    return settle(deps, db, { sender, device, held }, parsed, refused, instant(deps.clock.now()));
  }
  return answer(parsed, answeredBefore(known));
};

const answeredBefore = (known: EventRecord): EventRecord =>
  known.result === 'accepted' ? { ...known, result: 'duplicate' } : known;

/** What was put off, and work on an assignment that a hub restored from a backup does not have yet. */
const mayChange = (known: EventRecord): boolean =>
  known.result === 'deferred' || (known.result === 'rejected' && known.problem?.code === 'not-found');

/** Who sent an event, the device it came from, and what it is about. */
type From = { readonly sender: Sender; readonly device: DeviceRecord; readonly held: Held };

const settle = async (
  deps: HubDeps,
  db: WritableDb,
  from: From,
  parsed: Known,
  refused: ReadonlySet<string>,
  receivedAt: string,
): Promise<EventResult> => {
  const verdict = await judge(deps, db, from, parsed, refused, receivedAt);
  await updateVerdict(db, parsed.identity.eventId, verdict, receivedAt);
  return answer(parsed, verdict);
};

const judge = async (
  deps: HubDeps,
  db: WritableDb,
  { sender, device, held }: From,
  parsed: Known,
  refused: ReadonlySet<string>,
  receivedAt: string,
): Promise<Verdict> => {
  if (parsed.kind === 'poison') return rejectedWith(parsed.problem);
  const { event, payload: rawPayload } = parsed;
  return judgeEvent({
    db,
    event,
    rawPayload,
    held,
    reviewerId: sender.accountId,
    deviceId: sender.deviceId,
    deviceName: device.name,
    receivedAt,
    newId: deps.newId,
    waits: refused.has(event.assignmentId),
  });
};

type Known = Exclude<ParsedEvent, { kind: 'unusable' }>;

const hashOf = (parsed: Known): string =>
  parsed.kind === 'event' ? parsed.event.payloadHash : jsonHash(parsed.payload);

const assignmentOf = (parsed: Known): string =>
  parsed.kind === 'event' ? parsed.event.assignmentId : parsed.assignmentId;

const answer = (parsed: Known, verdict: Omit<Verdict, 'counted'>): EventResult => ({
  eventId: parsed.identity.eventId,
  result: verdict.result,
  ...(verdict.problem === null ? {} : { problem: verdict.problem }),
  ...(verdict.receipt === null ? {} : { receipt: verdict.receipt }),
});
