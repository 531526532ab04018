import { operationKey, type StampedOperation } from '../../../shared/domain/review-operation.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** Keys are stored as JSON text: an id inside one may hold characters that PostgreSQL's text does not. */
const storedKey = (key: string): string => JSON.stringify(key);

export const findRegister = async (
  db: ReadableDb,
  assignmentId: string,
  key: string,
): Promise<StampedOperation | undefined> => {
  const row = await db
    .selectFrom('review_registers')
    .select('operation')
    .where('assignment_id', '=', assignmentId)
    .where('key', '=', storedKey(key))
    .executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.operation) as StampedOperation);
};

export const putRegister = async (
  db: WritableDb,
  assignmentId: string,
  stamped: StampedOperation,
): Promise<void> => {
  const values = { stamp: JSON.stringify(stamped.stamp), operation: JSON.stringify(stamped) };
  await db
    .insertInto('review_registers')
    .values({ assignment_id: assignmentId, key: storedKey(operationKey(stamped.operation)), ...values })
    .onConflict((conflict) => conflict.columns(['assignment_id', 'key']).doUpdateSet(values))
    .execute();
};

export const listRegisters = async (db: ReadableDb, assignmentId: string): Promise<StampedOperation[]> => {
  const rows = await db
    .selectFrom('review_registers')
    .select('operation')
    .where('assignment_id', '=', assignmentId)
    .orderBy('key')
    .execute();
  return rows.map((row) => JSON.parse(row.operation) as StampedOperation);
};

/** Scores are never carried over to a changed rubric; the events that made them stay in the log. */
export const deleteRegisters = async (db: WritableDb, assignmentIds: readonly string[]): Promise<void> => {
  for (const chunk of inChunks(assignmentIds, 500)) {
    await db.deleteFrom('review_registers').where('assignment_id', 'in', chunk).execute();
  }
};
