import type { Account, Role } from '../../../shared/domain/account.ts';
import type { AccountId } from '../../../shared/domain/ids.ts';
import { keptQuery } from '../kept-query.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

export type SessionRecord = {
  readonly accountId: string;
  readonly deviceId: string;
  readonly expiresAt: string;
};

/** A session with the account and the device it is of. */
type SignedIn = {
  readonly account: Account;
  readonly deviceId: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
  readonly lastContactAt: string | null;
};

/** In one statement, since every request asks; null when there is no such session, or no such device any more. */
export const findSignedIn = async (db: ReadableDb, tokenHash: string): Promise<SignedIn | null> => {
  const row = await signedIn.first(db, tokenHash);
  if (row === undefined) return null;
  const { id, account, name, roles } = row;
  return {
    account: { id: id as AccountId, account, name, roles: JSON.parse(roles) as Role[] },
    deviceId: row.device_id,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    lastContactAt: row.last_contact_at,
  };
};

const signedIn = keptQuery((db, tokenHash: string) =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .innerJoin('devices', (join) =>
      join
        .onRef('devices.account_id', '=', 'sessions.account_id')
        .onRef('devices.id', '=', 'sessions.device_id'),
    )
    .select(['accounts.id', 'accounts.account', 'accounts.name', 'accounts.roles', 'sessions.device_id'])
    .select(['sessions.expires_at', 'devices.revoked_at', 'devices.last_contact_at'])
    .where('sessions.token_hash', '=', tokenHash),
);

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
