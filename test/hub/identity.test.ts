import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as oidc from 'openid-client';
import { expect, it } from 'vitest';
import { beginVisit, clientOf, exchange, placeOf, tokensFor, visit } from '../helpers/hub/browser-visit.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { signInByPage } from '../helpers/hub/sign-in-by-page.ts';
import { fixturePassword } from '../helpers/hub/start-test-hub.ts';

const rosa = { account: 'rosa.lind', password: fixturePassword };

const idTokenOf = (tokens: { readonly id_token?: string | undefined }): string => {
  if (tokens.id_token === undefined) throw new Error('no ID token came');
  return tokens.id_token;
};
const refreshTokenOf = (tokens: { readonly refresh_token?: string | undefined }): string => {
  if (tokens.refresh_token === undefined) throw new Error('no refresh token came');
  return tokens.refresh_token;
};

const problemCode = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { code: unknown }).code;

onBothDatabases('signing in with the browser at the hub', (startHub) => {
  it('a person with a password becomes a session of their device, which works and can be renewed', async () => {
    const hub = await startHub();
    const { tokens, nonceSecret, config } = await tokensFor(await placeOf(hub.url), rosa);
    const first = await exchange(
      hub.url,
      idTokenOf(tokens),
      { kind: 'nonce', secret: nonceSecret },
      'desk-1',
    );
    expect(first.status).toBe(200);
    const session = (await first.json()) as { token: string; deviceSecret: string };
    const asked = await fetch(`${hub.url}/v1/account`, {
      headers: { authorization: `Bearer ${session.token}` },
    });
    expect(await asked.json()).toMatchObject({ account: 'rosa.lind' });

    const renewed = await oidc.refreshTokenGrant(config, refreshTokenOf(tokens));
    const mac = createHmac('sha256', session.deviceSecret).update(idTokenOf(renewed)).digest('base64url');
    const second = await exchange(hub.url, idTokenOf(renewed), { kind: 'device', mac }, 'desk-1');
    expect(await second.json()).toMatchObject({ deviceSecret: session.deviceSecret });
  });

  it('an ID token is worth nothing without the secret of who asked for it, or of the device it renews', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    const idToken = idTokenOf((await tokensFor(place, rosa)).tokens);
    const stranger = await beginVisit(place);
    for (const proof of [
      { kind: 'nonce', secret: stranger.nonceSecret },
      { kind: 'device', mac: createHmac('sha256', 'guessed').update(idToken).digest('base64url') },
    ] as const) {
      const answer = await exchange(hub.url, idToken, proof, 'desk-1');
      expect([answer.status, await problemCode(answer)]).toEqual([401, 'identity-refused']);
    }
  });

  it("another hub's ID token, an altered one and an unsigned one are refused", async () => {
    const [hub, other] = [await startHub(), await startHub()];
    const theirs = await tokensFor(await placeOf(other.url), rosa);
    const own = await tokensFor(await placeOf(hub.url), rosa);
    const [, payload = '', signature = ''] = idTokenOf(own.tokens).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const tries = [
      { idToken: idTokenOf(theirs.tokens), secret: theirs.nonceSecret },
      {
        idToken: `${part({ alg: 'ES256', kid: 'hub' })}.${part({ ...claims, sub: 'acc-of-somebody' })}.${signature}`,
        secret: own.nonceSecret,
      },
      { idToken: `${part({ alg: 'none' })}.${payload}.`, secret: own.nonceSecret },
    ];
    for (const { idToken, secret } of tries) {
      const answer = await exchange(hub.url, idToken, { kind: 'nonce', secret }, 'desk-1');
      expect([answer.status, await problemCode(answer)]).toEqual([401, 'identity-refused']);
    }
  });

  it('a refresh token works again for a moment; later its second use ends the whole sign-in', async () => {
    const hub = await startHub();
    const { tokens, config } = await tokensFor(await placeOf(hub.url), rosa);
    const first = refreshTokenOf(tokens);
    const rotated = refreshTokenOf(await oidc.refreshTokenGrant(config, first));
    expect(rotated).not.toBe(first);
    const inGrace = refreshTokenOf(await oidc.refreshTokenGrant(config, first));

    await hub.deps.database.write(async (db) => {
      await db
        .updateTable('identity_records')
        .set(({ eb }) => ({ consumed_at: eb('consumed_at', '-', 61) }))
        .where('consumed_at', 'is not', null)
        .execute();
    });
    for (const token of [first, rotated, inGrace]) {
      await expect(oidc.refreshTokenGrant(config, token)).rejects.toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('signing out at the provider ends every refresh token of that sign-in, and no other', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    const [leaving, staying] = [await tokensFor(place, rosa), await tokensFor(place, rosa)];
    const rotated = await oidc.refreshTokenGrant(leaving.config, refreshTokenOf(leaving.tokens));
    await oidc.tokenRevocation(leaving.config, refreshTokenOf(rotated));
    for (const tokens of [leaving.tokens, rotated]) {
      await expect(oidc.refreshTokenGrant(leaving.config, refreshTokenOf(tokens))).rejects.toMatchObject({
        error: 'invalid_grant',
      });
    }
    await oidc.refreshTokenGrant(staying.config, refreshTokenOf(staying.tokens));
  });

  it('no token, code or password is in the log or, as text, in the database', async () => {
    const hub = await startHub();
    const begun = await beginVisit(await placeOf(hub.url));
    const returned = await visit(begun, rosa);
    const tokens = await oidc.authorizationCodeGrant(begun.config, returned, begun.checks);
    const session = await exchange(
      hub.url,
      idTokenOf(tokens),
      { kind: 'nonce', secret: begun.nonceSecret },
      'desk-1',
    );
    const { token } = (await session.json()) as { token: string };
    const secrets = [
      returned.searchParams.get('code') ?? 'no code',
      idTokenOf(tokens),
      refreshTokenOf(tokens),
      tokens.access_token,
      begun.nonceSecret,
      fixturePassword,
      token,
    ];
    const rows = await hub.deps.database.read((db) =>
      db.selectFrom('identity_records').selectAll().execute(),
    );
    expect(rows.map(({ kind }) => kind)).toContain('RefreshToken');
    const found = JSON.stringify([hub.logs, rows]);
    expect(secrets.filter((secret) => found.includes(secret))).toEqual([]);
    for (const name of await readdir(hub.dataDir)) {
      if (!name.startsWith('hub.sqlite')) continue;
      const bytes = await readFile(join(hub.dataDir, name));
      expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
    }
  });

  it('what has expired is swept away with the next sign-in', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    await tokensFor(place, rosa);
    await hub.deps.database.write(async (db) => {
      await db.updateTable('identity_records').set({ expires_at: 1 }).execute();
    });
    await beginVisit(place).then(({ address }) => fetch(address, { redirect: 'manual' }));
    const rows = await hub.deps.database.read((db) =>
      db.selectFrom('identity_records').selectAll().execute(),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['Interaction']);
  });
});

