import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloads } from '../../../main/web/downloads.ts';
import { startWebHost, type WebHost } from '../../../main/web/web-host.ts';
import { createHostWorkbench, type PlacedArtifact } from '../../helpers/host-workbench.ts';

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** A plain request: unlike fetch it can forge Host and Origin and does not tidy the path. */
const send = (
  origin: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const request = httpRequest({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.once('error', reject);
    request.end(body);
  });

const talk: PlacedArtifact = { mediaType: 'audio/wav', bytes: randomBytes(5_000) };
const workbench = createHostWorkbench({
  talk,
  page: { mediaType: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') },
  empty: { mediaType: 'text/plain', bytes: new Uint8Array() },
  'damaged-start': { mediaType: 'audio/wav', bytes: talk.bytes, damagedFrom: 0 },
  'damaged-later': { mediaType: 'audio/wav', bytes: talk.bytes, damagedFrom: 3_000 },
});
const downloads = createDownloads(randomBytes);
let root = '';
let host: WebHost;
let cookie = '';

const start = (): Promise<WebHost> =>
  startWebHost({
    workbench,
    downloads,
    rendererFolder: root,
    bridgeScript: 'globalThis.bridge = true;',
    port: 0,
    random: randomBytes,
    log: () => undefined,
  });

const tokenPath = (url: string): string => new URL(url).pathname + new URL(url).search;

const signIn = async ({ origin, url }: WebHost): Promise<string> => {
  const answer = await send(origin, tokenPath(url));
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
};

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(host.origin, path, { headers: { cookie, ...headers } });

const call = (command: string, body: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(host.origin, `/api/${command}`, {
    method: 'POST',
    headers: { cookie, origin: host.origin, 'content-type': 'application/json', ...headers },
    body,
  });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-web-'));
  await writeFile(join(root, 'index.html'), '<!doctype html><html><head><title>Assay</title></head></html>');
  host = await start();
  cookie = await signIn(host);
});
afterAll(async () => {
  await host.close();
  await rm(root, { recursive: true, force: true });
});

describe('letting a browser in', () => {
  it('exchanges the token for a cookie of this port that scripts and other sites cannot use', async () => {
    const fresh = await start();
    const answer = await send(fresh.origin, tokenPath(fresh.url));
    const [given] = answer.headers['set-cookie'] ?? [];
    await fresh.close();
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(given).toMatch(new RegExp(`^assay-${new URL(fresh.origin).port}=`));
    expect(given).toMatch(/HttpOnly/);
    expect(given).toMatch(/SameSite=Strict/);
  });

  it('takes the token once; the browser that has the cookie may come back with it', async () => {
    const replay = await send(host.origin, tokenPath(host.url));
    expect(replay.status).toBe(403);
    expect(replay.headers['set-cookie']).toBeUndefined();
    expect((await get(tokenPath(host.url))).status).toBe(303);
  });

  it.each(['/', '/index.html', '/bridge.js', '/notices', '/evidence/talk', '/downloads/x', '/nothing'])(
    'refuses %s without the cookie',
    async (path) => {
      expect((await send(host.origin, path)).status).toBe(403);
    },
  );

  it('refuses a command without the cookie and one with the cookie of another run', async () => {
    expect((await call('app.getState', '{}', { cookie: '' })).status).toBe(403);
    const other = await start();
    const foreign = (await signIn(other)).split('=')[1];
    await other.close();
    const name = cookie.split('=')[0];
    expect((await call('app.getState', '{}', { cookie: `${name}=${foreign}` })).status).toBe(403);
    expect(workbench.calls).toEqual([]);
  });

  it.each([
    ['a rebound name', { host: 'evil.example:80' }],
    ['localhost', { host: 'localhost' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['another port of this computer', { origin: 'http://127.0.0.1:1' }],
    ['an opaque origin', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }],
  ])('refuses requests from %s although they carry the cookie', async (_, headers) => {
    expect((await get('/evidence/talk', headers)).status).toBe(403);
    expect((await get('/', headers)).status).toBe(403);
    const before = workbench.calls.length;
    expect((await call('app.getState', '{}', headers)).status).toBe(403);
    expect(workbench.calls).toHaveLength(before);
  });

  it('refuses a command that does not say where it comes from', async () => {
    const answer = await send(host.origin, '/api/app.getState', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(403);
  });
});

describe('commands', () => {
  it('passes name and input on and answers with the result', async () => {
    const answer = await call('app.getState', '{"a":1}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({
      ok: true,
      value: { name: 'app.getState', input: { a: 1 } },
    });
  });

  it.each([
    ['an unknown command', 'no.such', '{}', {}, 200, 'bad-request'],
    ['text that is not JSON', 'sync.now', '{', {}, 400, 'bad-request'],
    [
      'plain text, which a foreign form could send',
      'sync.now',
      '{}',
      { 'content-type': 'text/plain' },
      415,
      'bad-request',
    ],
    ['more than the limit', 'sync.now', `"${'x'.repeat(5_000_000)}"`, {}, 413, 'too-large'],
  ])('answers %s with a problem', async (_, command, body, headers, status, code) => {
    const answer = await call(command, body, headers);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, problem: { code } });
  });
});

