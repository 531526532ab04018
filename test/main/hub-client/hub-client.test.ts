import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubClient } from '../../../main/hub-client/hub-client.ts';
import { problemOfAnswer, retryAfterMs } from '../../../main/hub-client/hub-problem.ts';
import { hubBase, routeUrl } from '../../../main/hub-client/route-request.ts';
import { routes } from '../../../shared/hub-api/routes.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

type Handler = Parameters<typeof createServer>[1];

/** Whatever stands at a hub's address. */
const serve = async (handler: NonNullable<Handler>): Promise<{ url: string; server: Server }> => {
  const server = createServer(handler as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const client = (url: string, token: string | null = null, timeoutMs = 2000) =>
  createHubClient({ fetch, url, token: () => token, clock, timeoutMs });

describe('talking to a real hub', () => {
  let hub: TestHub;

  beforeEach(async () => {
    hub = await startTestHub();
  });
  afterEach(() => hub.close());

  it('knows it for a hub', async () => {
    const described = await client(hub.url).describeHub();
    expect(described).toMatchObject({ ok: true, value: { product: 'assay-hub', protocol: { major: 1 } } });
  });

  it('signs in, and says in words what is wrong with a password', async () => {
    const device = { id: 'a-device' as never, name: 'test' };
    const right = await client(hub.url).signIn({ account: 'rosa.lind', password: fixturePassword, device });
    expect(right).toMatchObject({ ok: true, value: { account: { account: 'rosa.lind' } } });
    const wrong = await client(hub.url).signIn({ account: 'rosa.lind', password: 'no', device });
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'account-unknown' } });
  });

  it('calls a token that does not count an expired session', async () => {
    expect(await client(hub.url, 'not-a-token-of-this-hub').listChanges(null)).toMatchObject({
      ok: false,
      problem: { code: 'session-expired', class: 'auth' },
    });
  });
});

describe('what stands at the address of a hub', () => {
  const problemAt = async (handler: NonNullable<Handler>) => {
    const { url } = await serve(handler);
    const described = await client(url).describeHub();
    return described.ok ? null : described.problem;
  };

  it.each([
    ['HTML', 200, 'text/html', '<html></html>', 'hub-not-a-hub'],
    ['another JSON service', 200, 'application/json', '{"name":"x"}', 'hub-not-a-hub'],
    ['nothing of the kind', 404, 'text/plain', 'no', 'hub-not-a-hub'],
    [
      'a newer hub',
      200,
      'application/json',
      '{"product":"assay-hub","protocol":{"major":2,"minor":0}}',
      'hub-too-new',
    ],
    [
      'an older hub',
      200,
      'application/json',
      '{"product":"assay-hub","protocol":{"major":0,"minor":9}}',
      'hub-too-old',
    ],
    [
      'a hub with a hole in its answer',
      200,
      'application/json',
      '{"product":"assay-hub","protocol":{"major":1,"minor":0}}',
      'hub-answer-invalid',
    ],
    ['a broken proxy', 502, 'text/html', '<html>', 'hub-failing'],
  ])('%s', async (_, status, type, body, code) => {
    const found = await problemAt((_request, response) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
    expect(found?.code).toBe(code);
  });

  it('nobody', async () => {
    const { url, server } = await serve(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await client(url).describeHub()).toMatchObject({
      problem: { code: 'hub-unreachable', params: { url } },
    });
    expect(await client('not an address').describeHub()).toMatchObject({
      problem: { code: 'hub-not-a-hub' },
    });
    expect(await client('file:///etc/passwd').describeHub()).toMatchObject({
      problem: { code: 'hub-not-a-hub' },
    });
  });

  it('somebody who never answers, or drips for ever', async () => {
    const silent = await serve(() => {});
    expect(await client(silent.url, null, 200).describeHub()).toMatchObject({
      problem: { code: 'hub-unreachable' },
    });
    const timers = new Set<NodeJS.Timeout>();
    const dripping = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.add(setInterval(() => response.write(' '), 50));
    });
    expect(await client(dripping.url, null, 200).describeHub()).toMatchObject({
      problem: { code: 'hub-unreachable' },
    });
    for (const timer of timers) clearInterval(timer);
  });

  it('somebody whose answer has no end', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000_000, 0x20)));
      };
      response.on('drain', more);
      more();
    });
    const described = await client(url, null, 20_000).describeHub();
    expect(described).toMatchObject({ ok: false, problem: { code: 'hub-answer-invalid' } });
  });
});

