import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../shared/hub-api/routes.ts';
import { hubDescriptionSchema } from '../../shared/hub-api/session.ts';
import { wireProblemSchema } from '../../shared/hub-api/wire-problem.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { signInRequest, type TestDevice } from '../helpers/hub/test-device.ts';

const json = { 'content-type': 'application/json' };

describe('the hub over HTTP', () => {
  let hub: TestHub;
  let rosa: TestDevice;

  beforeAll(async () => {
    hub = await startTestHub();
    rosa = await hub.signIn('rosa.lind');
  });
  afterAll(() => hub.close());

  it('says who it is', async () => {
    const answer = await fetch(`${hub.url}/v1/hub`);
    const description = hubDescriptionSchema.parse(await answer.json());
    expect(description).toMatchObject({
      product: 'assay-hub',
      protocol: { major: 1, minor: 4 },
      sample: null,
    });
    expect(Buffer.from(description.sealingKey, 'base64url')).toHaveLength(32);
    expect(description.time).toBe(new Date(hub.clock.now()).toISOString());
  });

  it('describes every route in its OpenAPI document, and shows it at /docs', async () => {
    const document = (await (await fetch(`${hub.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
      components: { schemas: Record<string, unknown> };
    };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
    expect(Object.keys(document.components.schemas)).toContain('ReviewEvent');
    expect((await fetch(`${hub.url}/docs/`)).status).toBe(200);
  });

  const problemOf = async (answer: Response) => {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = wireProblemSchema.parse(await answer.json());
    expect(problem.status).toBe(answer.status);
    return problem;
  };

  const push = (body: BodyInit, headers: Record<string, string> = json) =>
    rosa.request('/v1/events', { method: 'POST', headers, body });

  it.each<[string, () => Promise<Response>, number, string]>([
    ['an address it does not have', () => fetch(`${hub.url}/v2/anything`), 404, 'not-found'],
    ['a method it does not have', () => fetch(`${hub.url}/v1/hub`, { method: 'PUT' }), 404, 'not-found'],
    ['no session', () => fetch(`${hub.url}/v1/account`), 401, 'signed-out'],
    [
      'another kind of authorisation',
      () => fetch(`${hub.url}/v1/account`, { headers: { authorization: 'Basic eDp5' } }),
      401,
      'signed-out',
    ],
    ['a body that is no JSON', () => push('{"events":'), 400, 'bad-request'],
    ['a body of HTML', () => push('<html></html>', { 'content-type': 'text/html' }), 400, 'bad-request'],
    ['a form', () => push(new URLSearchParams({ a: 'b' }), {}), 400, 'bad-request'],
    ['no body', () => rosa.request('/v1/events', { method: 'POST' }), 400, 'bad-request'],
    ['no events', () => push('{"events":[]}'), 400, 'bad-request'],
    [
      'too many events',
      () => push(JSON.stringify({ events: Array.from({ length: 101 }, () => ({})) })),
      400,
      'bad-request',
    ],
    ['a body over 1 MiB', () => push(JSON.stringify({ events: ['x'.repeat(1_048_576)] })), 413, 'too-large'],
    ['an attack on the prototype', () => push('{"events":[{}],"__proto__":{"x":1}}'), 400, 'bad-request'],
    ['a limit out of range', () => rosa.request('/v1/changes?limit=201'), 400, 'bad-request'],
    ['a fingerprint that is none', () => rosa.request('/v1/evidence/ABC'), 400, 'bad-request'],
    ['an id nobody can have', () => rosa.request('/v1/assignments/a%00b/review'), 400, 'bad-request'],
    [
      'an address that cannot be decoded',
      () => rosa.request('/v1/assignments/%E0%A4%A/review'),
      400,
      'bad-request',
    ],
    ['an id too long', () => rosa.request(`/v1/assignments/${'x'.repeat(300)}/review`), 400, 'bad-request'],
  ])('answers %s with a problem', async (_name, ask, status, code) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).code).toBe(code);
  });

  it('survives JSON nested as deep as a megabyte allows', async () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    const answer = await push(`{"events":[${deep}]}`);
    expect(answer.status).toBe(200);
    expect((await answer.json()).results[0]).toMatchObject({
      result: 'rejected',
      problem: { code: 'bad-request' },
    });
  });

  it('never repeats what was sent', async () => {
    const canary = 'Zuzana Canary 555-0199';
    const answers = [
      await push(JSON.stringify({ events: canary })),
      await push(`{"${canary}`),
      await signInRequest(hub.url, `${canary}`, `${canary}`, canary),
      await rosa.request(`/v1/assignments/${encodeURIComponent(canary)}/review`),
      await rosa.request(`/v1/changes?cursor=${encodeURIComponent(canary)}`),
      await fetch(`${hub.url}/${encodeURIComponent(canary)}`),
    ];
    for (const answer of answers) expect(await answer.text()).not.toContain('Canary');
    expect(JSON.stringify(hub.logs)).not.toContain('Canary');
    expect(hub.logs.some(({ fields }) => fields.route === '/v1/assignments/:assignmentId/review')).toBe(true);
  });

  it('a failure inside is a plain 500: no stack, no words, and a log line that says where', async () => {
    const broken = await startTestHub();
    try {
      const device = await broken.signIn('rosa.lind');
      await broken.deps.database.kysely.schema.dropTable('alerts').execute();
      const lead = await broken.signIn('lea.stone');
      const answer = await lead.request('/v1/alerts');
      expect(answer.status).toBe(500);
      const problem = await problemOf(answer);
      expect([problem.code, problem.class]).toEqual(['internal', 'bug']);
      expect(JSON.stringify(problem)).not.toMatch(/alerts|sqlite|\.ts/i);
      const failure = broken.logs.find(({ event }) => event === 'request-failed');
      expect(failure?.fields).toMatchObject({ errorName: 'SqliteError', route: '/v1/alerts' });
      expect(device.session.token).not.toBe('');
    } finally {
      await broken.close();
    }
  });

  it('hangs up on a request that never ends its headers, in its own time', () => {
    const { server } = { server: hub };
    expect(server.url).toContain('127.0.0.1');
    return new Promise<void>((resolve, reject) => {
      const { hostname, port } = new URL(hub.url);
      const socket = connect(Number(port), hostname, () => socket.end('BROKEN\r\n\r\n'));
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString();
      });
      socket.on('error', reject);
      socket.on('close', () => (text.startsWith('HTTP/1.1 400') ? resolve() : reject(new Error(text))));
    });
  });
});

describe('signing in', () => {
  let hub: TestHub;

  beforeEach(async () => {
    hub = await startTestHub();
  });
  afterEach(() => hub.close());

  const tryIn = (account: string, password: string, device = 'device-1') =>
    signInRequest(hub.url, account, password, device);

  it('takes the name in any case, and a session lasts until it is ended', async () => {
    const device = await hub.signIn('  ROSA.Lind ');
    expect(device.session.account).toMatchObject({ account: 'rosa.lind', roles: ['reviewer'] });
    expect((await device.request('/v1/account')).status).toBe(200);
    expect((await device.request('/v1/sessions/current', { method: 'DELETE' })).status).toBe(204);
    const after = await device.request('/v1/account');
    expect([after.status, (await after.json()).code]).toEqual([401, 'session-expired']);
  });

  it('a session runs out', async () => {
    const device = await hub.signIn('rosa.lind');
    hub.clock.set(Date.parse(device.session.expiresAt) - 1);
    expect((await device.request('/v1/account')).status).toBe(200);
    hub.clock.advance(1);
    expect((await device.request('/v1/account')).status).toBe(401);
  });

  it('keeps only hashes of passwords and tokens, and no device secret in the open', async () => {
    const device = await hub.signIn('rosa.lind');
    const tables = ['accounts', 'sessions', 'devices'] as const;
    for (const table of tables) {
      const text = JSON.stringify(await hub.deps.database.kysely.selectFrom(table).selectAll().execute());
      expect(text).not.toContain(fixturePassword);
      expect(text).not.toContain(device.session.token);
      expect(text).not.toContain(device.session.deviceSecret);
    }
    const hashes = await hub.deps.database.kysely.selectFrom('accounts').select('password_hash').execute();
    expect(new Set(hashes.map((row) => row.password_hash)).size).toBe(hashes.length);
  });

  it('a device keeps its secret; another account on the same device has its own', async () => {
    const first = await hub.signIn('rosa.lind', 'shared-laptop');
    const again = await hub.signIn('rosa.lind', 'shared-laptop');
    const ben = await hub.signIn('ben.achebe', 'shared-laptop');
    expect(again.session.deviceSecret).toBe(first.session.deviceSecret);
    expect(ben.session.deviceSecret).not.toBe(first.session.deviceSecret);
    expect(again.session.token).not.toBe(first.session.token);
  });

  it('a wrong password and an unknown name get the same answer', async () => {
    const wrong = await tryIn('rosa.lind', 'wrong');
    const unknown = await tryIn('nobody.here', 'wrong');
    expect([wrong.status, await wrong.json()]).toEqual([unknown.status, await unknown.json()]);
  });

  it.each(['rosa.lind', 'nobody.here'])(
    'five failures pause %s, longer each time, and nobody else',
    async (name) => {
      for (let failure = 1; failure <= 5; failure += 1) expect((await tryIn(name, 'wrong')).status).toBe(401);
      const paused = await tryIn(name, fixturePassword);
      expect([paused.status, paused.headers.get('retry-after')]).toEqual([429, '30']);
      expect((await paused.json()).class).toBe('quota');
      expect((await tryIn('ben.achebe', fixturePassword)).status).toBe(200);
      hub.clock.advance(30_000);
      expect((await tryIn(name, 'wrong')).status).toBe(401);
      expect((await tryIn(name, 'wrong')).headers.get('retry-after')).toBe('60');
      hub.clock.advance(60_000);
      expect((await tryIn(name, fixturePassword)).status).toBe(name === 'rosa.lind' ? 200 : 401);
    },
  );

  it('guesses made at once are counted one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, () => tryIn('rosa.lind', 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

onBothDatabases('the results', (startHub) => {
  it('come page by page, each thing once, in order', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const ben = await hub.signIn('ben.achebe');
    for (const [device, code] of [
      [rosa, 'QST-1'],
      [ben, 'QST-1'],
      [rosa, 'QST-2'],
    ] as const) {
      await device.push(reviewDesk(device, await device.assignment(code)).whole());
      hub.clock.advance(1000);
    }
    const note = { note: '', procedureReadAt: '2026-03-02T09:00:00.000Z' };
    for (const code of ['QST-1', 'QST-2', 'FBK-2']) {
      await rosa.push([
        rosa.event(await rosa.assignment(code), { type: 'alert.child-safety', payload: note }),
      ]);
    }
    const lead = await hub.signIn('lea.stone');
    const all = async (path: string): Promise<Record<string, unknown>[]> => {
      const items: Record<string, unknown>[] = [];
      let after: string | null = '';
      while (after !== null) {
        const query: string = after === '' ? '' : `&after=${after}`;
        const page = (await (await lead.request(`${path}?limit=2${query}`)).json()) as {
          items: Record<string, unknown>[];
          next: string | null;
        };
        expect(page.items.length).toBeLessThanOrEqual(2);
        items.push(...page.items);
        after = page.next;
      }
      return items;
    };
    expect((await all('/v1/reviews')).map(({ submissionCode }) => submissionCode)).toEqual([
      'QST-1',
      'QST-1',
      'QST-2',
    ]);
    const assignments = await all('/v1/assignments');
    expect(assignments).toHaveLength(5);
    expect(assignments.map(({ dueAt }) => dueAt)).toEqual(assignments.map(({ dueAt }) => dueAt).sort());
    expect(assignments[0]).toMatchObject({
      submissionCode: 'FBK-1',
      reviewer: 'Ben Achebe',
      state: 'assigned',
    });
    expect(await all('/v1/alerts')).toHaveLength(3);
    for (const after of ['x', 'W10', Buffer.from('["\\u0000","b"]').toString('base64url')]) {
      expect((await lead.request(`/v1/reviews?after=${after}`)).status).toBe(400);
    }
  });
});
