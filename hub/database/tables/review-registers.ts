import { operationKey, type StampedOperation } from '../../../shared/domain/review-operation.ts';
import type { ReviewRegister } from '../../../shared/domain/review-register.ts';
import { keptQuery } from '../kept-query.ts';
import { inChunks } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** What stands under one key of a review: the edit, the name of the device that made it, and when the hub received it. */
export type RegisterRecord = {
  readonly assignmentId: string;
  readonly stamped: StampedOperation;
  readonly deviceName: string;
  readonly receivedAt: ReviewRegister['receivedAt'];
};

/** Keys are stored as JSON text: an id inside one may hold characters that PostgreSQL's text does not. */
const storedKey = (key: string): string => JSON.stringify(key);

export const findRegister = async (
  db: ReadableDb,
  assignmentId: string,
  key: string,
): Promise<StampedOperation | undefined> => {
  const row = await operationUnder.first(db, assignmentId, storedKey(key));
  return row === undefined ? undefined : (JSON.parse(row.operation) as StampedOperation);
};

const operationUnder = keptQuery((db, assignmentId: string, key: string) =>
  db
    .selectFrom('review_registers')
    .select('operation')
    .where('assignment_id', '=', assignmentId)
    .where('key', '=', key),
);

export const putRegister = async (db: WritableDb, record: RegisterRecord): Promise<void> => {
  const { assignmentId, stamped } = record;
  const values = {
    stamp: JSON.stringify(stamped.stamp),
    operation: JSON.stringify(stamped),
    device_name: record.deviceName,
    received_at: record.receivedAt,
  };
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

/** The same with who wrote each and when, of several reviews; by assignment, then key. */
export const listRegisterRecords = async (
  db: ReadableDb,
  assignmentIds: readonly string[],
): Promise<RegisterRecord[]> => {
  const records: RegisterRecord[] = [];
  for (const chunk of inChunks(assignmentIds, 500)) {
    const rows = await db
      .selectFrom('review_registers')
      .selectAll()
      .where('assignment_id', 'in', chunk)
      .orderBy('assignment_id')
      .orderBy('key')
      .execute();
    for (const row of rows) {
      records.push({
        assignmentId: row.assignment_id,
        stamped: JSON.parse(row.operation) as StampedOperation,
        deviceName: row.device_name,
        receivedAt: row.received_at,
      });
    }
  }
  return records;
};

/** A review with edits from before they travelled; null when there is none left. */
export const nextOldRegister = async (db: ReadableDb): Promise<string | null> => {
  const row = await db
    .selectFrom('review_registers')
    .select('assignment_id')
    .where('received_at', '=', '')
    .limit(1)
    .executeTakeFirst();
  return row?.assignment_id ?? null;
};

/** Scores are never carried over to a changed rubric; the events that made them stay in the log. */
export const deleteRegisters = async (db: WritableDb, assignmentIds: readonly string[]): Promise<void> => {
  for (const chunk of inChunks(assignmentIds, 500)) {
    await db.deleteFrom('review_registers').where('assignment_id', 'in', chunk).execute();
  }
};
