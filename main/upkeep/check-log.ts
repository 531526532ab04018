import { stampedOperationSchema } from '../../shared/domain/review-operation.ts';
import { canonicalJson, type Json } from '../../shared/lib/canonical-json.ts';
import { sha256Hex } from '../core/sha256.ts';
import type { ReadableDb } from '../database/connection.ts';
import { type Sealer, sealScopeOf } from '../database/sealed-columns.ts';
import { FIRST_CHAIN_HASH, notedEnd, readIdentity } from '../database/tables/device-identity.ts';
import { nextChainHash, openPayload, readChainHash } from '../database/tables/events.ts';
import { outboxCounts } from '../database/tables/outbox.ts';
import type { StoredEvent } from '../database/tables/stored-event.ts';
import { countOutbox, everyEvent } from '../database/tables/whole-workspace.ts';
import type { Finding } from './findings.ts';

/** An edit as the log has it, or one that cannot be read. */
export type LoggedEdit = {
  readonly event: StoredEvent;
  /** The stamped operation as canonical JSON; null when it does not open. */
  readonly operation: { readonly stamp: string; readonly key: string; readonly text: string } | null;
};

export type LogCheck = {
  readonly findings: readonly Finding[];
  readonly events: number;
  readonly edits: readonly LoggedEdit[];
  /** Events whose key is here and whose content does not open: altered, or of before a removal of the submission. */
  readonly unopened: readonly StoredEvent[];
  /** By keyring entry, the first number whose content opens. */
  readonly firstOpened: ReadonlyMap<string, number>;
  /** Events whose content went with the key of its submission. */
  readonly erased: number;
};

type KeyOf = (operation: unknown) => string;

/**
 * The event log: no number missing, every link of the chain, the end that the device remembers, and, where `sealer` has
 * the key, that each content is the one whose hash is in the chain. After a break it goes on with what is written, so that
 * one altered change is one finding.
 */
export const checkLog = (db: ReadableDb, sealer: Sealer | null, place: string, keyOf: KeyOf): LogCheck => {
  const findings: Finding[] = [];
  const edits: LoggedEdit[] = [];
  const unopened: StoredEvent[] = [];
  const firstOpened = new Map<string, number>();
  let erased = 0;
  let last = { deviceSeq: 0, chainHash: FIRST_CHAIN_HASH };
  let events = 0;
  for (const event of everyEvent(db)) {
    events += 1;
    findings.push(...linkFaults(last, event, place));
    last = event;
    const content = sealer === null ? 'unread' : contentOf(sealer, event);
    if (content === 'erased') erased += 1;
    else if (content === 'unopened') unopened.push(event);
    else if (content === 'altered') findings.push(named('event-payload-altered', event, place));
    else if (content !== 'unread') noteOpened(firstOpened, event);
    if (event.type !== 'review.edited') continue;
    edits.push({
      event,
      operation: typeof content === 'object' ? operationOf(content.payload, keyOf) : null,
    });
  }
  findings.push(...endFaults(db, last, place), ...outboxFaults(db, place));
  return { findings, events, edits, unopened, firstOpened, erased };
};

const noteOpened = (
  firstOpened: Map<string, number>,
  { type, submissionId, deviceSeq }: StoredEvent,
): void => {
  const scope = sealScopeOf(type, submissionId);
  if (scope !== null && !firstOpened.has(scope)) firstOpened.set(scope, deviceSeq);
};

export const named = (
  code: 'event-altered' | 'event-payload-altered' | 'event-unreadable',
  { deviceSeq, type }: StoredEvent,
  place: string,
): Finding => ({ code, place, params: { number: deviceSeq, type } });

type Link = Pick<StoredEvent, 'deviceSeq' | 'chainHash'>;

const linkFaults = (last: Link, event: StoredEvent, place: string): Finding[] => {
  if (event.deviceSeq !== last.deviceSeq + 1)
    return [missing(last.deviceSeq + 1, event.deviceSeq - 1, place)];
  const expected = nextChainHash(last.chainHash, event.eventId, event.payloadHash);
  return event.chainHash === expected ? [] : [named('event-altered', event, place)];
};

const endFaults = (db: ReadableDb, last: Link, place: string): Finding[] => {
  if (readIdentity(db) === undefined) return [{ code: 'identity-missing', place }];
  const { lastDeviceSeq, lastChainHash } = notedEnd(db);
  if (lastDeviceSeq > last.deviceSeq) return [missing(last.deviceSeq + 1, lastDeviceSeq, place)];
  const there = lastDeviceSeq === 0 ? FIRST_CHAIN_HASH : readChainHash(db, lastDeviceSeq);
  // Where the number itself is missing, that is told already.
  return there === undefined || there === lastChainHash ? [] : [{ code: 'chain-end', place }];
};

const missing = (from: number, to: number, place: string): Finding => ({
  code: 'events-missing',
  place,
  params: { from, to },
});

const outboxFaults = (db: ReadableDb, place: string): Finding[] => {
  const said = outboxCounts(db);
  const found = countOutbox(db);
  const states = ['pending', 'sending', 'blocked', 'delivered'] as const;
  return states
    .filter((state) => said[state] !== found[state])
    .map((state) => ({
      code: 'outbox-miscounted',
      place,
      params: { state, said: said[state], found: found[state] },
    }));
};

/** The payload; or that its key was destroyed, that it does not open, or that it is not what the hash says. */
const contentOf = (
  sealer: Sealer,
  event: StoredEvent,
): { readonly payload: Json } | 'erased' | 'unopened' | 'altered' => {
  const text = openPayload(sealer, event);
  if (!text.ok) return text.problem.code === 'submission-key-missing' ? 'erased' : 'unopened';
  const payload = jsonOf(text.value);
  const same = payload !== undefined && sha256Hex(canonicalJson(payload)) === event.payloadHash;
  return same ? { payload } : 'altered';
};

/** Undefined when it is none: a receipt is not sealed, and any change of its bytes arrives here. */
const jsonOf = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const operationOf = (payload: Json, keyOf: KeyOf): LoggedEdit['operation'] => {
  const parsed = stampedOperationSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { stamp, operation } = parsed.data;
  return { stamp, key: keyOf(operation), text: canonicalJson(parsed.data as Json) };
};
