import * as oidc from 'openid-client';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

/** Where people sign in, as a hub describes it. */
export type IdentityPlace = { readonly issuer: string; readonly clientId: string; readonly scope: string };

export type ProviderDeps = { readonly fetch: typeof globalThis.fetch; readonly hubUrl: string };

export type Provider = {
  readonly config: oidc.Configuration;
  readonly issuer: string;
};

/** What a provider gave for a person who signed in. `refreshToken` is null where it gives none. */
export type Tokens = {
  readonly idToken: string;
  readonly subject: string;
  readonly refreshToken: string | null;
};

/** A provider may be asked unprotected only on this computer, or where the person typed the hub's own http address. */
const mayBePlain = (issuer: URL, hubUrl: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname) || issuer.origin === new URL(hubUrl).origin;

/**
 * This computer's clock may be years off, and signing in must not hang on it: the hub, which is given the token at once,
 * measures its age by its own clock. Seconds.
 */
const anyClock = 100 * 365 * 86_400;

/** Of each request to a provider. */
const timeoutSeconds = 10;

/** Asks an issuer how to talk to it. */
export const findProvider = async (
  { issuer, clientId }: IdentityPlace,
  { fetch, hubUrl }: ProviderDeps,
): Promise<Result<Provider>> => {
  const address = new URL(issuer);
  const plain = address.protocol === 'http:';
  if (plain && !mayBePlain(address, hubUrl)) {
    return fail(problem('sign-in-failed', { detail: 'its address is not protected' }));
  }
  try {
    const config = await oidc.discovery(address, clientId, { [oidc.clockTolerance]: anyClock }, oidc.None(), {
      timeout: timeoutSeconds,
      [oidc.customFetch]: (url, options) => fetch(url, options as RequestInit),
      ...(plain ? { execute: [oidc.allowInsecureRequests] } : {}),
    });
    return ok({ config, issuer });
  } catch (error) {
    return fail(problemOf(error, issuer));
  }
};

export const tokensOf = (answer: Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>): Result<Tokens> => {
  const subject = answer.claims()?.sub;
  if (answer.id_token === undefined || subject === undefined) {
    return fail(problem('sign-in-failed', { detail: 'no ID token' }));
  }
  return ok({ idToken: answer.id_token, subject, refreshToken: answer.refresh_token ?? null });
};

/** No answer, or an answer that is not the provider's: a captive portal, a proxy's error page. */
const networkCodes: ReadonlySet<string> = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
]);

/** An OAuth error code, and nothing else that somebody might have put in its place. */
const codeOf = (text: string): string => (/^[A-Za-z0-9_]{1,60}$/.test(text) ? text : 'error');

/** What went wrong at a provider, in words. `session-expired`: it no longer knows this sign-in. */
export const problemOf = (error: unknown, issuer: string) => {
  if (error instanceof oidc.AuthorizationResponseError) {
    if (error.error === 'access_denied') return problem('sign-in-declined');
    return problem('sign-in-failed', { detail: codeOf(error.error) });
  }
  if (error instanceof oidc.ResponseBodyError) {
    if (error.status >= 500) return problem('identity-unreachable', { issuer });
    return error.error === 'invalid_grant'
      ? problem('session-expired')
      : problem('sign-in-failed', { detail: codeOf(error.error) });
  }
  const { code } = error as { code?: unknown };
  if (error instanceof oidc.ClientError && typeof code === 'string' && !networkCodes.has(code)) {
    return problem('sign-in-failed', { detail: codeOf(code) });
  }
  return problem('identity-unreachable', { issuer });
};

/** A fresh ID token, and the refresh token that takes the place of this one. `session-expired`: this one counts no more. */
export const refresh = async (
  { config, issuer }: Provider,
  refreshToken: string,
): Promise<Result<Tokens>> => {
  try {
    const tokens = tokensOf(await oidc.refreshTokenGrant(config, refreshToken));
    return tokens.ok
      ? ok({ ...tokens.value, refreshToken: tokens.value.refreshToken ?? refreshToken })
      : tokens;
  } catch (error) {
    return fail(problemOf(error, issuer));
  }
};

/** RFC 7009. The provider forgets the whole sign-in; one without a revocation endpoint lets it run out. */
export const revoke = async ({ config, issuer }: Provider, refreshToken: string): Promise<Result<void>> => {
  if (config.serverMetadata().revocation_endpoint === undefined) return ok(undefined);
  try {
    await oidc.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' });
    return ok(undefined);
  } catch (error) {
    return fail(problemOf(error, issuer));
  }
};
