import { createHmac } from 'node:crypto';
import type { IdentitySignIn, Session } from '../../shared/hub-api/session.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Logger } from '../core/ports.ts';
import type { Database } from '../database/connection.ts';
import { inTransaction } from '../database/open.ts';
import {
  type BrowserIdentity,
  putBrowserIdentity,
  putSession,
  readAccount,
  readBrowserIdentity,
} from '../database/tables/device-account.ts';
import { readIdentity } from '../database/tables/device-identity.ts';
import { type HubProblem, hubFail } from '../hub-client/hub-problem.ts';
import { placeOf } from './kept-identity.ts';
import { findProvider, refresh, type Tokens } from './provider-client.ts';

export type RenewalDeps = {
  readonly db: Database;
  readonly hubUrl: string;
  readonly hubId: string;
  /** What the hub is told of this computer. */
  readonly device: { readonly name: string; readonly platform: string };
  readonly fetch: typeof globalThis.fetch;
  readonly log: Logger;
  /** Gives the hub an ID token for a session. */
  readonly exchange: (request: IdentitySignIn) => Promise<Result<Session, HubProblem>>;
};

export type RenewSession = (refused: string) => Promise<Result<void, HubProblem>>;

/**
 * Renews a session that the hub no longer takes, without the person. However many requests meet its end at once, one
 * refresh is made: a refresh token works once, and a second use would look like a thief's. A problem of class `auth` means
 * that only the person can sign in again; any other, that it is to be tried later.
 */
export const createSessionRenewal = (deps: RenewalDeps): RenewSession => {
  let underWay: Promise<Result<void, HubProblem>> | null = null;
  return async (refused) => {
    const held = readAccount(deps.db)?.token ?? null;
    // Somebody renewed it while this request was on its way.
    if (held !== null && held !== refused && underWay === null) return ok(undefined);
    underWay ??= renew(deps).finally(() => {
      underWay = null;
    });
    return underWay;
  };
};

const expired = () => hubFail('session-expired', 'auth', { status: 401 });

const later = ({ code, params }: Pick<Problem, 'code' | 'params'>) =>
  fail<HubProblem>({ ...problem(code, params), class: 'retryable' });

const renew = async (deps: RenewalDeps): Promise<Result<void, HubProblem>> => {
  const signedIn = readBrowserIdentity(deps.db);
  if (signedIn === undefined || signedIn.refreshToken === null) return expired();
  const provider = await findProvider(placeOf(signedIn, deps.hubUrl), deps);
  if (!provider.ok) return later(provider.problem);
  const tokens = await refresh(provider.value, signedIn.refreshToken);
  if (!tokens.ok) {
    if (tokens.problem.code !== 'session-expired') return later(tokens.problem);
    deps.log('info', 'session.not-renewed', { code: tokens.problem.code });
    // The session itself is for syncing to end: it tells the person. This one is not tried again.
    const noted = keepToken(deps.db, signedIn, null);
    return noted.ok ? expired() : later(noted.problem);
  }
  // First of all: the old one is spent, and whatever happens next, this one renews.
  const kept = keepToken(deps.db, signedIn, tokens.value.refreshToken ?? signedIn.refreshToken);
  return kept.ok ? startSession(deps, tokens.value) : later(kept.problem);
};

const keepToken = (db: Database, signedIn: BrowserIdentity, refreshToken: string | null): Result<void> =>
  inTransaction(db, (writable) => ok(putBrowserIdentity(writable, { ...signedIn, refreshToken })));

const startSession = async (
  { db, hubId, device, exchange, log }: RenewalDeps,
  { idToken }: Tokens,
): Promise<Result<void, HubProblem>> => {
  const account = readAccount(db);
  const identity = readIdentity(db);
  if (account === undefined || identity === undefined) return expired();
  const mac = createHmac('sha256', account.deviceSecret).update(idToken).digest('base64url');
  const session = await exchange({
    idToken,
    proof: { kind: 'device', mac },
    device: { id: identity.deviceId, ...device },
  });
  if (!session.ok) return session;
  const { value } = session;
  if (value.hubId !== hubId || value.account.id !== account.account.id) return expired();
  const stored = inTransaction(db, (writable) => ok(putSession(writable, value)));
  if (!stored.ok) return later(stored.problem);
  log('info', 'session.renewed');
  return ok(undefined);
};
