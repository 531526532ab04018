import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IdentitySignIn, Session } from '../../shared/hub-api/session.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import { type AccountRecord, findAccount } from '../database/tables/accounts.ts';
import { findDevice } from '../database/tables/devices.ts';
import { openDeviceSecret } from './device-secret.ts';
import { isRevoked } from './device-standing.ts';
import { startSession } from './start-session.ts';
import type { IdentityClaims, VerifyIdToken } from './verify-id-token.ts';

/** Short: the workbench renews it with a fresh ID token, so that whoever may no longer come in is out within the hour. */
const sessionMs = 60 * 60_000;

/** A provider the hub believes: how to check its tokens, and who their subjects are here. */
export type TrustedProvider = {
  readonly verify: VerifyIdToken;
  readonly accountOf: (claims: IdentityClaims) => Promise<Result<AccountRecord>>;
};

/** The provider people sign in with; null while the hub does not know its own address. */
export type CurrentProvider = () => TrustedProvider | null;

export type SignInWithIdentity = (request: IdentitySignIn) => Promise<Result<Session>>;

/** An ID token and the proof that it was given to this device, for a session of the hub's own. */
export const identitySignIn =
  (deps: HubDeps, current: CurrentProvider): SignInWithIdentity =>
  async (request) => {
    const provider = current();
    if (provider === null) return fail(problem('hub-without-browser-sign-in'));
    const claims = await provider.verify(request.idToken);
    if (!claims.ok) return claims;
    const account = await provider.accountOf(claims.value);
    if (!account.ok) return account;
    const proven = await isProven(deps, request, claims.value, account.value);
    if (!proven) return fail(problem('identity-refused', { detail: request.proof.kind }));
    if (await isRevoked(deps, account.value.id, request.device.id)) return fail(problem('device-revoked'));
    return ok(
      await startSession(deps, { account: account.value, device: request.device, lastsMs: sessionMs }),
    );
  };

const isProven = async (
  { database, keys }: HubDeps,
  { idToken, proof, device }: IdentitySignIn,
  { nonce }: IdentityClaims,
  account: AccountRecord,
): Promise<boolean> => {
  if (proof.kind === 'nonce') {
    const expected = createHash('sha256').update(proof.secret).digest('base64url');
    return nonce !== undefined && sameText(nonce, expected);
  }
  const known = await database.read((db) => findDevice(db, account.id, device.id));
  if (known === null) return false;
  const owner = { accountId: account.id, deviceId: device.id };
  const secret = openDeviceSecret(known.secret, owner, keys.deviceKey).toString('base64url');
  return sameText(proof.mac, createHmac('sha256', secret).update(idToken).digest('base64url'));
};

const sameText = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** The hub's own sign-in names people by the id of their account. */
export const ownAccountOf =
  ({ database }: HubDeps): TrustedProvider['accountOf'] =>
  async ({ sub }) => {
    const account = await database.read((db) => findAccount(db, sub));
    return account === null ? fail(problem('identity-unknown', { who: sub })) : ok(account);
  };
