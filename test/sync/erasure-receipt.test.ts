import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { inTransaction } from '../../main/database/open.ts';
import { dueErasures, scheduleErasure } from '../../main/database/tables/erasures.ts';
import { openEvent } from '../../main/database/tables/events.ts';
import { eventsSince } from '../../main/database/tables/events-since.ts';
import { readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { dismissErased } from '../../main/services/erased-submissions.ts';
import { openReview } from '../../main/services/review/open-review.ts';
import { recuse } from '../../main/services/review/recuse.ts';
import { push } from '../../main/sync/push/push.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import {
  bytesUnder,
  dump,
  eraseAt,
  joinOn,
  nothingIsLeft,
  receiptsAt,
  secret,
  submissionId,
  write,
} from './helpers/erasure.ts';
import { json } from './helpers/net.ts';
import { assignmentOf, blockedReasons, fillIn, outbox, submit } from './helpers/review.ts';

let hub: TestHub;
let devices: Device[];

const joinHub = () => joinOn(hub, devices);
const eraseAtHub = () => eraseAt(hub);
const receipts = () => receiptsAt(hub);

beforeEach(async () => {
  hub = await startTestHub();
  devices = [];
});

afterEach(async () => {
  for (const device of devices) await device.close();
  await hub.close();
});

