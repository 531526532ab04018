import { createPublicKey } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import Provider, { type Configuration, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { ownAccountOf, type TrustedProvider } from '../auth/identity-sign-in.ts';
import { idTokenVerifier } from '../auth/verify-id-token.ts';
import type { HubDeps } from '../context/deps.ts';
import { findAccount } from '../database/tables/accounts.ts';
import { messagePage } from './pages.ts';
import { recordAdapter } from './record-adapter.ts';

/** Where the hub's own sign-in lives under its address. */
export const ownProviderPath = '/oidc';

/** The workbench: a public client, which has no secret that could be kept. */
export const workbenchClientId = 'assay-workbench';

/** A native program's redirect: on loopback any port is taken, the path must be this one (RFC 8252, 7.3). */
const redirectUri = 'http://127.0.0.1/assay/signed-in';

/** Seconds. A sign-in lasts 90 days when it is used at least once in 30. */
const lifetimes = {
  AuthorizationCode: 60,
  Interaction: 600,
  IdToken: 300,
  AccessToken: 300,
  RefreshToken: 30 * 86_400,
  Grant: 90 * 86_400,
  Session: 600,
} as const;

export type OwnProvider = TrustedProvider & { readonly issuer: string; readonly provider: Provider };

/** oidc-provider measures time with the system's clock and takes no other, so its tokens are measured with the same. */
const systemNow = () => Date.now();

/** The hub's own OpenID Connect provider: its people with their passwords, one client, `base` the hub's address. */
export const createOwnProvider = (deps: HubDeps, base: string): OwnProvider => {
  const issuer = `${base.replace(/\/$/, '')}${ownProviderPath}`;
  const provider = new Provider(issuer, configuration(deps));
  // The mount tells it address and protocol as people see them; it must believe those, not the proxy's.
  provider.proxy = true;
  const publicKey = createPublicKey(deps.keys.identityKey).export({ format: 'jwk' });
  const keys = createLocalJWKSet({ keys: [{ ...publicKey, ...keyUse }] });
  return {
    issuer,
    provider,
    verify: idTokenVerifier({ issuer, clientId: workbenchClientId, keys, now: systemNow }),
    accountOf: ownAccountOf(deps),
  };
};

const keyUse = { alg: 'ES256', use: 'sig', kid: 'hub' } as const;

const signingKey = ({ keys }: HubDeps) => {
  const { x = '', y = '', d = '' } = keys.identityKey.export({ format: 'jwk' });
  return { kty: 'EC', crv: 'P-256', x, y, d, ...keyUse } as const;
};

const configuration = (deps: HubDeps): Configuration => ({
  adapter: recordAdapter(deps.database, () => Math.floor(systemNow() / 1000)),
  clients: [
    {
      client_id: workbenchClientId,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: 'ES256',
    },
  ],
  jwks: { keys: [signingKey(deps)] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  clientAuthMethods: ['none'],
  cookies: {
    keys: [deps.keys.cookieKey.toString('base64url')],
    short: { httpOnly: true, sameSite: 'lax', signed: true },
    long: { httpOnly: true, sameSite: 'lax', signed: true, path: ownProviderPath },
  },
  features: {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
    },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
  },
  responseTypes: ['code'],
  scopes: ['openid'],
  claims: { openid: ['sub'] },
  pkce: { required: () => true },
  ttl: lifetimes,
  rotateRefreshToken: true,
  issueRefreshToken: async () => true,
  expiresWithSession: async () => false,
  clientBasedCORS: () => false,
  interactions: { policy: passwordEachTime(), url: (_ctx, { uid }) => `${ownProviderPath}/sign-in/${uid}` },
  loadExistingGrant: grantForWorkbench,
  findAccount: async (_ctx, id) => {
    const account = await deps.database.read((db) => findAccount(db, id));
    return account === null
      ? undefined
      : { accountId: account.id, claims: async () => ({ sub: account.id }) };
  },
  renderError: (ctx) => {
    const page = messagePage({
      hub: deps.identity.name,
      title: 'This sign-in cannot go on',
      text: 'It has expired, was finished already, or did not come from Assay. Go back to Assay and sign in from there.',
    });
    ctx.type = 'html';
    ctx.set(page.headers);
    ctx.body = page.html;
  },
});

/** Signing in at the hub's page is the consent to its one client; nothing is granted without the password. */
const passwordEachTime = () => {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
};

const grantForWorkbench = async ({ oidc }: KoaContextWithOIDC) => {
  const grant = new oidc.provider.Grant({
    ...(oidc.client === undefined ? {} : { clientId: oidc.client.clientId }),
    ...(oidc.account === undefined ? {} : { accountId: oidc.account.accountId }),
  });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
};
