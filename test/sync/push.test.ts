import { cp } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveHub } from '../../hub/serve-hub.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { inTransaction } from '../../main/database/open.ts';
import { eventsSince } from '../../main/database/tables/events-since.ts';
import { readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { lineUp } from '../../main/database/tables/outbox.ts';
import { readReview } from '../../main/database/tables/reviews.ts';
import { recuse } from '../../main/services/review/recuse.ts';
import { push } from '../../main/sync/push/push.ts';
import { hubReviewsPageSchema } from '../../shared/hub-api/results.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, openForTest, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { json } from './helpers/net.ts';
import { assignmentOf, blockedReasons, edit, fillIn, open, outbox, submit } from './helpers/review.ts';

let hub: TestHub;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
});

afterEach(async () => {
  await device.close();
  await hub.close();
});

type Body = { events: { eventId: string; deviceSeq: number; assignmentId: string; type: string }[] };

const pushes = () =>
  device.net.requests
    .filter(({ path, body }) => path === '/v1/events' && body !== null)
    .map(({ body }) => JSON.parse(body ?? '') as Body);

const reviewsAtHub = async () => {
  const { request } = await hub.signIn('ivo.marsh');
  return hubReviewsPageSchema.parse(await (await request('/v1/reviews')).json()).items;
};

const rating = (criterionId: string, score: number | null) =>
  ({ op: 'score.set', criterionId: criterionId as never, score }) as const;

describe('pushing', () => {
  it('brings a review to the hub as it was submitted, and its receipt back', async () => {
    await fillIn(device, 'QST-1', 1);
    const { content } = await submit(device, 'QST-1');
    must(await device.sync.now());
    expect((await reviewsAtHub()).map((review) => review.content)).toEqual([content]);
    const { db } = device.workspace;
    const id = assignmentOf(device, 'QST-1');
    expect(readReview(db, id)?.receivedAt).toBe(new Date(hub.clock.now()).toISOString());
    expect(readReview(db, id)?.amendableUntil).toBe(readAssignment(db, id)?.assignment.amendableUntil);
    const { changes } = device.sync.status();
    expect(changes).toEqual({
      total: changes.total,
      acknowledged: changes.total,
      waiting: 0,
      blocked: 0,
      settled: 0,
    });
  });

  it('sends events in device order, at most 100 in one request', async () => {
    const { microCredential } = await open(device, 'QST-1');
    const [criterion] = microCredential.rubric.criteria;
    const operations = Array.from({ length: 120 }, (_, n) => rating(criterion?.id ?? '', (n % 2) + 1));
    await edit(device, 'QST-1', operations);
    must(await device.sync.now());
    const sizes = pushes().map(({ events }) => events.length);
    expect(sizes).toEqual([100, 21]);
    const order = pushes().flatMap(({ events }) => events.map(({ deviceSeq }) => deviceSeq));
    expect(order).toEqual(Array.from({ length: 121 }, (_, n) => n + 1));
    expect(outbox(device)).toMatchObject({ pending: 0, delivered: 121 });
  });

  it('keeps every request within one mebibyte', async () => {
    const { microCredential } = await open(device, 'QST-1');
    const [criterion] = microCredential.rubric.criteria;
    const text = 'ü'.repeat(19_000);
    for (let n = 0; n < 60; n += 1) {
      await edit(device, 'QST-1', [
        { op: 'rationale.set', criterionId: criterion?.id ?? ('' as never), text: `${n} ${text}` },
      ]);
    }
    must(await device.sync.now());
    const bytes = device.net.requests.flatMap(({ body, path }) =>
      path === '/v1/events' ? Buffer.byteLength(body ?? '') : [],
    );
    expect(bytes.length).toBeGreaterThan(1);
    for (const size of bytes) expect(size).toBeLessThanOrEqual(1_048_576);
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0, delivered: 61 });
  });

  it('sends again what the hub took before the answer got lost, and it counts once', async () => {
    await fillIn(device, 'QST-1');
    await submit(device, 'QST-1');
    const restore = device.net.intercept(({ path }, forward) =>
      path === '/v1/events' ? forward().then(() => Promise.reject(new TypeError('lost'))) : undefined,
    );
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'hub-unreachable' } });
    expect(outbox(device)).toMatchObject({ delivered: 0, sending: 0 });
    expect(await reviewsAtHub()).toHaveLength(1);
    restore();
    await device.restart();
    must(await device.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    expect((await reviewsAtHub()).map(({ revision }) => revision)).toEqual([1]);
    expect(readReview(device.workspace.db, assignmentOf(device, 'QST-1'))?.receivedAt).not.toBeNull();
  });

  it('sends again what was in flight when the program died', async () => {
    await fillIn(device, 'QST-1');
    const { pending } = outbox(device);
    const { db } = device.workspace;
    must(inTransaction(db, (writable) => ok(lineUp(writable))));
    db.exec("UPDATE outbox SET state = 'sending'");
    await device.restart();
    must(await device.sync.now());
    expect(outbox(device)).toEqual({ pending: 0, sending: 0, blocked: 0, delivered: pending });
  });

  it('treats an event the hub does not mention as not delivered', async () => {
    await fillIn(device, 'QST-1');
    const { pending } = outbox(device);
    const restore = device.net.intercept(({ path }, forward) =>
      path === '/v1/events'
        ? forward().then(async (answer) => {
            const body = (await answer.json()) as { results: unknown[] };
            return json(200, { ...body, results: body.results.slice(1) });
          })
        : undefined,
    );
    await device.sync.now();
    expect(outbox(device)).toMatchObject({ pending: 1, delivered: pending - 1 });
    restore();
    must(await device.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, delivered: pending });
  });
});