describe('an erasure ordered by the issuer', () => {
  it('is carried out on contact, told to the reviewer, and answered in the same sync', async () => {
    const device = await joinHub();
    await fillIn(device, 'QST-1');
    await write(device);
    must(await device.sync.now());
    await write(device, `${secret} unsent`);
    const before = outbox(device);
    const assignmentId = assignmentOf(device, 'QST-1');
    expect(before.pending).toBe(1);
    const order = await eraseAtHub();
    must(await device.sync.now());
    await nothingIsLeft(device);
    // The review that was open says what became of it.
    expect(await openReview(device.reviewDeps(), { assignmentId })).toMatchObject({
      problem: { code: 'submission-erased' },
    });
    const sent = await receipts();
    expect(sent).toMatchObject([{ erasure_id: order.id, device_id: device.workspace.deviceId }]);
    expect(device.sync.status()).toMatchObject({
      erased: [{ erasureId: order.id, submissionCode: 'QST-1', unsent: 1, hubTold: true }],
      changes: { waiting: 0, blocked: 0, acknowledged: before.delivered + 1, total: before.delivered + 1 },
    });
    expect(device.notices).toContainEqual({ topic: 'sync', ids: [] });
    must(dismissErased(device.reviewDeps(), order.id));
    expect(device.sync.status().erased).toEqual([]);
    expect(dismissErased(device.reviewDeps(), order.id)).toMatchObject({ problem: { code: 'not-found' } });

    // The rest goes on, and the receipt says nothing but what was erased.
    await fillIn(device, 'QST-2');
    expect((await submit(device, 'QST-2')).state).toBe('submitted');
    must(await device.sync.now());
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
    const receipt = eventsSince(device.workspace.db, 1, 1000).find(
      ({ type }) => type === 'erasure.carried-out',
    );
    if (receipt === undefined) throw new Error('no receipt in the log');
    expect(must(openEvent(device.workspace.keyring, device.workspace.deviceId, receipt)).payload).toEqual({
      erasureId: order.id,
      submissionId,
    });
  });

  it('leaves its words nowhere: not in the profile, not in an old copy of it, not at the hub', async () => {
    const device = await joinHub();
    await fillIn(device, 'QST-1');
    await write(device);
    await submit(device, 'QST-1');
    must(await device.sync.now());
    await write(device, `${secret} unsent`).catch(() => undefined);
    const { db, keyring } = device.workspace;
    const context = 'Grade 4, science';
    // What is searched for is really there: sealed on the device, plain at the hub.
    expect((await bytesUnder(hub.dataDir)).includes(secret)).toBe(true);
    const events = eventsSince(db, 1, 1000);
    expect(JSON.stringify(events.map((one) => openEvent(keyring, device.workspace.deviceId, one)))).toContain(
      secret,
    );
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const copy = join(device.folder, 'old-backup.db');
    const file = (await readdir(join(device.folder, 'workspace'))).find((name) => name.endsWith('.db'));
    await copyFile(join(device.folder, 'workspace', file ?? ''), copy);

    await eraseAtHub();
    must(await device.sync.now());
    await nothingIsLeft(device);
    for (const text of [secret, context]) {
      expect((await bytesUnder(device.folder)).includes(text)).toBe(false);
      expect(dump(device)).not.toContain(text);
      expect((await bytesUnder(hub.dataDir)).includes(text)).toBe(false);
      expect(JSON.stringify(hub.logs)).not.toContain(text);
    }
    // The old copy opens with the workspace's key, and what was sealed in it does not open any more.
    db.exec(`ATTACH DATABASE '${copy}' AS old`);
    for (const text of [secret, context]) expect(dump(device, 'old')).not.toContain(text);
    const sealed = db
      .prepare<{ n: number }>(
        `SELECT COUNT(*) AS n FROM old.events WHERE submission_id = '${submissionId}' AND sealed_payload <> x''`,
      )
      .get();
    expect(sealed?.n).toBe(events.length);
    for (const event of events) {
      expect(openEvent(keyring, device.workspace.deviceId, event)).toMatchObject({
        ok: false,
        problem: { code: 'submission-key-missing' },
      });
    }
    db.exec('DETACH DATABASE old');
  });

  it('reaches every device of a reviewer, also one that was away for days and pushes late', async () => {
    const desk = await joinHub();
    const laptop = await joinHub();
    const plug = laptop.net.cut();
    await fillIn(laptop, 'QST-1');
    await write(laptop);
    await submit(laptop, 'QST-1');
    const order = await eraseAtHub();
    must(await desk.sync.now());
    expect(await receipts()).toHaveLength(1);
    hub.clock.advance(5 * 86_400_000);
    plug();
    // A push that goes out before the device has heard: nothing of it is kept.
    must(await push(laptop.syncDeps(), new AbortController().signal));
    expect(new Set(blockedReasons(laptop))).toEqual(new Set(['submission-erased']));
    expect((await bytesUnder(hub.dataDir)).includes(secret)).toBe(false);
    const reviews = await hub.deps.database.kysely.selectFrom('reviews').selectAll().execute();
    expect(reviews).toEqual([]);
    must(await laptop.sync.now());
    await nothingIsLeft(laptop);
    expect(outbox(laptop)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    const sent = await receipts();
    expect(new Set(sent.map(({ device_id }) => device_id))).toEqual(
      new Set([desk.workspace.deviceId, laptop.workspace.deviceId]),
    );
    expect(sent.every(({ erasure_id }) => erasure_id === order.id)).toBe(true);
    expect(laptop.sync.status().erased).toMatchObject([{ submissionCode: 'QST-1', hubTold: true }]);
    expect(laptop.sync.status().erased[0]?.unsent).toBeGreaterThan(5);
  });

  it('is heard between pull and push too, and answered in that same sync', async () => {
    const device = await joinHub();
    await write(device);
    const pushEvents = device.hub.pushEvents;
    let once = true;
    Object.assign(device.hub, {
      pushEvents: async (...args: Parameters<typeof pushEvents>) => {
        if (once) await eraseAtHub();
        once = false;
        return pushEvents(...args);
      },
    });
    must(await device.sync.now());
    await nothingIsLeft(device);
    expect(await receipts()).toHaveLength(1);
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
  });

  it('is answered by a device that was never given it before the erasure, without a word to the reviewer', async () => {
    const device = await openDevice(hub.url);
    devices.push(device);
    await device.signIn('rosa.lind', fixturePassword);
    await eraseAtHub();
    must(await device.sync.now());
    expect(await receipts()).toHaveLength(1);
    expect(device.sync.status().erased).toEqual([]);
  });

  it('is asked for again where a page left it out, of work that was withdrawn before', async () => {
    const device = await joinHub();
    await write(device);
    must(await device.sync.now());
    const id = assignmentOf(device, 'QST-1');
    await hub.deps.database.write((db) => withdrawAssignment(db, id));
    must(await device.sync.now());
    const order = await eraseAtHub();
    let left = 1;
    device.net.intercept(({ path }, forward) => {
      if (path !== '/v1/changes' || left === 0) return undefined;
      left -= 1;
      return forward().then(async (answer) => {
        const page = (await answer.json()) as { changes: { erasureId?: string }[] };
        expect(page.changes.some(({ erasureId }) => erasureId === order.id)).toBe(true);
        return json(200, { ...page, changes: [] });
      });
    });
    must(await device.sync.now());
    await nothingIsLeft(device);
    expect(await receipts()).toMatchObject([{ erasure_id: order.id }]);
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
  });

  it('goes before a withdrawal that leaves the work readable for a while', async () => {
    const device = await joinHub();
    await write(device);
    must(await device.sync.now());
    const id = assignmentOf(device, 'QST-1');
    await hub.deps.database.write((db) => withdrawAssignment(db, id));
    must(await device.sync.now());
    expect(readAssignment(device.workspace.db, id)?.assignment.state).toBe('withdrawn');
    await eraseAtHub();
    must(await device.sync.now());
    await nothingIsLeft(device);
    expect(await receipts()).toHaveLength(1);
  });
});

describe('an order to erase and what was to go anyway', () => {
  it('goes before a recusal that the disk has kept from being carried out', async () => {
    const device = await joinHub();
    await write(device);
    must(await device.sync.now());
    const { keyring } = device.workspace;
    const destroy = keyring.destroyKey;
    const refuse = async () => ({ ok: false, problem: { code: 'disk-full' } });
    Object.assign(keyring, { destroyKey: refuse });
    const assignmentId = assignmentOf(device, 'QST-1');
    const plug = device.net.cut();
    must(await recuse(device.reviewDeps(), { assignmentId, reason: 'know-the-earner', note: secret }));
    await device.sync.settled();
    plug();
    hub.clock.advance(60_000);
    await eraseAtHub();
    await device.sync.now();
    expect(keyring.submissionIds().filter((id) => id.includes(submissionId))).toHaveLength(2);
    Object.assign(keyring, { destroyKey: destroy });
    must(await device.sync.now());
    await nothingIsLeft(device);
    expect(await receipts()).toHaveLength(1);
    const alerts = await hub.deps.database.kysely.selectFrom('alerts').selectAll().execute();
    expect(JSON.stringify(alerts)).not.toContain(secret);
  });

  it('is answered once, even where it has to be carried out twice', async () => {
    const device = await joinHub();
    await write(device);
    const { id: erasureId } = await eraseAtHub();
    must(await device.sync.now());
    const again = inTransaction(device.workspace.db, (db) =>
      ok(scheduleErasure(db, { submissionId, reason: 'erased', dueAt: '2020', erasureId, code: 'QST-1' })),
    );
    must(again);
    must(await device.sync.now());
    must(await device.sync.now());
    const log = eventsSince(device.workspace.db, 1, 1000);
    expect(log.filter(({ type }) => type === 'erasure.carried-out')).toHaveLength(1);
    expect(dueErasures(device.workspace.db, '9999')).toEqual([]);
  });
});

describe('the log of a workspace', () => {
  it('lets nothing be emptied but by an order to erase', async () => {
    const device = await joinHub();
    await write(device);
    const { db } = device.workspace;
    const empty = () => db.exec("UPDATE events SET sealed_payload = x''");
    expect(empty).toThrow('append-only');
    db.exec(
      `INSERT INTO device_erasures (submission_id, reason, due_at) VALUES ('${submissionId}', 'recused', '2026')`,
    );
    expect(empty).toThrow('append-only');
    db.exec(`UPDATE device_erasures SET erasure_id = 'e1'`);
    expect(() => db.exec("UPDATE events SET sealed_payload = x'', payload_hash = 'other'")).toThrow(
      'append-only',
    );
    expect(() => db.exec('DELETE FROM events')).toThrow('append-only');
    empty();
    db.exec('DELETE FROM device_erasures');
  });
});
