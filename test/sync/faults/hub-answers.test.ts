import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countDownloads } from '../../../main/database/tables/downloads.ts';
import { readFeed } from '../../../main/database/tables/hub-feed.ts';
import { describeProblem, type Problem } from '../../../shared/lib/problem.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from '../helpers/device.ts';
import { expectExactlyOnce, reviewsAt } from '../helpers/exactly-once.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../helpers/fault-proxy.ts';
import { codesOf, edit, fillIn, outbox, submit } from '../helpers/review.ts';

/* What a hub, or something in its place, answers: over a real connection, through a proxy that spoils it. */

let hub: TestHub;
let proxy: FaultProxy;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  proxy = await startFaultProxy(hub.url);
  device = await openDevice(proxy.url);
  await device.signIn('rosa.lind', fixturePassword);
});

afterEach(async () => {
  await device.close();
  await proxy.close();
  await hub.close();
});

const status = () => device.sync.status();
const sentence = () => describeProblem((status().problem ?? { code: 'not-found' }) as Problem);

/** Every request meets this; the returned function calls it off. */
const always = (fault: Fault): (() => void) => {
  proxy.fault = () => fault;
  return () => {
    proxy.fault = () => undefined;
  };
};

/** The first request to this path that fits meets it. */
const once = (path: string, fault: Fault): { readonly met: () => number } => {
  let met = 0;
  proxy.fault = (request) => {
    if (met > 0 || !request.path.startsWith(path)) return undefined;
    met += 1;
    return fault;
  };
  return { met: () => met };
};

/** Does this while the workbench soon gives up waiting for an answer. */
const impatiently = async <T>(work: () => Promise<T>): Promise<T> => {
  const { timeoutMs } = device;
  device.timeoutMs = 300;
  await device.restart();
  const done = await work();
  device.timeoutMs = timeoutMs;
  await device.restart();
  return done;
};

/** A pulled workspace with a whole review that nobody has sent yet. */
const withUnsentReview = async () => {
  must(await device.sync.now());
  await device.sync.settled();
  await fillIn(device, 'QST-1');
  const { content } = await submit(device, 'QST-1');
  return content;
};

const everythingArrives = async (content: unknown) => {
  must(await device.sync.now());
  expect(status()).toMatchObject({ connection: 'online', problem: null });
  await expectExactlyOnce(hub, device);
  expect(await reviewsAt(hub)).toEqual([{ submissionCode: 'QST-1', revision: 1, content }]);
};

describe('hub sends 500/502/503', () => {
  it('says so, keeps everything, and goes on when it is over', async () => {
    const content = await withUnsentReview();
    const { pending } = outbox(device);
    for (const [code, type, body] of [
      [500, 'application/json', '{"statusCode":500}'],
      [502, 'text/html', '<html>bad gateway</html>'],
      [503, 'text/plain', 'busy'],
    ] as const) {
      const over = always({ kind: 'instead', status: code, headers: { 'content-type': type }, body });
      expect((await device.sync.now()).ok).toBe(false);
      expect(status().connection).toBe('offline');
      expect(sentence()).toContain(`status ${code}`);
      expect(outbox(device)).toMatchObject({ pending, sending: 0, blocked: 0 });
      over();
    }
    await everythingArrives(content);
  });

  it('in the middle of a push: what the hub took counts once', async () => {
    const content = await withUnsentReview();
    const lost = once('/v1/events', { kind: 'answer-lost' });
    expect((await device.sync.now()).ok).toBe(false);
    expect(lost.met()).toBe(1);
    await everythingArrives(content);
  });
});

