import type { EventResult } from '../../../shared/hub-api/events.ts';
import type { WireProblem } from '../../../shared/hub-api/wire-problem.ts';
import { keptQuery } from '../kept-query.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export type Receipt = NonNullable<EventResult['receipt']>;

/**
 * One event with its verdict, kept for ever. `counted` is false where the work is kept but changes nothing. `deferred`
 * ones wait to be judged: they hold their number so that the device's later events are not taken for a gap.
 */
export type EventRecord = {
  readonly eventId: string;
  readonly accountId: string;
  readonly deviceId: string;
  readonly deviceSeq: number;
  readonly assignmentId: string;
  readonly type: string;
  /** The payload as it came, as JSON. */
  readonly payload: string;
  readonly payloadHash: string;
  readonly rubricHash: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly result: EventResult['result'];
  readonly problem: WireProblem | null;
  readonly receipt: Receipt | null;
  readonly counted: boolean;
  readonly sealed: boolean;
};

export const findEvent = async (db: ReadableDb, eventId: string): Promise<EventRecord | null> => {
  const row = await eventById.first(db, eventId);
  if (row === undefined) return null;
  return {
    eventId: row.event_id,
    accountId: row.account_id,
    deviceId: row.device_id,
    deviceSeq: row.device_seq,
    assignmentId: row.assignment_id,
    type: row.type,
    payload: row.payload,
    payloadHash: row.payload_hash,
    rubricHash: row.rubric_hash,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    result: row.result as EventRecord['result'],
    problem: row.problem === null ? null : (JSON.parse(row.problem) as WireProblem),
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    counted: row.counted === 1,
    sealed: row.sealed === 1,
  };
};

const eventById = keptQuery((db, eventId: string) =>
  db.selectFrom('events').selectAll().where('event_id', '=', eventId),
);

export type EditRecord = Pick<EventRecord, 'deviceId' | 'receivedAt' | 'payload'>;

/** The edits of a review that counted, as they came. */
export const listEdits = async (db: ReadableDb, assignmentId: string): Promise<EditRecord[]> => {
  const rows = await db
    .selectFrom('events')
    .select(['device_id', 'received_at', 'payload'])
    .where('assignment_id', '=', assignmentId)
    .where('type', '=', 'review.edited')
    .where('counted', '=', 1)
    .execute();
  return rows.map((row) => ({
    deviceId: row.device_id,
    receivedAt: row.received_at,
    payload: row.payload,
  }));
};

/** Every edit of a review on one rubric that the hub ever got, also those it refused: payloads as they came. */
export const listAllEdits = async (
  db: ReadableDb,
  assignmentId: string,
  rubricHash: string,
): Promise<string[]> => {
  const rows = await db
    .selectFrom('events')
    .select('payload')
    .where('assignment_id', '=', assignmentId)
    .where('type', '=', 'review.edited')
    .where('rubric_hash', '=', rubricHash)
    .execute();
  return rows.map(({ payload }) => payload);
};

export const insertEvent = async (db: WritableDb, record: EventRecord): Promise<void> => {
  await db
    .insertInto('events')
    .values({
      event_id: record.eventId,
      account_id: record.accountId,
      device_id: record.deviceId,
      device_seq: record.deviceSeq,
      assignment_id: record.assignmentId,
      type: record.type,
      payload: record.payload,
      payload_hash: record.payloadHash,
      rubric_hash: record.rubricHash,
      occurred_at: record.occurredAt,
      received_at: record.receivedAt,
      ...verdictColumns(record),
      sealed: record.sealed ? 1 : 0,
    })
    .execute();
};

export type Verdict = Pick<EventRecord, 'result' | 'problem' | 'receipt' | 'counted'>;

/** The verdict on an event that had been put off. */
export const updateVerdict = async (
  db: WritableDb,
  eventId: string,
  verdict: Verdict,
  receivedAt: string,
): Promise<void> => {
  const { result, problem, receipt, counted } = verdictColumns(verdict);
  await verdictOn.all(db, eventId, result, problem, receipt, counted, receivedAt);
};

const verdictOn = keptQuery(
  (
    db,
    eventId: string,
    result: string,
    problem: string | null,
    receipt: string | null,
    counted: number,
    received_at: string,
  ) =>
    db
      .updateTable('events')
      .set({ result, problem, receipt, counted, received_at })
      .where('event_id', '=', eventId),
);

/** What stands in place of a payload that was erased, and of the hash that could be guessed back to it. */
export const noPayload = { payload: 'null', payloadHash: '' } as const;

/** Empties what was sent on these assignments. That it was sent, by whom and when, stays. */
export const discardPayloads = async (db: WritableDb, assignmentIds: readonly string[]): Promise<void> => {
  for (const chunk of inChunks(assignmentIds, 500)) {
    await db
      .updateTable('events')
      .set({ payload: noPayload.payload, payload_hash: noPayload.payloadHash })
      .where('assignment_id', 'in', chunk)
      .execute();
  }
};

const verdictColumns = (verdict: Verdict) => ({
  result: verdict.result,
  problem: verdict.problem === null ? null : JSON.stringify(verdict.problem),
  receipt: verdict.receipt === null ? null : JSON.stringify(verdict.receipt),
  counted: verdict.counted ? 1 : 0,
});
