import { createHash, timingSafeEqual } from 'node:crypto';
import * as oidc from 'openid-client';
import { describeProblem, problem } from '../../shared/lib/problem.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Clock, RandomBytes } from '../core/ports.ts';
import type { Timers } from '../hub-client/timers.ts';
import { type LoopbackListener, listenOnLoopback } from './loopback-listener.ts';
import {
  findProvider,
  type IdentityPlace,
  type Provider,
  type ProviderDeps,
  problemOf,
  type Tokens,
  tokensOf,
} from './provider-client.ts';
import { returnPages } from './return-pages.ts';

export type BrowserSignInDeps = ProviderDeps & {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomBytes;
};

/** The tokens, with the secret whose SHA-256 is the ID token's nonce: only who started this sign-in has it. */
export type Granted = { readonly tokens: Tokens; readonly nonceSecret: string };

/** The name of whoever is signed in now, or why nobody is. */
export type SignInOutcome = Result<{ readonly name: string }>;

export type BrowserSignInRequest = {
  readonly place: IdentityPlace;
  /** The account the person most likely wants, filled in on the provider's page. */
  readonly hint: string | null;
  /** Makes something of the tokens. The page in the browser waits for it, and says what came of it. */
  readonly finish: (granted: Granted) => Promise<SignInOutcome>;
};

/** A sign-in that waits for the person in the browser. */
export type BrowserSignIn = {
  /** What the browser is to open. */
  readonly address: string;
  /** Until when it waits. Milliseconds since 1970. */
  readonly until: number;
  readonly outcome: Promise<SignInOutcome>;
  readonly cancel: () => void;
};

export const signInWindowMs = 120_000;

/** Starts a sign-in: authorization code with PKCE, `state` used once, and a listener that is gone when it is over. */
export const startBrowserSignIn = async (
  request: BrowserSignInRequest,
  deps: BrowserSignInDeps,
): Promise<Result<BrowserSignIn>> => {
  const provider = await findProvider(request.place, deps);
  if (!provider.ok) return provider;
  const secret = (): string => Buffer.from(deps.random(32)).toString('base64url');
  const secrets: Secrets = { state: secret(), verifier: secret(), nonceSecret: secret() };
  return waitForReturn(request, deps, provider.value, secrets);
};

type Secrets = { readonly state: string; readonly verifier: string; readonly nonceSecret: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const waitForReturn = async (
  { place, hint, finish }: BrowserSignInRequest,
  { clock, timers }: BrowserSignInDeps,
  provider: Provider,
  secrets: Secrets,
): Promise<Result<BrowserSignIn>> => {
  const { promise: outcome, resolve } = Promise.withResolvers<SignInOutcome>();
  let waiting = true;
  const stopWaiting = (): boolean => {
    const was = waiting;
    waiting = false;
    stopTimer();
    return was;
  };
  const end = (result: SignInOutcome): void => {
    listener.close();
    resolve(result);
  };
  const listener: LoopbackListener = await listenOnLoopback(async (url) => {
    if (!isState(url, secrets.state)) return returnPages.foreign;
    // From here on the same address, opened again, finds nothing to end.
    if (!stopWaiting()) return returnPages.over;
    const finished = await redeemAndFinish(provider, url, secrets, finish);
    end(finished);
    return finished.ok
      ? returnPages.done(finished.value.name)
      : returnPages.failed(describeProblem(finished.problem));
  });
  const giveUp = (code: 'sign-in-timed-out' | 'sign-in-cancelled') => () => {
    if (stopWaiting()) end(fail(problem(code)));
  };
  const stopTimer = timers.after(signInWindowMs, giveUp('sign-in-timed-out'));
  const address = addressOf(provider, place, listener.redirectUri, secrets, hint);
  if (address === null) {
    stopWaiting();
    listener.close();
    return fail(problem('sign-in-failed', { detail: 'its sign-in page has no web address' }));
  }
  const until = clock.now() + signInWindowMs;
  return { ok: true, value: { address, until, outcome, cancel: giveUp('sign-in-cancelled') } };
};

const addressOf = (
  { config, issuer }: Provider,
  { scope }: IdentityPlace,
  redirectUri: string,
  { state, verifier, nonceSecret }: Secrets,
  hint: string | null,
): string | null => {
  if (config.serverMetadata().authorization_endpoint === undefined) return null;
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state,
    nonce: sha256(nonceSecret),
    code_challenge: sha256(verifier),
    code_challenge_method: 'S256',
    // By the standard a provider gives a refresh token for offline use only after asking.
    ...(scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
    ...(hint === null ? {} : { login_hint: hint }),
  });
  // The system opens this: never anything but a page, and unprotected only where the issuer is.
  return url.protocol === 'https:' || url.protocol === new URL(issuer).protocol ? url.href : null;
};

const isState = (url: URL, state: string): boolean => {
  const [found = '', ...more] = url.searchParams.getAll('state');
  const [a, b] = [Buffer.from(found), Buffer.from(state)];
  return more.length === 0 && a.length === b.length && timingSafeEqual(a, b);
};

/** Never throws: somebody waits for what came of it, here and in the browser. */
const redeemAndFinish = async (
  provider: Provider,
  url: URL,
  secrets: Secrets,
  finish: BrowserSignInRequest['finish'],
): Promise<SignInOutcome> => {
  try {
    const granted = await redeem(provider, url, secrets);
    return granted.ok ? await finish(granted.value) : granted;
  } catch (error) {
    return fail(problem('internal', { detail: error instanceof Error ? error.name : 'unknown' }));
  }
};

/** The code for tokens. Checks `iss` (RFC 9207), nonce, audience and issuer on the way. */
const redeem = async (
  { config, issuer }: Provider,
  url: URL,
  { state, verifier, nonceSecret }: Secrets,
): Promise<Result<Granted>> => {
  try {
    const answer = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: sha256(nonceSecret),
      idTokenExpected: true,
    });
    const tokens = tokensOf(answer);
    return tokens.ok ? { ok: true, value: { tokens: tokens.value, nonceSecret } } : tokens;
  } catch (error) {
    const found = problemOf(error, issuer);
    return fail(
      found.code === 'session-expired' ? problem('sign-in-failed', { detail: 'invalid_grant' }) : found,
    );
  }
};
