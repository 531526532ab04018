import type { AssignmentId, DeviceId, EventId, SubmissionId } from '../../../shared/domain/ids.ts';
import { type Happening, happeningSchema, type ReviewEvent } from '../../../shared/hub-api/events.ts';
import { canonicalJson } from '../../../shared/lib/canonical-json.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { sha256Hex } from '../../core/sha256.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { type Sealer, sealedColumn, sealJson, sealScopeOf } from '../sealed-columns.ts';
import { advanceChain, FIRST_CHAIN_HASH, requireIdentity } from './device-identity.ts';
import { insertPending } from './outbox.ts';
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
};

/**
 * Appends an event and its outbox row, with the next device number and chain hash. Value: the device number. Fails
 * when the key that seals it is not there; the caller's transaction then rolls back.
 */
export const appendEvent = (db: WritableDb, sealer: Sealer, event: NewEvent): Result<number> => {
  const { eventId, assignmentId, submissionId, happening } = event;
  const identity = requireIdentity(db);
  const deviceSeq = identity.lastDeviceSeq + 1;
  const payloadHash = sha256Hex(canonicalJson(happening.payload));
  const scope = sealScopeOf(happening.type, submissionId);
  const sealed =
    scope === null
      ? ok(new TextEncoder().encode(JSON.stringify(happening.payload)))
      : sealJson(sealer, scope, sealedColumn.eventPayload(eventId), happening.payload);
  if (!sealed.ok) return sealed;
  const chainHash = nextChainHash(identity.lastChainHash, eventId, payloadHash);
  db.prepare(
    `INSERT INTO events (device_seq, event_id, assignment_id, submission_id, assignment_version, rubric_hash, type,
       payload_hash, sealed_payload, occurred_at, chain_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    deviceSeq,
    eventId,
    assignmentId,
    submissionId,
    event.assignmentVersion,
    event.rubricHash,
    happening.type,
    payloadHash,
    sealed.value,
    event.occurredAt,
    chainHash,
  );
  advanceChain(db, deviceSeq, chainHash);
  insertPending(db, { deviceSeq, eventId, assignmentId });
  return ok(deviceSeq);
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
  db.prepare(
    `UPDATE events SET sealed_payload = x''
     WHERE submission_id = ? AND type <> 'erasure.carried-out' AND sealed_payload <> x''`,
  ).run(submissionId);
};

export const readEvent = (db: ReadableDb, eventId: string): StoredEvent | undefined =>
  db.prepare<StoredEvent>(`SELECT ${eventColumns} FROM events AS e WHERE e.event_id = ?`).get(eventId);

/** The first device number at which the log is not what was written: a gap or a broken chain; null when it is whole. */
export const findChainBreak = (db: ReadableDb): number | null => {
  let expectedSeq = 1;
  let chainHash = FIRST_CHAIN_HASH;
  for (const event of db
    .prepare<StoredEvent>(`SELECT ${eventColumns} FROM events AS e ORDER BY e.device_seq`)
    .iterate()) {
    chainHash = nextChainHash(chainHash, event.eventId, event.payloadHash);
    if (event.deviceSeq !== expectedSeq || event.chainHash !== chainHash) return expectedSeq;
    expectedSeq += 1;
  }
  const identity = requireIdentity(db);
  const whole = identity.lastDeviceSeq === expectedSeq - 1 && identity.lastChainHash === chainHash;
  return whole ? null : expectedSeq;
};

/** SHA-256 over the text of the previous chain hash, the event's id and its payload hash. */
export const nextChainHash = (previous: string, eventId: string, payloadHash: string): string =>
  sha256Hex(`${previous}${eventId}${payloadHash}`);
