import type { ReadableDb, WritableDb } from '../open.ts';

/** Failed sign-ins under one name since the last success. Times in milliseconds since 1970. */
export type ThrottleRecord = {
  readonly failures: number;
  readonly lastFailureAt: number;
  readonly blockedUntil: number;
};

export const findThrottle = async (db: ReadableDb, nameHash: string): Promise<ThrottleRecord | null> => {
  const row = await db
    .selectFrom('sign_in_throttle')
    .selectAll()
    .where('name_hash', '=', nameHash)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { failures: row.failures, lastFailureAt: row.last_failure_at, blockedUntil: row.blocked_until };
};

export const putThrottle = async (
  db: WritableDb,
  nameHash: string,
  record: ThrottleRecord,
): Promise<void> => {
  const values = {
    failures: record.failures,
    last_failure_at: record.lastFailureAt,
    blocked_until: record.blockedUntil,
  };
  await db
    .insertInto('sign_in_throttle')
    .values({ name_hash: nameHash, ...values })
    .onConflict((conflict) => conflict.column('name_hash').doUpdateSet(values))
    .execute();
};

export const clearThrottle = async (db: WritableDb, nameHash: string): Promise<void> => {
  await db.deleteFrom('sign_in_throttle').where('name_hash', '=', nameHash).execute();
};

/** Forgets names that nobody tried since `before`, so that made-up names do not fill the table. */
export const deleteOldThrottles = async (db: WritableDb, before: number): Promise<void> => {
  await db.deleteFrom('sign_in_throttle').where('last_failure_at', '<', before).execute();
};
