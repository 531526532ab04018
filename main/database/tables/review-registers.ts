import {
  operationKey,
  type StampedOperation,
  stampedOperationSchema,
} from '../../../shared/domain/review-operation.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';
import { openJson, type Sealer, sealedColumn, sealJson } from '../sealed-columns.ts';

type Place = { readonly assignmentId: string; readonly submissionId: string };

type Row = { readonly key: string; readonly sealed: Uint8Array };

/**
 * Lays operations over a review: under each key the one with the later stamp stays, whatever the order or the number
 * of times they come.
 */
export const mergeOperations = (
  db: WritableDb,
  sealer: Sealer,
  { assignmentId, submissionId }: Place,
  operations: readonly StampedOperation[],
): Result<void> => {
  const merge = db.prepare(
    `INSERT INTO review_registers (assignment_id, key, stamp, sealed_operation) VALUES (?, ?, ?, ?)
     ON CONFLICT (assignment_id, key) DO UPDATE SET stamp = excluded.stamp, sealed_operation = excluded.sealed_operation
       WHERE excluded.stamp > review_registers.stamp`,
  );
  for (const stamped of operations) {
    const key = operationKey(stamped.operation);
    const sealed = sealJson(sealer, submissionId, sealedColumn.register(assignmentId, key), stamped);
    if (!sealed.ok) return sealed;
    merge.run(assignmentId, key, stamped.stamp, sealed.value);
  }
  return ok(undefined);
};

/** Operations of one review that were opened before, by key. */
export type OpenedOperations = Map<string, StampedOperation>;

/** From so many on, all are fetched at once. */
const fewRows = 40;

/**
 * The operations that make up a review, by key. `opened` is brought up to date, and what stands in it under the same
 * stamp is not opened again: a review of thousands of annotations is read after every edit.
 */
export const readOperations = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
  opened: OpenedOperations = new Map(),
): Result<readonly StampedOperation[]> => {
  const { assignmentId } = place;
  const stamps = db
    .prepare<{ readonly key: string; readonly stamp: string }>(
      'SELECT key, stamp FROM review_registers WHERE assignment_id = ? ORDER BY key',
    )
    .all(assignmentId);
  const stale = stamps.filter(({ key, stamp }) => opened.get(key)?.stamp !== stamp);
  const rows = stale.length < fewRows ? rowsOf(db, assignmentId, stale) : allRows(db, assignmentId);
  const changed = openRows(sealer, place, rows);
  if (!changed.ok) return changed;
  for (const one of changed.value) opened.set(operationKey(one.operation), one);
  const kept = new Set(stamps.map(({ key }) => key));
  for (const key of opened.keys()) if (!kept.has(key)) opened.delete(key);
  return ok(stamps.flatMap(({ key }) => opened.get(key) ?? []));
};

const allRows = (db: ReadableDb, assignmentId: string): Row[] =>
  db
    .prepare<Row>('SELECT key, sealed_operation AS sealed FROM review_registers WHERE assignment_id = ?')
    .all(assignmentId);

const rowsOf = (db: ReadableDb, assignmentId: string, wanted: readonly { readonly key: string }[]): Row[] => {
  const find = db.prepare<Row>(
    'SELECT key, sealed_operation AS sealed FROM review_registers WHERE assignment_id = ? AND key = ?',
  );
  return wanted.flatMap(({ key }) => find.get(assignmentId, key) ?? []);
};

/** Only the operations that decide whether a criterion is scored: scores and conditions. */
export const readScoringOperations = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
): Result<readonly StampedOperation[]> =>
  openRows(
    sealer,
    place,
    db
      .prepare<Row>(
        `SELECT key, sealed_operation AS sealed FROM review_registers
         WHERE assignment_id = ? AND (key >= 'condition:' AND key < 'condition;' OR key >= 'score:' AND key < 'score;')`,
      )
      .all(place.assignmentId),
  );

export const removeOperations = (db: WritableDb, assignmentId: string): void => {
  db.prepare('DELETE FROM review_registers WHERE assignment_id = ?').run(assignmentId);
};

const openRows = (
  sealer: Sealer,
  { assignmentId, submissionId }: Place,
  rows: readonly Row[],
): Result<readonly StampedOperation[]> => {
  const operations: StampedOperation[] = [];
  for (const { key, sealed } of rows) {
    const column = sealedColumn.register(assignmentId, key);
    const opened = openJson(sealer, submissionId, column, sealed, stampedOperationSchema);
    if (!opened.ok) return opened;
    operations.push(opened.value);
  }
  return ok(operations);
};