describe('a refused change', () => {
  const refuseQst1 = async () => {
    await fillIn(device, 'QST-1');
    await hub.deps.database.write((db) => withdrawAssignment(db, assignmentOf(device, 'QST-1')));
  };

  it('stays readable with its reason, and holds nobody else up', async () => {
    await refuseQst1();
    await fillIn(device, 'QST-2', 1);
    await submit(device, 'QST-2');
    await device.sync.now();
    await device.sync.now();
    expect(new Set(blockedReasons(device))).toEqual(new Set(['assignment-withdrawn']));
    expect((await reviewsAtHub()).map(({ submissionCode }) => submissionCode)).toEqual(['QST-2']);
    const { changes } = device.sync.status();
    expect(changes.blocked).toBeGreaterThan(0);
    expect(changes.acknowledged + changes.waiting + changes.blocked).toBe(changes.total);
  });

  it('does not stop work on other assignments that comes after held-back work of its own', async () => {
    await refuseQst1();
    await device.sync.now();
    // Written before the withdrawal is known here, as on a train.
    const cut = device.net.cut();
    device.workspace.db.exec("UPDATE hub_assignments SET state = json_set(state, '$.state', 'opened')");
    await edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text: 'Later.' }]);
    await fillIn(device, 'QST-2', 1);
    await submit(device, 'QST-2');
    cut();
    await device.sync.now();
    await device.sync.now();
    expect((await reviewsAtHub()).map(({ submissionCode }) => submissionCode)).toEqual(['QST-2']);
  });

  it('is found alone when the hub cannot take the request it is in', async () => {
    await fillIn(device, 'QST-1');
    const poisoned = pushes().length;
    const poison = device.workspace.db
      .prepare<{ event_id: string }>('SELECT event_id FROM events ORDER BY device_seq LIMIT 1 OFFSET 4')
      .get()?.event_id;
    device.net.intercept(({ path, body }) =>
      path === '/v1/events' && body?.includes(poison ?? '-')
        ? json(413, {
            type: 'x',
            title: 'x',
            status: 413,
            class: 'bug',
            code: 'too-large',
            params: { limit: 1 },
          })
        : undefined,
    );
    await device.sync.now();
    const { pending, blocked, delivered } = outbox(device);
    expect(blocked).toBe(1);
    expect(blockedReasons(device)).toEqual(['too-large']);
    expect(delivered).toBeGreaterThanOrEqual(4);
    expect(pushes().length - poisoned).toBeLessThan(20);
    expect(pending + delivered + blocked).toBe(device.sync.status().changes.total);
  });

  it('with a number used twice stops this device, and says so', async () => {
    await fillIn(device, 'QST-1');
    device.net.intercept(({ path, body }) => {
      if (path !== '/v1/events') return undefined;
      const { events } = JSON.parse(body ?? '') as Body;
      const problem = { type: 'x', title: 'x', status: 409, class: 'bug', code: 'event-id-reuse' };
      return json(200, {
        results: events.map(({ eventId }) => ({ eventId, result: 'rejected', problem })),
        durableSeq: 0,
        time: '2026-03-02T09:00:00.000Z',
      });
    });
    await device.sync.now();
    const sent = pushes().length;
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'event-id-reuse' } });
    expect(pushes()).toHaveLength(sent);
  });
});