describe('the app', () => {
  it('puts the bridge first into the page, under the policy', async () => {
    const page = await get('/');
    expect(page.body.toString()).toContain('<head><script type="module" src="/bridge.js"></script><title>');
    expect(page.headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
    );
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await get('/bridge.js')).body.toString()).toBe('globalThis.bridge = true;');
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/etc/passwd',
  ])('has nothing at %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.toString()).not.toContain('"name"');
  });
});

describe('evidence', () => {
  it('carries its own type under a policy that runs nothing and keeps nothing', async () => {
    const answer = await get('/evidence/page');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
    });
    expect(answer.headers.etag).toMatch(/^"[^"]+"$/);
  });

  it('answers every range with exactly those bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5_500 }), fc.option(fc.nat({ max: 5_500 })), async (first, extra) => {
        const last = extra === null ? '' : String(first + extra);
        const answer = await get('/evidence/talk', { range: `bytes=${first}-${last}` });
        if (first >= talk.bytes.length) {
          expect(answer.status).toBe(416);
          expect(answer.headers['content-range']).toBe('bytes */5000');
          return;
        }
        const expected = Buffer.from(talk.bytes.slice(first, extra === null ? undefined : first + extra + 1));
        expect(answer.status).toBe(206);
        expect(answer.body.equals(expected)).toBe(true);
        expect(answer.headers['content-range']).toBe(`bytes ${first}-${first + expected.length - 1}/5000`);
        expect(answer.headers['content-length']).toBe(String(expected.length));
      }),
      { numRuns: 60 },
    );
    expect(workbench.openSources()).toBe(0);
  });

  it('honours If-Range by its strong tag', async () => {
    const { etag = '' } = (await get('/evidence/talk')).headers;
    const range = 'bytes=0-9';
    expect((await get('/evidence/talk', { range, 'if-range': etag })).status).toBe(206);
    expect((await get('/evidence/talk', { range, 'if-range': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the size alone, and serves an empty file', async () => {
    const head = await send(host.origin, '/evidence/talk', { method: 'HEAD', headers: { cookie } });
    expect(head.headers['content-length']).toBe('5000');
    expect(head.body).toHaveLength(0);
    const empty = await get('/evidence/empty');
    expect([empty.status, empty.body.length]).toEqual([200, 0]);
  });

  it('says in words that a file is not here or is damaged, and never ends a damaged one as if whole', async () => {
    const missing = await get('/evidence/unknown');
    expect(missing.status).toBe(404);
    expect(missing.body.toString()).toContain('not on this computer');
    const damaged = await get('/evidence/damaged-start');
    expect(damaged.status).toBe(500);
    expect(damaged.body.toString()).toContain('failed its check');
    await expect(get('/evidence/damaged-later')).rejects.toThrow();
    expect(workbench.openSources()).toBe(0);
  });

  it('closes the file when the reader goes away', async () => {
    const abort = new AbortController();
    const answer = await fetch(`${host.origin}/evidence/talk`, { headers: { cookie }, signal: abort.signal });
    expect(answer.status).toBe(200);
    abort.abort();
    await expect.poll(() => workbench.openSources()).toBe(0);
  });
});

describe('files and notices', () => {
  it('hands a finished file out once, under its own name', async () => {
    const delivery = await downloads.deliver('sealed “work” é.bin', Buffer.from('bytes'));
    const url = delivery.delivery === 'download' ? delivery.url : '';
    const answer = await get(url);
    expect(answer.body.toString()).toBe('bytes');
    expect(answer.headers['content-disposition']).toContain(
      "filename*=UTF-8''sealed%20%E2%80%9Cwork%E2%80%9D%20%C3%A9.bin",
    );
    expect((await get(url)).status).toBe(404);
  });

  it('streams notices to the page until the host closes, and closes at once', async () => {
    const fresh = await start();
    const pass = await signIn(fresh);
    const stream = await fetch(`${fresh.origin}/notices`, { headers: { cookie: pass } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('retry:');
    workbench.notify({ topic: 'queue', ids: ['a1'] });
    expect((await reader?.read())?.value).toBe('data: {"topic":"queue","ids":["a1"]}\n\n');
    await fresh.close();
    // The page is asked to commit what is typed, while commands are still answered.
    expect((await reader?.read())?.value).toBe('data: {"topic":"settling","ids":["1"]}\n\n');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(host.origin).port);
    const taken = startWebHost({
      workbench,
      downloads,
      rendererFolder: root,
      bridgeScript: '',
      port,
      random: randomBytes,
      log: () => undefined,
    });
    await expect(taken).rejects.toThrow(`Port ${port} is taken`);
  });
});
