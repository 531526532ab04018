import { z } from 'zod';
import { type Account, accountSchema } from '../../../shared/domain/account.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/** Who works in this workspace, with the sign-in at the hub. `token` is null after signing out. */
export type DeviceAccount = {
  readonly account: Account;
  readonly token: string | null;
  readonly expiresAt: string | null;
  /** Proves that a sealed export comes from this device of this account; base64url. */
  readonly deviceSecret: string;
  readonly lastSyncAt: string | null;
};

type Row = Omit<DeviceAccount, 'account'> & { readonly account: string };

/** Undefined before the first sign-in. */
export const readAccount = (db: ReadableDb): DeviceAccount | undefined => {
  const row = db
    .prepare<Row>(
      `SELECT account, token, expires_at AS expiresAt, device_secret AS deviceSecret, last_sync_at AS lastSyncAt
       FROM device_account`,
    )
    .get();
  return row && { ...row, account: accountSchema.parse(JSON.parse(row.account)) };
};

export const putSession = (
  db: WritableDb,
  session: {
    readonly account: Account;
    readonly token: string;
    readonly expiresAt: string;
    readonly deviceSecret: string;
  },
): void => {
  db.prepare(
    `INSERT INTO device_account (one, account, token, expires_at, device_secret) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET account = excluded.account, token = excluded.token,
       expires_at = excluded.expires_at, device_secret = excluded.device_secret`,
  ).run(JSON.stringify(session.account), session.token, session.expiresAt, session.deviceSecret);
};

const identitySchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  scope: z.string(),
  /** Who the person is to the issuer. */
  subject: z.string(),
});

/** Where and as whom somebody signed in with their browser; `issuer` relative to the hub's address where it is the hub's own. */
export type KeptIdentity = z.infer<typeof identitySchema>;

/** `refreshToken` null: it cannot be renewed without the person. */
export type BrowserIdentity = KeptIdentity & { readonly refreshToken: string | null };

/** Undefined after a sign-in by password. */
export const readBrowserIdentity = (db: ReadableDb): BrowserIdentity | undefined => {
  const row = db
    .prepare<{ refreshToken: string | null; identity: string | null }>(
      'SELECT refresh_token AS refreshToken, identity FROM device_account',
    )
    .get();
  if (row == null || row.identity === null) return undefined;
  return { ...identitySchema.parse(JSON.parse(row.identity)), refreshToken: row.refreshToken };
};

/** Null: signed in by password. */
export const putBrowserIdentity = (db: WritableDb, signedIn: BrowserIdentity | null): void => {
  const { refreshToken = null, ...identity } = signedIn ?? {};
  db.prepare('UPDATE device_account SET refresh_token = ?, identity = ?').run(
    refreshToken,
    signedIn === null ? null : JSON.stringify(identity),
  );
};

/** Signed out, or the hub no longer takes the token. Drafts, outbox and device secret stay. */
export const clearToken = (db: WritableDb): void => {
  db.prepare('UPDATE device_account SET token = NULL, expires_at = NULL, refresh_token = NULL').run();
};

export const noteSync = (db: WritableDb, at: string): void => {
  db.prepare('UPDATE device_account SET last_sync_at = ?').run(at);
};
