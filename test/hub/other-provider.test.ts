import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exchange } from '../helpers/hub/browser-visit.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import type { TestHub } from '../helpers/hub/start-test-hub.ts';
import { signInRequest } from '../helpers/hub/test-device.ts';

/** As much of a provider as a hub ever asks: its discovery document, its keys, and ID tokens. */
type OtherProvider = {
  readonly issuer: string;
  readonly key: CryptoKey;
  readonly server: Server;
  asked: number;
};

const startProvider = async (): Promise<OtherProvider> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    provider.asked += 1;
    const body =
      request.url === '/jwks'
        ? { keys: [jwk] }
        : { issuer: provider.issuer, jwks_uri: `${provider.issuer}/jwks` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const provider: OtherProvider = { issuer: `http://127.0.0.1:${port}`, key: privateKey, server, asked: 0 };
  return provider;
};

const secret = 'a secret that only this workbench has';
const nonce = createHash('sha256').update(secret).digest('base64url');

onBothDatabases('signing in with another provider', (startHub) => {
  let provider: OtherProvider;
  let hub: TestHub;
  beforeEach(async () => {
    provider = await startProvider();
    const { issuer } = provider;
    hub = await startHub({
      signInWays: {
        provider: { issuer, clientId: 'assay', scope: 'openid email offline_access', claim: 'email' },
      },
    });
    // The fixture's people have names without a domain; this one has an address.
    await hub.deps.database.write(async (db) => {
      await db
        .updateTable('accounts')
        .set({ account: 'rosa@school.example' })
        .where('account', '=', 'rosa.lind')
        .execute();
    });
  });
  afterEach(() => {
    provider.server.closeAllConnections();
    provider.server.close();
  });

  const seconds = () => Math.floor(hub.clock.now() / 1000);
  const rosa = { sub: 'r-1', email: 'Rosa@School.example', email_verified: true };
  const tokenFor = (claims: Record<string, unknown>): Promise<string> =>
    new SignJWT({
      iss: provider.issuer,
      aud: 'assay',
      nonce,
      iat: seconds(),
      exp: seconds() + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(provider.key);
  const bring = async (idToken: string) => {
    const answer = await exchange(hub.url, idToken, { kind: 'nonce', secret }, 'desk-1');
    const body = (await answer.json()) as { code?: string; title?: string; account?: { name: string } };
    return { status: answer.status, code: body.code, title: body.title, name: body.account?.name };
  };

  it('names itself to the workbench, and has no sign-in page of its own', async () => {
    const described = (await (await fetch(`${hub.url}/v1/hub`)).json()) as { identity: unknown };
    expect(described.identity).toEqual({
      issuer: provider.issuer,
      clientId: 'assay',
      scope: 'openid email offline_access',
    });
    expect((await fetch(`${hub.url}/oidc/.well-known/openid-configuration`)).status).toBe(404);
  });

  it('a verified e-mail address finds the account once; after that the subject is who they are', async () => {
    expect(await bring(await tokenFor(rosa))).toMatchObject({ status: 200, name: 'Rosa Lind' });
    expect(await bring(await tokenFor({ sub: 'r-1', email: 'married@school.example' }))).toMatchObject({
      status: 200,
      name: 'Rosa Lind',
    });
    // The keys are fetched once, not at each sign-in.
    expect(provider.asked).toBe(2);
  });

  it('an address that went to somebody else does not open the first one’s work', async () => {
    await bring(await tokenFor(rosa));
    expect(await bring(await tokenFor({ ...rosa, sub: 'r-2' }))).toMatchObject({
      status: 403,
      code: 'identity-taken',
    });
  });

  it('who is unknown, or whose address nobody verified, is told so in words', async () => {
    const unknown = await bring(await tokenFor({ ...rosa, sub: 'x', email: 'nobody@school.example' }));
    expect(unknown).toMatchObject({ status: 403, code: 'identity-unknown' });
    expect(unknown.title).toContain('nobody@school.example has no account at this hub');
    for (const email_verified of [false, 'true', undefined]) {
      expect(await bring(await tokenFor({ ...rosa, email_verified }))).toMatchObject({
        status: 403,
        code: 'identity-unknown',
      });
    }
  });

  it('refuses what is for another client, from another issuer, old, from the future, or signed by a shared secret', async () => {
    const shared = new SignJWT({ iss: provider.issuer, aud: 'assay', nonce, ...rosa })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuedAt(seconds())
      .setExpirationTime(seconds() + 300)
      .sign(new TextEncoder().encode('a secret that both sides would know'));
    const tokens = [
      tokenFor({ ...rosa, aud: 'another-client' }),
      tokenFor({ ...rosa, aud: ['assay', 'another-client'] }),
      tokenFor({ ...rosa, aud: ['assay', 'another-client'], azp: 'another-client' }),
      tokenFor({ ...rosa, iss: 'http://127.0.0.1:1' }),
      tokenFor({ ...rosa, iat: seconds() - 900, exp: seconds() - 600 }),
      tokenFor({ ...rosa, iat: seconds() - 900 }),
      tokenFor({ ...rosa, iat: seconds() + 900, exp: seconds() + 1200 }),
      tokenFor({ ...rosa, nonce: undefined }),
      shared,
    ];
    for (const token of tokens) {
      expect(await bring(await token)).toMatchObject({ status: 401, code: 'identity-refused' });
    }
  });

  it('a provider that does not answer is to be tried again later', async () => {
    const token = await tokenFor(rosa);
    provider.server.closeAllConnections();
    await new Promise((resolve) => provider.server.close(resolve));
    expect(await bring(token)).toMatchObject({ status: 503, code: 'identity-unreachable' });
  });
});

onBothDatabases('a hub that takes no password but on its page', (startHub) => {
  it('says so to a workbench that signs in by password', async () => {
    const hub = await startHub({ signInWays: { password: false } });
    const answer = await signInRequest(hub.url, 'rosa.lind', 'fixture-password', 'desk-1');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'password-sign-in-off', class: 'upgrade' });
  });
});