describe('redirects', () => {
  it('within the hub are followed with the token, to elsewhere they are not', async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const { url } = await serve((request, response) => {
      seen.push(request.headers.authorization);
      const to = request.url === '/v1/account' ? '/v1/moved' : `${elsewhere.url}/v1/account`;
      response.writeHead(307, { location: to }).end();
    });
    const account = await client(url, 'secret-token').call('getAccount', {});
    expect(account).toMatchObject({ ok: false, problem: { code: 'hub-not-a-hub' } });
    expect(seen.slice(0, 2)).toEqual(['Bearer secret-token', 'Bearer secret-token']);
    expect(seen).not.toHaveLength(0);
  });

  it('of evidence go to a presigned address without the token', async () => {
    const seen: Record<string, unknown>[] = [];
    const store = await serve((request, response) => {
      seen.push({ auth: request.headers.authorization, range: request.headers.range });
      response
        .writeHead(206, { 'content-range': 'bytes 0-3/10', 'content-length': '4', etag: '"s3"' })
        .end('abcd');
    });
    const { url } = await serve((_request, response) =>
      response.writeHead(307, { location: `${store.url}/bucket/key?signature=1` }).end(),
    );
    const part = await client(url, 'secret-token').fetchPart({
      sha256: 'a'.repeat(64),
      start: 0,
      end: 3,
      size: 10,
      etag: null,
    });
    expect(part).toMatchObject({ ok: true, value: { etag: '"s3"' } });
    expect(seen).toEqual([{ auth: undefined, range: 'bytes=0-3' }]);
  });

  it('in a circle end', async () => {
    const { url } = await serve((_request, response) =>
      response.writeHead(307, { location: '/v1/hub' }).end(),
    );
    expect(await client(url).describeHub()).toMatchObject({ problem: { code: 'hub-not-a-hub' } });
  });
});

describe('one part of an evidence file', () => {
  const request = { sha256: 'a'.repeat(64), start: 4, end: 7, size: 10, etag: null };
  const partOf = async (
    status: number,
    headers: Record<string, string>,
    body: string,
    etag: string | null = null,
  ) => {
    const { url } = await serve((_request, response) => response.writeHead(status, headers).end(body));
    return client(url).fetchPart({ ...request, etag });
  };

  it.each([
    ['the whole file', 200, { 'content-length': '10' }, '0123456789'],
    ['another range', 206, { 'content-range': 'bytes 0-3/10' }, 'abcd'],
    ['another size of the whole', 206, { 'content-range': 'bytes 4-7/11' }, 'abcd'],
    ['too few bytes', 206, { 'content-range': 'bytes 4-7/10' }, 'abc'],
    ['too many bytes', 206, { 'content-range': 'bytes 4-7/10' }, 'abcde'],
    ['packed bytes', 206, { 'content-range': 'bytes 4-7/10', 'content-encoding': 'br' }, 'abcd'],
  ])('is refused when it is %s', async (_, status, headers, body) => {
    expect(await partOf(status, headers, body)).toMatchObject({ problem: { code: 'hub-answer-invalid' } });
  });

  it('that is exactly what was asked for is taken', async () => {
    const part = await partOf(206, { 'content-range': 'bytes 4-7/10', etag: 'W/"weak"' }, 'abcd');
    expect(part).toMatchObject({ ok: true, value: { etag: null } });
    expect(part.ok && Buffer.from(part.value.bytes).toString()).toBe('abcd');
  });

  it('of a file that has changed is told apart', async () => {
    expect(await partOf(200, { etag: '"new"' }, '0123456789', '"old"')).toMatchObject({
      problem: { code: 'etag-changed' },
    });
    const other = { 'content-range': 'bytes 4-7/10', etag: '"new"' };
    expect(await partOf(206, other, 'abcd', '"old"')).toMatchObject({ problem: { code: 'etag-changed' } });
  });
});

