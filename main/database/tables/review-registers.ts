import { laterStamp, type Stamp } from '../../../shared/domain/hybrid-clock.ts';
import {
  operationKey,
  type StampedOperation,
  stampedOperationSchema,
} from '../../../shared/domain/review-operation.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { openJson, type Sealer, sealedColumn, sealJson } from '../sealed-columns.ts';

type Place = { readonly assignmentId: string; readonly submissionId: string };

const standsIfLater = `ON CONFLICT (assignment_id, key) DO UPDATE SET stamp = excluded.stamp,
    device_seq = excluded.device_seq, sealed_operation = excluded.sealed_operation
  WHERE excluded.stamp > review_registers.stamp`;

/**
 * Lays operations over a review: under each key the one with the later stamp stays, whatever the order or the number
 * of times they come. For operations that no event of this device holds.
 */
export const mergeOperations = (
  db: WritableDb,
  sealer: Sealer,
  { assignmentId, submissionId }: Place,
  operations: readonly StampedOperation[],
): Result<void> => {
  const merge = db.prepare(
    `INSERT INTO review_registers (assignment_id, key, stamp, sealed_operation) VALUES (?, ?, ?, ?) ${standsIfLater}`,
  );
  for (const stamped of operations) {
    const key = operationKey(stamped.operation);
    const sealed = sealJson(sealer, submissionId, sealedColumn.register(assignmentId, key), stamped);
    if (!sealed.ok) return sealed;
    merge.run(assignmentId, key, stamped.stamp, sealed.value);
  }
  return ok(undefined);
};

const insertLogged = `INSERT INTO review_registers (assignment_id, key, stamp, device_seq) VALUES (?, ?, ?, ?)
  ${standsIfLater}`;

/** The same for an operation that has just been written as an event: its content stands there, once. */
export const mergeLogged = (
  db: WritableDb,
  assignmentId: string,
  { stamp, operation }: StampedOperation,
  deviceSeq: number,
): void => {
  const key = operationKey(operation);
  const later = laterStamp(ownStamp(db, assignmentId, key), stamp);
  db.prepareRemembering(insertLogged).run(assignmentId, key, stamp, deviceSeq);
  db.remember('review_registers', nameOf(assignmentId, key), later);
};

/** Operations of one review that were opened before, by key. */
export type OpenedOperations = Map<string, StampedOperation>;

/**
 * The operations that make up a review, one for each key: of the reviewer's own on this device and what stands at the
 * hub, the later under each key. `opened` is brought up to date, and what stands in it under the same stamp is not opened
 * again: a review of thousands of annotations is read after every edit.
 */
export const readOperations = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
  opened: OpenedOperations = new Map(),
): Result<readonly StampedOperation[]> => {
  const heads = standingHeads(db, place.assignmentId, everyKey);
  const stale = heads.filter(({ key, stamp }) => opened.get(key)?.stamp !== stamp);
  const changed = openHeads(db, sealer, place, stale);
  if (!changed.ok) return changed;
  for (const [index, { key }] of stale.entries()) {
    const one = changed.value[index];
    if (one !== undefined) opened.set(key, one);
  }
  const kept = new Set(heads.map(({ key }) => key));
  for (const key of opened.keys()) if (!kept.has(key)) opened.delete(key);
  return ok(heads.flatMap(({ key }) => opened.get(key) ?? []));
};

/**
 * Only the operations that decide whether a criterion is scored: scores and conditions. `known`: some that need not be
 * opened again, where they stand.
 */
export const readScoringOperations = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
  known: ReadonlyMap<string, StampedOperation> = new Map(),
): Result<readonly StampedOperation[]> => {
  const heads = standingHeads(db, place.assignmentId, scoringKeys);
  const [there, unknown] = [true, false].map((is) =>
    heads.filter(({ key, stamp }) => (known.get(key)?.stamp === stamp) === is),
  );
  const opened = openHeads(db, sealer, place, unknown ?? []);
  if (!opened.ok) return opened;
  return ok([...(there ?? []).flatMap(({ key }) => known.get(key) ?? []), ...opened.value]);
};

