import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';

/** What an ID token says of a person, once it is believed. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  nonce: z.string().optional(),
});
export type IdentityClaims = z.infer<typeof claimsSchema>;

export type VerifyIdToken = (idToken: string) => Promise<Result<IdentityClaims>>;

type Expected = {
  readonly issuer: string;
  readonly clientId: string;
  readonly keys: JWTVerifyGetKey;
  /** Milliseconds since 1970, by the clock that the issuer's own tokens are to be measured with. */
  readonly now: () => number;
};

/** Asymmetric ones alone: with HS256 the client's secret, with `none` anybody would be the issuer. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** A token is brought here right after it was issued; one that was kept is none of a sign-in. Seconds. */
const oldest = 600;
const tolerance = 60;

/** Signature, issuer, audience, age and algorithm. The nonce is for the caller: it depends on who asks. */
export const idTokenVerifier =
  ({ issuer, clientId, keys, now }: Expected): VerifyIdToken =>
  async (idToken) => {
    try {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer,
        audience: clientId,
        algorithms,
        clockTolerance: tolerance,
        maxTokenAge: oldest,
        requiredClaims: ['exp', 'iat', 'sub'],
        currentDate: new Date(now()),
      });
      const claims = claimsSchema.safeParse(payload);
      if (!claims.success) return fail(problem('identity-refused', { detail: 'claims' }));
      const { aud, azp } = claims.data;
      const forUs = azp === undefined ? !Array.isArray(aud) || aud.length === 1 : azp === clientId;
      return forUs ? ok(claims.data) : fail(problem('identity-refused', { detail: 'azp' }));
    } catch (error) {
      return fail(refusal(error, issuer));
    }
  };

/** jose says what is wrong by a code; anything without one is the network on the way to the issuer's keys. */
const refusal = (error: unknown, issuer: string) => {
  if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) {
    return problem('identity-unreachable', { issuer });
  }
  const claim = error instanceof errors.JWTClaimValidationFailed ? ` ${error.claim}` : '';
  return problem('identity-refused', { detail: `${error.code}${claim}` });
};

const discoverySchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/**
 * The keys of another provider, found by its discovery document when the first token comes, and kept from then on. Only
 * addresses that the operator named, or the provider behind them, are ever asked; redirects are not followed.
 */
export const remoteKeys = (issuer: string, fetch: typeof globalThis.fetch): JWTVerifyGetKey => {
  let found: Promise<JWTVerifyGetKey> | null = null;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) throw new Error(`the issuer's discovery document answered ${answer.status}`);
    const document = discoverySchema.parse(await answer.json());
    if (document.issuer !== issuer) throw new Error('the issuer calls itself by another name');
    const keys = new URL(document.jwks_uri);
    if (keys.protocol !== 'https:' && keys.hostname !== new URL(issuer).hostname) {
      throw new Error('the keys would come unprotected from another computer');
    }
    return createRemoteJWKSet(keys, { timeoutDuration: 10_000, [customFetch]: fetch });
  };
  return async (header, token) => {
    found ??= discover();
    const attempt = found;
    const keys = await attempt.catch((error: unknown) => {
      if (found === attempt) found = null;
      throw error;
    });
    return keys(header, token);
  };
};
