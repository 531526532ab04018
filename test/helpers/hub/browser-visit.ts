import { createHash, randomBytes } from 'node:crypto';
import * as oidc from 'openid-client';
import type { IdentitySignIn } from '../../../shared/hub-api/session.ts';
import { signInByPage } from './sign-in-by-page.ts';

export type Place = { readonly issuer: string; readonly clientId: string; readonly scope: string };

export type Visit = {
  readonly config: oidc.Configuration;
  readonly address: URL;
  readonly redirectUri: string;
  readonly checks: oidc.AuthorizationCodeGrantChecks;
  readonly nonceSecret: string;
};

export const placeOf = async (hubUrl: string): Promise<Place> => {
  const described = (await (await fetch(`${hubUrl}/v1/hub`)).json()) as { identity: Place };
  return described.identity;
};

export const clientOf = ({ issuer, clientId }: Place): Promise<oidc.Configuration> =>
  oidc.discovery(new URL(issuer), clientId, {}, oidc.None(), { execute: [oidc.allowInsecureRequests] });

/** What a workbench asks the browser to open. `over` replaces parameters; undefined leaves one out. */
export const beginVisit = async (
  place: Place,
  over: Readonly<Record<string, string | undefined>> = {},
): Promise<Visit> => {
  const config = await clientOf(place);
  const nonceSecret = randomBytes(32).toString('base64url');
  const nonce = createHash('sha256').update(nonceSecret).digest('base64url');
  const [verifier, state] = [oidc.randomPKCECodeVerifier(), oidc.randomState()];
  // Nobody listens there: the visit ends before the browser would go to it.
  const redirectUri = 'http://127.0.0.1:49152/assay/signed-in';
  const asked: Record<string, string | undefined> = {
    redirect_uri: redirectUri,
    scope: place.scope,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...over,
  };
  const given = Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined);
  return {
    config,
    address: oidc.buildAuthorizationUrl(config, Object.fromEntries(given)),
    redirectUri,
    checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
    nonceSecret,
  };
};

type Person = { readonly account: string; readonly password: string; readonly choice?: string };

/** The address that the browser is sent back to. */
export const visit = async ({ address, redirectUri }: Visit, person: Person): Promise<URL> => {
  const last = await signInByPage(address.href, person, { stopAt: redirectUri });
  if (!last.url.startsWith(redirectUri)) throw new Error(`the visit ended with ${last.status}: ${last.text}`);
  return new URL(last.url);
};

/** A whole sign-in in the browser: what the provider gives for it. */
export const tokensFor = async (place: Place, person: Person) => {
  const begun = await beginVisit(place);
  const tokens = await oidc.authorizationCodeGrant(begun.config, await visit(begun, person), begun.checks);
  return { ...begun, tokens };
};

export const exchange = (
  hubUrl: string,
  idToken: string,
  proof: IdentitySignIn['proof'],
  deviceId: string,
): Promise<Response> =>
  fetch(`${hubUrl}/v1/sessions/identity`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ idToken, proof, device: { id: deviceId, name: 'test device' } }),
  });