/** Whether anything has been written on a review, here or on another device. */
export const hasOperations = (db: ReadableDb, assignmentId: string): boolean =>
  db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM review_registers WHERE assignment_id = ?
       UNION ALL SELECT 1 FROM hub_review_registers WHERE assignment_id = ? AND sealed_state <> x'' LIMIT 1`,
    )
    .get(assignmentId, assignmentId) !== undefined;

/** One name for each: where an id ends is told by its length, for ids and keys may hold any character. */
const nameOf = (assignmentId: string, key: string): string => `${assignmentId.length} ${assignmentId}${key}`;

const selectOwnStamp = 'SELECT stamp FROM review_registers WHERE assignment_id = ? AND key = ?';

const ownStamp = (db: ReadableDb, assignmentId: string, key: string): Stamp | null =>
  db.remembered(
    'review_registers',
    nameOf(assignmentId, key),
    () => db.prepare<{ stamp: Stamp }>(selectOwnStamp).get(assignmentId, key)?.stamp ?? null,
  );

const selectHubStamp = `SELECT MAX(stamp) AS stamp FROM hub_review_registers
  WHERE assignment_id = ? AND key = ? AND sealed_state <> x''`;

const hubStamp = (db: ReadableDb, assignmentId: string, key: string): Stamp | null =>
  db.remembered(
    'hub_review_registers',
    nameOf(assignmentId, key),
    () => db.prepare<{ stamp: Stamp | null }>(selectHubStamp).get(assignmentId, key)?.stamp ?? null,
  );

/** The stamp of what stands under one key; null when nothing does. `rubricStands`: see ownRubricStands. */
export const standingStamp = (
  db: ReadableDb,
  assignmentId: string,
  key: string,
  rubricStands: () => boolean = () => ownRubricStands(db, assignmentId),
): Stamp | null => {
  const own = ownStamp(db, assignmentId, key);
  const hub = hubStamp(db, assignmentId, key);
  // As standingHeads lays them over each other.
  if (own === null || rubricStands()) {
    return own !== null && hub !== null ? laterStamp(own, hub) : (own ?? hub);
  }
  return hub ?? (key.startsWith('score:') ? null : own);
};

/** The reviewer's own words and scores on this device, where what stands at the hub is later, by key. */
export const readOvertaken = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
): Result<readonly StampedOperation[]> => {
  const { assignmentId } = place;
  if (!ownRubricStands(db, assignmentId)) return ok([]);
  const heads = db
    .prepare<Head>(
      `SELECT o.key, o.stamp, NULL AS hubId FROM review_registers o WHERE o.assignment_id = ? AND EXISTS (
         SELECT 1 FROM hub_review_registers h
         WHERE h.assignment_id = o.assignment_id AND h.key = o.key AND h.stamp > o.stamp AND h.sealed_state <> x'')
       ORDER BY o.key`,
    )
    .all(assignmentId);
  return openHeads(db, sealer, place, heads);
};

export const removeOperations = (db: WritableDb, assignmentId: string): void => {
  db.prepare('DELETE FROM review_registers WHERE assignment_id = ?').run(assignmentId);
};

/** What stands under a key: of the hub's row with this id, or (null) of the reviewer's own. */
type Head = { readonly key: string; readonly stamp: Stamp; readonly hubId: string | null };

type Keys = { readonly sql: string; readonly values: readonly string[] };

const everyKey: Keys = { sql: 'TRUE', values: [] };

const scoringKeys: Keys = {
  sql: "(key >= 'condition:' AND key < 'condition;' OR key >= 'score:' AND key < 'score;')",
  values: [],
};

/** One for each key that something stands under. */
const standingHeads = (db: ReadableDb, assignmentId: string, keys: Keys): Head[] => {
  const own = db
    .prepare<Head>(
      `SELECT key, stamp, NULL AS hubId FROM review_registers WHERE assignment_id = ? AND ${keys.sql}`,
    )
    .all(assignmentId, ...keys.values);
  const hub = db
    .prepare<Head>(
      `SELECT key, stamp, id AS hubId FROM hub_review_registers
       WHERE assignment_id = ? AND sealed_state <> x'' AND ${keys.sql}`,
    )
    .all(assignmentId, ...keys.values);
  if (own.length === 0 || ownRubricStands(db, assignmentId)) return mergeHeads(own, hub);
  // The hub's are of the new rubric. Of what was written on the old one, words may stand in for what is not there yet.
  const there = new Set(hub.map(({ key }) => key));
  return mergeHeads(
    own.filter(({ key }) => !there.has(key) && !key.startsWith('score:')),
    hub,
  );
};

const mergeHeads = (own: readonly Head[], hub: readonly Head[]): Head[] => {
  if (hub.length === 0) return [...own];
  const later = new Map<string, Head>();
  for (const head of [...own, ...hub]) {
    const known = later.get(head.key);
    if (known === undefined || head.stamp > known.stamp) later.set(head.key, head);
  }
  return [...later.values()];
};

/** Whether the reviewer's own registers were made on the rubric that the hub's are made on. */
const ownRubricStands = (db: ReadableDb, assignmentId: string): boolean =>
  db.prepare<{ same: number }>(selectSameRubric).get(assignmentId)?.same !== 0;

const selectSameRubric = `SELECT r.rubric_hash = json_extract(a.state, '$.rubricHash') AS same
  FROM reviews r JOIN hub_assignments a ON a.id = r.assignment_id WHERE r.assignment_id = ?`;

/** From so many on, all rows of a table are fetched at once. */
const fewRows = 40;

/** The operations of these heads, in their order. */
const openHeads = (
  db: ReadableDb,
  sealer: Sealer,
  { assignmentId, submissionId }: Place,
  heads: readonly Head[],
): Result<readonly StampedOperation[]> => {
  const sealed = sealedRows(db, assignmentId, heads);
  const operations: StampedOperation[] = [];
  for (const { key, hubId } of heads) {
    const row = sealed.get(hubId ?? key);
    if (row === undefined) throw new Error('a register went while it was read');
    if (row.sealed === null) return fail(problem('database-damaged'));
    const column = columnOf(assignmentId, row, hubId);
    const opened = openJson(sealer, submissionId, column, row.sealed, stampedOperationSchema);
    if (!opened.ok) return opened;
    operations.push(opened.value);
  }
  return ok(operations);
};

/** `eventId`: the event that holds it, where one does. */
type SealedRow = {
  readonly name: string;
  /** Null: the event it points to is not there. */
  readonly sealed: Uint8Array | null;
  readonly eventId: string | null;
};

const columnOf = (assignmentId: string, { name, eventId }: SealedRow, hubId: string | null): string => {
  if (hubId !== null) return sealedColumn.hubRegister(hubId);
  return eventId === null ? sealedColumn.register(assignmentId, name) : sealedColumn.eventPayload(eventId);
};

/** By key for the reviewer's own, by id for the hub's. */
const sealedRows = (
  db: ReadableDb,
  assignmentId: string,
  heads: readonly Head[],
): ReadonlyMap<string, SealedRow> => {
  const own = heads.flatMap(({ key, hubId }) => (hubId === null ? [key] : []));
  const hub = heads.flatMap(({ hubId }) => hubId ?? []);
  const rows = [
    ...(own.length < fewRows
      ? own.flatMap((key) => ownRow(db, assignmentId, key))
      : ownRows(db, assignmentId)),
    ...(hub.length < fewRows ? hub.flatMap((id) => hubRow(db, id)) : hubRows(db, assignmentId)),
  ];
  return new Map(rows.map((row) => [row.name, row]));
};

const ownSealed = `SELECT g.key AS name, COALESCE(g.sealed_operation, e.sealed_payload) AS sealed, e.event_id AS eventId
  FROM review_registers AS g LEFT JOIN events AS e ON e.device_seq = g.device_seq`;

const ownRows = (db: ReadableDb, assignmentId: string): SealedRow[] =>
  db.prepare<SealedRow>(`${ownSealed} WHERE g.assignment_id = ?`).all(assignmentId);

const ownRow = (db: ReadableDb, assignmentId: string, key: string): SealedRow[] =>
  db.prepare<SealedRow>(`${ownSealed} WHERE g.assignment_id = ? AND g.key = ?`).all(assignmentId, key);

const hubRows = (db: ReadableDb, assignmentId: string): SealedRow[] =>
  db
    .prepare<SealedRow>(
      'SELECT id AS name, sealed_state AS sealed, NULL AS eventId FROM hub_review_registers WHERE assignment_id = ?',
    )
    .all(assignmentId);

const hubRow = (db: ReadableDb, id: string): SealedRow[] =>
  db
    .prepare<SealedRow>(
      'SELECT id AS name, sealed_state AS sealed, NULL AS eventId FROM hub_review_registers WHERE id = ?',
    )
    .all(id);
