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

/** The operations that make up a review, by key. */
export const readOperations = (
  db: ReadableDb,
  sealer: Sealer,
  place: Place,
): Result<readonly StampedOperation[]> =>
  openRows(
    sealer,
    place,
    db
      .prepare<Row>(
        'SELECT key, sealed_operation AS sealed FROM review_registers WHERE assignment_id = ? ORDER BY key',
      )
      .all(place.assignmentId),
  );

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