onBothDatabases('the sign-in page', (startHub) => {
  it('a wrong password is told on the page, throttled like any other, and Cancel goes back to Assay', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    const wrong = { ...rosa, password: 'not <hers>' };
    const stopAt = 'http://127.0.0.1:49152';
    for (let tries = 0; tries < 5; tries += 1) {
      const { address } = await beginVisit(place);
      const page = await signInByPage(address.href, wrong, { stopAt });
      expect(page.status).toBe(401);
      expect(page.text).toContain('No account with that name and password.');
      expect(page.text).not.toContain('not <hers>');
    }
    const { address } = await beginVisit(place);
    const page = await signInByPage(address.href, rosa, { stopAt });
    expect([page.status, page.text.includes('Too many tries')]).toEqual([429, true]);

    const begun = await beginVisit(place);
    const returned = await visit(begun, { ...rosa, choice: 'cancel' });
    expect(returned.searchParams.get('error')).toBe('access_denied');
    expect(returned.searchParams.get('state')).toBe(begun.checks.expectedState);
  });

  it('runs nothing, loads nothing, is framed by nobody, and escapes what it is told', async () => {
    const hub = await startHub();
    const { address } = await beginVisit(await placeOf(hub.url), {
      login_hint: '"><script>alert(1)</script>',
    });
    const started = await fetch(address, { redirect: 'manual' });
    const cookie = started.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const at = new URL(started.headers.get('location') ?? '', hub.url);
    const page = await fetch(at, { headers: { cookie } });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://127.0.0.1:49152");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await page.text()).not.toContain('<script');
    // The same address without this browser's cookie, and the form from another site.
    expect((await fetch(at)).status).toBe(400);
    const foreign = await fetch(at, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: 'https://elsewhere.example' },
      body: new URLSearchParams(rosa),
    });
    expect(foreign.status).toBe(400);
  });

  it('a request without PKCE, with a plain challenge, or for another address than loopback goes nowhere', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    for (const over of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
    ]) {
      const { address, redirectUri } = await beginVisit(place, over);
      const answer = await fetch(address, { redirect: 'manual' });
      const location = new URL(answer.headers.get('location') ?? '');
      expect(location.href.startsWith(redirectUri)).toBe(true);
      expect(location.searchParams.get('error')).toBe('invalid_request');
    }
    for (const redirect of [
      'http://127.0.0.1:49152/elsewhere',
      'https://elsewhere.example/assay/signed-in',
    ]) {
      const { address } = await beginVisit(place, { redirect_uri: redirect });
      const answer = await fetch(address, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
      expect(await answer.text()).toContain('This sign-in cannot go on');
    }
  });

  it('a code is taken once; its second use ends what the first one got', async () => {
    const hub = await startHub();
    const begun = await beginVisit(await placeOf(hub.url));
    const returned = await visit(begun, rosa);
    const tokens = await oidc.authorizationCodeGrant(begun.config, returned, begun.checks);
    await expect(oidc.authorizationCodeGrant(begun.config, returned, begun.checks)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(oidc.refreshTokenGrant(begun.config, refreshTokenOf(tokens))).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('the addresses it hands out are its own, whatever Host a request names', async () => {
    const hub = await startHub();
    const place = await placeOf(hub.url);
    const { port } = new URL(hub.url);
    const { request } = await import('node:http');
    const document = await new Promise<string>((resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          path: '/oidc/.well-known/openid-configuration',
          headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
        },
        (answer) => {
          let text = '';
          answer.on('data', (bytes: Buffer) => {
            text += bytes.toString();
          });
          answer.on('end', () => resolve(text));
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect(document).not.toContain('evil.example');
    expect((await clientOf(place)).serverMetadata().token_endpoint).toBe(`${hub.url}/oidc/token`);
  });
});
