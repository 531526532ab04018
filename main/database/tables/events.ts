import type { Stamp } from '../../../shared/domain/hybrid-clock.ts';
import type { AssignmentId, DeviceId, EventId, SubmissionId } from '../../../shared/domain/ids.ts';
import { type Happening, happeningSchema, type ReviewEvent } from '../../../shared/hub-api/events.ts';
import { canonicalJson } from '../../../shared/lib/canonical-json.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { sha256Hex } from '../../core/sha256.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { type Sealer, sealedColumn, sealScopeOf } from '../sealed-columns.ts';
import {
  type DeviceIdentity,
  FIRST_CHAIN_HASH,
  type LogEnd,
  notedEnd,
  rememberLast,
  requireIdentity,
} from './device-identity.ts';
import { lineUp } from './outbox.ts';
import { eventColumns, type StoredEvent } from './stored-event.ts';

/** Something the reviewer did, before it has its place in the log. */
export type NewEvent = {
  readonly eventId: EventId;
  readonly assignmentId: AssignmentId;
  readonly submissionId: SubmissionId;
  readonly assignmentVersion: number;
  readonly rubricHash: string;
  readonly occurredAt: string;
  readonly happening: Happening;
  /** Where the device's hybrid clock stands after it. Default: where it stood. */
  readonly clock?: Stamp | null;
  /** How long was worked on the review until then, since the edit before. Default: 0. */
  readonly activeSeconds?: number;
};

const insertEvent = `INSERT INTO events (device_seq, event_id, assignment_id, submission_id, assignment_version,
    rubric_hash, type, payload_hash, occurred_at, chain_hash, clock, active_seconds, sealed_payload)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/**
 * Appends an event, with the next device number and chain hash; from then on it waits to be sent. Value: where the log
 * ends now. Fails when the key that seals it is not there; the caller's transaction then rolls back. `identity`: as it
 * stands, where the caller has just read it.
 */
export const appendEvent = (
  db: WritableDb,
  sealer: Sealer,
  event: NewEvent,
  identity: Pick<DeviceIdentity, 'lastDeviceSeq' | 'lastChainHash' | 'lastStamp'> = requireIdentity(db),
): Result<LogEnd> => {
  const { eventId, assignmentId, submissionId, happening } = event;
  const deviceSeq = identity.lastDeviceSeq + 1;
  const text = canonicalJson(happening.payload);
  const payloadHash = sha256Hex(text);
  const scope = sealScopeOf(happening.type, submissionId);
  const sealed =
    scope === null
      ? ok(new TextEncoder().encode(text))
      : sealer.sealText(scope, sealedColumn.eventPayload(eventId), text);
  if (!sealed.ok) return sealed;
  const chainHash = nextChainHash(identity.lastChainHash, eventId, payloadHash);
  const clock = event.clock ?? identity.lastStamp;
  db.prepare(insertEvent).run(
    deviceSeq,
    eventId,
    assignmentId,
    submissionId,
    event.assignmentVersion,
    event.rubricHash,
    happening.type,
    payloadHash,
    event.occurredAt,
    chainHash,
    clock,
    event.activeSeconds ?? 0,
    sealed.value,
  );
  const end = { lastDeviceSeq: deviceSeq, lastChainHash: chainHash };
  rememberLast(db, { ...end, clock });
  return ok(end);
};

/** The event as the hub takes it. `submission-key-missing` when its payload was erased. */
export const openEvent = (sealer: Sealer, deviceId: DeviceId, stored: StoredEvent): Result<ReviewEvent> => {
  const text = openPayload(sealer, stored);
  if (!text.ok) return text;
  const happening = happeningSchema.parse({ type: stored.type, payload: JSON.parse(text.value) });
  const { deviceSeq, eventId, assignmentId, assignmentVersion, rubricHash, payloadHash, occurredAt } = stored;
  return ok({
    eventId,
    deviceId,
    deviceSeq,
    assignmentId,
    assignmentVersion,
    rubricHash,
    payloadHash,
    occurredAt,
    ...happening,
  });
};

/** The payload as JSON text. `submission-key-missing` when it was erased. */
export const openPayload = (
  sealer: Sealer,
  { type, submissionId, eventId, sealedPayload }: StoredEvent,
): Result<string> => {
  if (sealedPayload.length === 0) return fail(problem('submission-key-missing'));
  const scope = sealScopeOf(type, submissionId);
  return scope === null
    ? ok(new TextDecoder().decode(sealedPayload))
    : sealer.openText(scope, sealedColumn.eventPayload(eventId), sealedPayload);
};

/**
 * Empties the sealed texts of a submission that is being erased by order; the receipt of it, which has none, stays. The
 * events keep number, hash and place in the chain.
 */
export const emptyPayloadsOf = (db: WritableDb, submissionId: string): void => {
  lineUp(db);
  db.prepare(
    `UPDATE events SET sealed_payload = x''
     WHERE device_seq IN (SELECT device_seq FROM event_places WHERE submission_id = ?)
       AND type <> 'erasure.carried-out' AND sealed_payload <> x''`,
  ).run(submissionId);
};

/** Found at once where it was lined up or is settled; else by looking through the log. */
export const readEvent = (db: ReadableDb, eventId: string): StoredEvent | undefined =>
  db
    .prepare<StoredEvent>(
      `SELECT ${eventColumns} FROM events AS e WHERE e.device_seq = COALESCE(
         (SELECT device_seq FROM outbox WHERE event_id = ?),
         (SELECT device_seq FROM settled_changes WHERE event_id = ?),
         (SELECT device_seq FROM events WHERE event_id = ?))`,
    )
    .get(eventId, eventId, eventId);

/** The first device number at which the log is not what was written: a gap or a broken chain; null when it is whole. */
export const findChainBreak = (db: ReadableDb): number | null =>
  chainBreakIn(
    db.prepare<StoredEvent>(`SELECT ${eventColumns} FROM events AS e ORDER BY e.device_seq`).iterate(),
    notedEnd(db),
  );

/** The same of a whole log that was read already, in its order; `noted`: where it ends, or ended before a restore. */
export const chainBreakIn = (log: Iterable<StoredEvent>, noted: LogEnd): number | null => {
  let expectedSeq = 1;
  let chainHash = FIRST_CHAIN_HASH;
  for (const event of log) {
    chainHash = nextChainHash(chainHash, event.eventId, event.payloadHash);
    if (event.deviceSeq !== expectedSeq || event.chainHash !== chainHash) return expectedSeq;
    if (expectedSeq === noted.lastDeviceSeq && chainHash !== noted.lastChainHash) return expectedSeq;
    expectedSeq += 1;
  }
  return noted.lastDeviceSeq < expectedSeq ? null : expectedSeq;
};

/** The event that was given a number here; undefined: none was. */
export const eventUnder = (db: ReadableDb, deviceSeq: number): string | undefined =>
  db.prepare<{ id: string }>('SELECT event_id AS id FROM events WHERE device_seq = ?').get(deviceSeq)?.id;

export const readChainHash = (db: ReadableDb, deviceSeq: number): string | undefined =>
  db.prepare<{ hash: string }>('SELECT chain_hash AS hash FROM events WHERE device_seq = ?').get(deviceSeq)
    ?.hash;

/** SHA-256 over the text of the previous chain hash, the event's id and its payload hash. */
export const nextChainHash = (previous: string, eventId: string, payloadHash: string): string =>
  sha256Hex(`${previous}${eventId}${payloadHash}`);
