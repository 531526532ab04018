import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { json, portal } from './helpers/net.ts';
import { fillIn, outbox } from './helpers/review.ts';

let hub: TestHub;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  device = await openDevice(hub.url, { timeoutMs: 500 });
  await device.signIn('rosa.lind', fixturePassword);
});

afterEach(async () => {
  await device.close();
  await hub.close();
});

const status = () => device.sync.status();

describe('syncing by itself', () => {
  it('starts with the program, and sends edits soon after they are made', async () => {
    device.sync.start();
    await expect.poll(() => status().lastSyncAt, { timeout: 10_000 }).not.toBeNull();
    await device.sync.settled();
    await fillIn(device, 'QST-1');
    expect(outbox(device).pending).toBeGreaterThan(0);
    await expect.poll(() => outbox(device).pending, { timeout: 10_000 }).toBe(0);
    await expect.poll(() => status().nextAttemptAt, { timeout: 5000 }).not.toBeNull();
    expect(status()).toMatchObject({ connection: 'online', problem: null });
  });

  it('says that the hub is away, counts what waits, and sends it when the hub is back', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    const back = device.net.cut();
    await fillIn(device, 'QST-1');
    device.sync.start();
    await expect.poll(() => status().connection, { timeout: 10_000 }).toBe('offline');
    expect(status().problem).toEqual({ code: 'hub-unreachable', params: { url: hub.url } });
    const { total, waiting, acknowledged } = status().changes;
    expect(waiting).toBe(total);
    expect(acknowledged).toBe(0);
    await expect.poll(() => status().nextAttemptAt, { timeout: 5000 }).not.toBeNull();
    back();
    await expect.poll(() => status().changes.acknowledged, { timeout: 20_000 }).toBe(total);
    await expect.poll(() => status().problem, { timeout: 5000 }).toBeNull();
    expect(status().connection).toBe('online');
  });

  it('does not wake itself over what the hub puts off', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    await fillIn(device, 'QST-1');
    device.net.intercept(({ path }) =>
      path === '/v1/events'
        ? json(200, { results: [], durableSeq: 0, time: '2026-03-02T09:00:00.000Z' })
        : undefined,
    );
    device.sync.start();
    const told = device.notices.length;
    await expect.poll(() => status().nextAttemptAt, { timeout: 10_000 }).not.toBeNull();
    await expect.poll(() => device.notices.length, { timeout: 5000 }).toBeGreaterThan(told);
    await expect
      .poll(() => Date.parse(status().nextAttemptAt ?? '') - Date.now(), { timeout: 10_000 })
      .toBeGreaterThan(30_000);
    expect(outbox(device).pending).toBeGreaterThan(0);
  });

  it('does nothing after it was stopped', async () => {
    device.sync.start();
    await expect.poll(() => status().lastSyncAt, { timeout: 10_000 }).not.toBeNull();
    await device.sync.settled();
    await device.sync.stop();
    const before = device.net.requests.length;
    await fillIn(device, 'QST-1');
    device.sync.wake();
    expect(status().nextAttemptAt).toBeNull();
    expect(device.net.requests.length).toBe(before);
    await device.restart();
  });

  it('tells its listeners by topic and ids alone', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    expect(new Set(device.notices.map(({ topic }) => topic))).toEqual(
      new Set(['queue', 'review', 'downloads', 'sync']),
    );
    expect(JSON.stringify(device.notices)).not.toContain('QST-1');
  });
});

describe('what answers in place of the hub', () => {
  const answered = async (code: string) => {
    const result = await device.sync.now();
    expect(result).toMatchObject({ ok: false, problem: { code } });
    expect(status().problem?.code).toBe(code);
  };

  it('is a portal: said so, nothing lost, and gone when the hub is back', async () => {
    must(await device.sync.now());
    await fillIn(device, 'QST-1');
    const gone = device.net.intercept(() => portal());
    await answered('hub-not-a-hub');
    expect(status().connection).toBe('offline');
    expect(outbox(device).blocked).toBe(0);
    gone();
    must(await device.sync.now());
    expect(status().problem).toBeNull();
    expect(outbox(device).pending).toBe(0);
  });

  it('is a newer hub: named with both versions, and the outbox is kept', async () => {
    must(await device.sync.now());
    await fillIn(device, 'QST-1');
    const { pending } = outbox(device);
    device.net.intercept(({ path }) =>
      path === '/v1/hub'
        ? json(200, { product: 'assay-hub', protocol: { major: 2, minor: 3 } })
        : json(404, { message: 'no such route' }),
    );
    await answered('hub-too-new');
    expect(status().problem?.params).toEqual({ found: '2.3', known: '1.4' });
    expect(outbox(device).pending).toBe(pending);
  });

  it('is a hub that asks for a pause: nothing is asked until it is over', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    const stop = device.net.intercept(
      () => new Response('', { status: 429, headers: { 'retry-after': '2' } }),
    );
    device.sync.start();
    await expect.poll(() => status().problem?.code, { timeout: 10_000 }).toBe('rate-limited');
    expect(status()).toMatchObject({ connection: 'online', problem: { params: { seconds: 2 } } });
    stop();
    const before = device.net.requests.length;
    device.sync.wake();
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'rate-limited' } });
    await fillIn(device, 'QST-1');
    expect(device.net.requests.length).toBe(before);
    expect(Date.parse(status().nextAttemptAt ?? '') - Date.now()).toBeGreaterThan(500);
    await expect.poll(() => outbox(device).pending, { timeout: 10_000 }).toBe(0);
  });

  it('is a session that has run out: paused until somebody signs in, nothing asked meanwhile', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    await fillIn(device, 'QST-1');
    await hub.deps.database.write((db) => db.deleteFrom('sessions').execute());
    await answered('session-expired');
    expect(status().connection).toBe('paused');
    expect(device.notices).toContainEqual({ topic: 'app', ids: [] });
    const before = device.net.requests.length;
    await device.sync.now();
    expect(device.net.requests.length).toBe(before);
    expect(status().problem, 'the next try does not forget why').toEqual({ code: 'session-expired' });
    await device.signIn('rosa.lind', fixturePassword);
    must(await device.sync.now());
    expect(outbox(device).pending).toBe(0);
    expect(status().problem).toBeNull();
  });

  it('refused one request of an older session: the one that counts is kept', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    let refused = 0;
    device.net.intercept(({ path }) => {
      if (path !== '/v1/changes' || refused > 0) return undefined;
      refused += 1;
      return new Response('', { status: 401 });
    });
    await device.sync.now();
    expect(status().connection).not.toBe('paused');
    must(await device.sync.now());
  });

  it('is silent: given up after a while', async () => {
    device.net.intercept(({ path }) =>
      path === '/v1/changes' ? new Response(new ReadableStream({}), { status: 200 }) : undefined,
    );
    await answered('hub-unreachable');
  });
});