describe('hub sends 429', () => {
  it('with seconds: nothing is asked until they are over, then all of it goes by itself', async () => {
    const content = await withUnsentReview();
    const over = always({ kind: 'instead', status: 429, headers: { 'retry-after': '1' } });
    device.sync.start();
    await expect.poll(() => status().problem?.code, { timeout: 10_000 }).toBe('rate-limited');
    expect(sentence()).toContain('a pause of 1 seconds');
    over();
    const asked = device.net.requests.length;
    device.sync.wake();
    await device.sync.now();
    expect(device.net.requests.length).toBe(asked);
    await expect.poll(() => status().changes.waiting, { timeout: 10_000 }).toBe(0);
    await expectExactlyOnce(hub, device);
    expect(await reviewsAt(hub)).toEqual([{ submissionCode: 'QST-1', revision: 1, content }]);
  });

  it('with a date: the pause is as long as the hub’s own clock says, whatever this computer’s says', async () => {
    for (const years of [0, 10, -10]) {
      const now = Date.now() + years * 365 * 86_400_000;
      const clock = { now: () => now, monotonic: () => performance.now() };
      proxy.fault = () => undefined;
      const skewed = await openDevice(proxy.url, { clock });
      try {
        await skewed.signIn('rosa.lind', fixturePassword);
        const hubTime = Date.parse('2026-03-02T09:00:00Z');
        const pause = new Date(hubTime + 120_000).toUTCString();
        const date = new Date(hubTime).toUTCString();
        always({ kind: 'instead', status: 429, headers: { date, 'retry-after': pause } });
        expect(await skewed.sync.now(), `${years} years off`).toMatchObject({
          problem: { code: 'rate-limited', params: { seconds: 120 } },
        });
      } finally {
        await skewed.close();
      }
    }
  });
});

describe('hub sends slow drip', () => {
  it('that keeps coming is waited for: a slow line is no fault', async () => {
    const slow = once('/v1/changes', { kind: 'drip', pieces: 6, pauseMs: 100 });
    must(await device.sync.now());
    expect(slow.met()).toBe(1);
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-1', 'QST-2']);
  });

  it('that would never end is given up, and nothing of it is used', async () => {
    once('/v1/changes', { kind: 'drip', pieces: 100, pauseMs: 100 });
    const given = await impatiently(() => device.sync.now());
    expect(given).toMatchObject({ ok: false, problem: { code: 'hub-unreachable' } });
    expect(readFeed(device.workspace.db).cursor).toBeNull();
    expect(codesOf(device)).toEqual([]);
    must(await device.sync.now());
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-1', 'QST-2']);
  });
});

describe('hub sends half-closed socket', () => {
  it('half an answer is none, whatever was asked, and it is asked for again', async () => {
    const content = await withUnsentReview();
    for (const path of ['/v1/changes', '/v1/events']) {
      for (const fault of [{ kind: 'half-close' }, { kind: 'truncate', share: 0.5 }] as const) {
        const spoiled = once(path, fault);
        const given = await device.sync.now();
        expect(given, `${path} ${fault.kind}`).toMatchObject({ problem: { code: 'hub-unreachable' } });
        expect(spoiled.met()).toBe(1);
        expect(outbox(device)).toMatchObject({ delivered: 0, sending: 0, blocked: 0 });
      }
    }
    await everythingArrives(content);
  });

  it('in evidence: the part comes again, the file ends up whole', async () => {
    const spoiled = once('/v1/evidence/', { kind: 'half-close' });
    must(await device.sync.now());
    await device.sync.settled();
    expect(spoiled.met()).toBe(1);
    must(await device.sync.now());
    await device.sync.settled();
    const { files, filesHere, failed } = countDownloads(device.workspace.db);
    expect({ filesHere, failed }).toEqual({ filesHere: files, failed: 0 });
  });
});

describe('captive-portal HTML', () => {
  it('with status 200 to everything: named, taken for nothing, gone when somebody has signed in to it', async () => {
    const content = await withUnsentReview();
    const { pending } = outbox(device);
    const feed = readFeed(device.workspace.db);
    const over = always({
      kind: 'instead',
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<html>Please accept our terms</html>',
    });
    expect((await device.sync.now()).ok).toBe(false);
    expect(sentence()).toContain('answered, but not as an Assay hub');
    expect(outbox(device)).toMatchObject({ pending, delivered: 0, blocked: 0 });
    expect(readFeed(device.workspace.db)).toEqual(feed);
    over();
    await everythingArrives(content);
  });

  it('that redirects to its own page gets no session', async () => {
    const content = await withUnsentReview();
    const over = always({ kind: 'instead', status: 302, headers: { location: 'http://127.0.0.1:9/terms' } });
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'hub-not-a-hub' } });
    expect(device.net.requests.map(({ url }) => url.origin)).not.toContain('http://127.0.0.1:9');
    over();
    await everythingArrives(content);
  });
});

