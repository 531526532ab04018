import type { ReadableDb, WritableDb } from '../open.ts';

export type SessionRecord = {
  readonly accountId: string;
  readonly deviceId: string;
  readonly expiresAt: string;
};

export const findSession = async (db: ReadableDb, tokenHash: string): Promise<SessionRecord | null> => {
  const row = await db
    .selectFrom('sessions')
    .select(['account_id', 'device_id', 'expires_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { accountId: row.account_id, deviceId: row.device_id, expiresAt: row.expires_at };
};

export const insertSession = async (
  db: WritableDb,
  tokenHash: string,
  session: SessionRecord,
  createdAt: string,
): Promise<void> => {
  await db
    .insertInto('sessions')
    .values({
      token_hash: tokenHash,
      account_id: session.accountId,
      device_id: session.deviceId,
      created_at: createdAt,
      expires_at: session.expiresAt,
    })
    .execute();
};

export const deleteSession = async (db: WritableDb, tokenHash: string): Promise<void> => {
  await db.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
};

export const deleteExpiredSessions = async (db: WritableDb, now: string): Promise<void> => {
  await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
};