describe('a pause the hub asks for', () => {
  const now = Date.parse('2026-03-02T09:00:00Z');

  it('is read as seconds or as a date, and never believed beyond an hour', () => {
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Mon, 02 Mar 2026 09:01:00 GMT', now)).toBe(60_000);
    expect(retryAfterMs('Mon, 02 Mar 2020 09:01:00 GMT', now)).toBe(0);
    expect(retryAfterMs(null, now)).toBeUndefined();
    expect(retryAfterMs('soon', now)).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.nat().map(String), fc.string()), (text) => {
        const ms = retryAfterMs(text, now);
        expect(ms === undefined || (ms >= 0 && ms <= 3_600_000)).toBe(true);
      }),
    );
  });

  it('holds for 429 without a header too', () => {
    const found = problemOfAnswer({ status: 429, headers: new Headers() }, undefined, 'u', now).problem;
    expect(found).toMatchObject({ code: 'rate-limited', retryAfterMs: 30_000, params: { seconds: 30 } });
  });
});

describe('addresses', () => {
  it('keep the path a hub lives under', () => {
    for (const typed of [
      'https://example.org/assay',
      'https://example.org/assay/',
      'https://example.org/assay?x#y',
    ]) {
      const base = hubBase(typed);
      const url = base && routeUrl(base, routes.getEvidence, { params: { sha256: 'ff' } });
      expect(String(url)).toBe('https://example.org/assay/v1/evidence/ff');
    }
  });

  it('never let a parameter become another path', () => {
    const base = hubBase('https://example.org') ?? new URL('x:');
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (assignmentId) => {
        const { pathname, host } = routeUrl(base, routes.getReview, { params: { assignmentId } });
        expect(host).toBe('example.org');
        expect(pathname.split('/')).toHaveLength(5);
      }),
    );
  });
});

describe('a hub that asks for quiet', () => {
  it('is asked nothing more by anybody until the time is over', async () => {
    const asked: string[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(asked.length === 1 ? 503 : 500, asked.length === 1 ? { 'retry-after': '60' } : {});
      response.end('busy');
    });
    let ms = 1000;
    const hub = createHubClient({ fetch, url, token: () => 't', clock: { ...clock, monotonic: () => ms } });
    expect(await hub.listChanges(null)).toMatchObject({ ok: false, problem: { retryAfterMs: 60_000 } });
    ms += 59_000;
    const held = { ok: false, problem: { retryAfterMs: 1000 } };
    expect(await hub.pushEvents([])).toMatchObject(held);
    expect(await hub.getEvidenceManifest('a'.repeat(64))).toMatchObject(held);
    expect(asked).toHaveLength(1);
    ms += 1000;
    expect((await hub.listChanges(null)).ok).toBe(false);
    expect(asked.length).toBeGreaterThan(1);
  });

  it('is not asked what it is either, when another request was answered by something else', async () => {
    const asked: string[] = [];
    const portal: (() => void)[] = [];
    const { url } = await serve((request, response) => {
      asked.push(request.url ?? '');
      if (request.method === 'POST') {
        response.writeHead(503, { 'retry-after': '60' }).end('busy');
        return;
      }
      portal.push(() =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Our terms</html>'),
      );
    });
    const hub = createHubClient({ fetch, url, token: () => 't', clock: { ...clock, monotonic: () => 1000 } });
    const pulling = hub.listChanges(null);
    await expect.poll(() => portal).toHaveLength(1);
    expect(await hub.pushEvents([])).toMatchObject({ ok: false, problem: { retryAfterMs: 60_000 } });
    portal[0]?.();
    expect(await pulling).toMatchObject({ ok: false, problem: { retryAfterMs: 60_000 } });
    expect(asked).toHaveLength(2);
  });
});