describe('numbers that are missing at the hub', () => {
  it('do not stop later work after a recusal has withdrawn what was never sent', async () => {
    await fillIn(device, 'QST-1');
    must(
      await recuse(device.reviewDeps(), {
        assignmentId: assignmentOf(device, 'QST-1'),
        reason: 'same-school',
        note: '',
      }),
    );
    await fillIn(device, 'QST-2');
    await submit(device, 'QST-2');
    await device.sync.now();
    await device.sync.now();
    expect((await reviewsAtHub()).map(({ submissionCode }) => submissionCode)).toEqual(['QST-2']);
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    const sent = pushes().flatMap(({ events }) => events);
    expect(JSON.stringify(sent)).not.toContain('Seen in the recording (0).","at":"QST-1');
    expect(sent.filter(({ type }) => type === 'withdrawn').length).toBeGreaterThan(0);
  });
});

describe('a hub restored from an older backup', () => {
  it('that asks for a number it has lost, and refuses what is there, is not said to have taken it', async () => {
    const id = assignmentOf(device, 'QST-1');
    const later = (text: string) =>
      edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text }]);
    await open(device, 'QST-1');
    must(await device.sync.now());
    const backup = `${hub.dataDir}-lost-number`;
    await cp(hub.dataDir, backup, { recursive: true });
    await later('Acknowledged, then lost.');
    must(await device.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
    const deps = await openForTest(backup, undefined, hub.clock, []);
    const restored = await serveHub(deps, { host: '127.0.0.1', port: 0 });
    device.hubUrl = restored.url;
    await deps.database.write((db) => withdrawAssignment(db, id));
    await later('Written since.');
    // Without a pull before it: the hub was restored between the two.
    must(await push(device.syncDeps(), new AbortController().signal));
    expect(blockedReasons(device)).toContain('assignment-withdrawn');
    const lost = eventsSince(device.workspace.db, 1, 100).find(({ type }) => type === 'review.edited');
    const { state } = device.workspace.db
      .prepare<{ state: string }>('SELECT state FROM outbox_lines WHERE event_id = ?')
      .get(lost?.eventId ?? '') ?? { state: 'gone' };
    expect(state).toBe('blocked');
    await restored.close();
  });

  it('gets every event again, and ends up with the same reviews', async () => {
    await fillIn(device, 'QST-1');
    must(await device.sync.now());
    // The backup: the hub's folder as it is now.
    const backup = `${hub.dataDir}-backup`;
    await hub.deps.database.write(async () => undefined);
    await cp(hub.dataDir, backup, { recursive: true });
    await submit(device, 'QST-1');
    await fillIn(device, 'QST-2');
    await submit(device, 'QST-2');
    must(await device.sync.now());
    expect(await reviewsAtHub()).toHaveLength(2);
    const { delivered } = outbox(device);

    const deps = await openForTest(backup, undefined, hub.clock, []);
    const restored = await serveHub(deps, { host: '127.0.0.1', port: 0 });
    device.hubUrl = restored.url;
    must(await device.sync.now());
    expect(outbox(device)).toEqual({ pending: 0, sending: 0, blocked: 0, delivered });
    const issuer = await fetch(`${restored.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        account: 'ivo.marsh',
        password: fixturePassword,
        device: { id: 'issuer', name: 'x' },
      }),
    });
    const { token } = (await issuer.json()) as { token: string };
    const page = await fetch(`${restored.url}/v1/reviews`, { headers: { authorization: `Bearer ${token}` } });
    const codes = hubReviewsPageSchema
      .parse(await page.json())
      .items.map(({ submissionCode }) => submissionCode);
    expect(codes.sort()).toEqual(['QST-1', 'QST-2']);
    await restored.close();
  });
});

describe('two devices of one reviewer', () => {
  it('both reach the hub, and the later edit of each field counts', async () => {
    const second = await openDevice(hub.url);
    await second.signIn('rosa.lind', fixturePassword);
    must(await second.sync.now());
    await fillIn(device, 'QST-1', 0);
    must(await device.sync.now());
    await fillIn(second, 'QST-1', 1);
    must(await second.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
    expect(outbox(second)).toMatchObject({ pending: 0, blocked: 0 });
    const { content } = await submit(second, 'QST-1');
    must(await second.sync.now());
    expect((await reviewsAtHub()).map((review) => review.content)).toEqual([content]);
    must(await device.sync.now());
    const { db } = device.workspace;
    expect(readAssignment(db, assignmentOf(device, 'QST-1'))?.assignment.state).toBe('submitted');
    await second.close();
  });
});