describe('duplicate delivery', () => {
  it('of a push: each change has one effect, and one receipt comes back', async () => {
    const content = await withUnsentReview();
    const doubled = once('/v1/events', { kind: 'again', times: 3 });
    must(await device.sync.now());
    expect(doubled.met()).toBe(1);
    await everythingArrives(content);
  });
});

describe('reordered batches', () => {
  it('an earlier push that arrives after later ones changes nothing', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    const write = (text: string) =>
      edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text }]);
    await fillIn(device, 'QST-1');
    await write('Written first.');
    let arrive = () => {};
    const until = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const held = once('/v1/events', { kind: 'late', until });
    // The workbench gives up waiting; the network does not.
    const given = await impatiently(() => device.sync.now());
    expect(given).toMatchObject({ ok: false, problem: { code: 'hub-unreachable' } });
    expect(held.met()).toBe(1);
    await write('Written last.');
    const { content } = await submit(device, 'QST-1');
    must(await device.sync.now());
    const late = proxy.idle();
    arrive();
    await late;
    await expectExactlyOnce(hub, device);
    expect(await reviewsAt(hub)).toEqual([{ submissionCode: 'QST-1', revision: 1, content }]);
    expect(JSON.stringify(content)).toContain('Written last.');
    must(await device.sync.now());
    await expectExactlyOnce(hub, device);
  });

  it('a later batch that arrives alone waits for the earlier one', async () => {
    must(await device.sync.now());
    await fillIn(device, 'QST-1');
    const bodies: string[] = [];
    const stop = device.net.intercept(({ path, body }) => {
      if (path !== '/v1/events') return undefined;
      bodies.push(body ?? '');
      return Promise.reject(new TypeError('gone'));
    });
    await device.sync.now();
    stop();
    const { events } = JSON.parse(bodies[0] ?? '') as { events: { eventId: string }[] };
    const [account] = device.workspace.db
      .prepare<{ token: string }>('SELECT token FROM device_account')
      .all();
    const answer = await fetch(`${hub.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${account?.token}` },
      body: JSON.stringify({ events: events.slice(1) }),
    });
    const { results } = (await answer.json()) as { results: { result: string }[] };
    expect(new Set(results.map(({ result }) => result))).toEqual(new Set(['deferred']));
    must(await device.sync.now());
    await expectExactlyOnce(hub, device);
  });
});

describe('20 parallel 401s', () => {
  it('end the session once, block nothing, and all goes on after signing in', async () => {
    const content = await withUnsentReview();
    const { pending } = outbox(device);
    await hub.deps.database.write((db) => db.deleteFrom('sessions').execute());
    device.notices.length = 0;
    const asked = Array.from({ length: 20 }, (_, at) =>
      at % 2 === 0 ? device.hub.listChanges(null) : device.sync.now(),
    );
    const answers = await Promise.all(asked);
    for (const answer of answers) {
      expect(answer.ok ? 'ok' : answer.problem.code).toMatch(/^(session-expired|signed-out)$/);
    }
    expect(device.notices.filter(({ topic }) => topic === 'app')).toHaveLength(1);
    expect(device.net.requests.filter(({ path }) => path === '/v1/account').length).toBeLessThanOrEqual(1);
    expect(status()).toMatchObject({ connection: 'paused', problem: { code: 'session-expired' } });
    expect(sentence()).toContain('everything you wrote is kept');
    expect(outbox(device)).toMatchObject({ pending, blocked: 0 });
    await device.signIn('rosa.lind', fixturePassword);
    await everythingArrives(content);
  });
});
