import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupToFolder } from '../../hub/backup/backup-to-folder.ts';
import type { HubDeps } from '../../hub/context/deps.ts';
import { serveHub } from '../../hub/serve-hub.ts';
import { inTransaction } from '../../main/database/open.ts';
import { eventsSince } from '../../main/database/tables/events-since.ts';
import { lineUp, prunedCount } from '../../main/database/tables/outbox.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, openForTest, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { edit, fillIn, outbox, submit } from './helpers/review.ts';
import { documentOf } from './helpers/two-devices.ts';

let hub: TestHub;
let device: Device;
let scratch: string;
let deps: HubDeps;
let stopRestored: () => Promise<void>;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'assay-restore-'));
  hub = await startTestHub();
  deps = hub.deps;
  stopRestored = async () => {};
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
  await device.sync.settled();
});

afterEach(async () => {
  await device.close();
  await stopRestored();
  await hub.close();
  await rm(scratch, { recursive: true, force: true });
});

const backup = (name: string) =>
  backupToFolder(hub.deps, { dataDir: hub.dataDir, to: join(scratch, name), evidence: true });

/** The hub is gone; one that serves this folder takes its place. */
const restore = async (name: string): Promise<void> => {
  await stopRestored();
  const folder = join(scratch, `${name}-serving`);
  await cp(join(scratch, name), folder, { recursive: true });
  deps = await openForTest(folder, undefined, hub.clock, []);
  const served = await serveHub(deps, { host: '127.0.0.1', port: 0 });
  stopRestored = served.close;
  device.hubUrl = served.url;
};

const syncUntilQuiet = async (): Promise<void> => {
  for (let round = 0; round < 3; round += 1) must(await device.sync.now());
  await device.sync.settled();
};

/** What the hub has of this device: one row for each event, and reviews that count by submission. */
const atHub = async () => {
  const { kysely } = deps.database;
  const events = await kysely
    .selectFrom('events')
    .select(['event_id', 'device_seq', 'result', 'counted', 'type'])
    .where('device_id', '=', device.workspace.deviceId)
    .orderBy('device_seq')
    .execute();
  const reviews = await kysely
    .selectFrom('reviews')
    .select(['submission_code', 'revision', 'counted', 'content'])
    .orderBy('submission_code')
    .orderBy('revision')
    .execute();
  return { events, reviews };
};

const counts = () => ({ ...outbox(device), pruned: prunedCount(device.workspace.db) });

const note = (text: string) =>
  edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text }]);

describe('a hub restored from an older backup', () => {
  it('gets everything again that it had acknowledged, once', async () => {
    await fillIn(device, 'QST-1');
    await syncUntilQuiet();
    await backup('monday');
    await fillIn(device, 'QST-2');
    await submit(device, 'QST-1');
    await submit(device, 'QST-2');
    await syncUntilQuiet();
    const before = await atHub();
    expect(before.reviews.map((one) => [one.submission_code, one.revision, one.counted])).toEqual([
      ['QST-1', 1, 1],
      ['QST-2', 1, 1],
    ]);
    const documents = ['QST-1', 'QST-2'].map((code) => documentOf(device, code).content);

    await restore('monday');
    expect((await atHub()).reviews).toEqual([]);
    await syncUntilQuiet();
    const after = await atHub();
    expect(after).toEqual(before);
    expect(after.events.map(({ device_seq }) => device_seq)).toEqual(
      eventsSince(device.workspace.db, 1, 1000).map(({ deviceSeq }) => deviceSeq),
    );
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    expect(['QST-1', 'QST-2'].map((code) => documentOf(device, code).content)).toEqual(documents);
    expect(device.sync.status().changes).toMatchObject({ acknowledged: before.events.length, waiting: 0 });
  });

  it('loses nothing after several backups, whichever of them is put back that was the last when work was forgotten', async () => {
    await note('one');
    await syncUntilQuiet();
    await backup('monday');
    await note('two');
    await syncUntilQuiet();
    await backup('tuesday');
    await note('three');
    await syncUntilQuiet();
    const before = await atHub();
    // Pruned: what Tuesday's backup holds.
    expect(counts()).toMatchObject({ delivered: 1, pruned: before.events.length - 1 });
    await restore('tuesday');
    await syncUntilQuiet();
    expect(await atHub()).toEqual(before);
    await restore('tuesday');
    await syncUntilQuiet();
    expect(await atHub()).toEqual(before);
    expect(documentOf(device, 'QST-1').content.overall.gap).toBe('three');
  });

  it('is noticed even where the place in the feed does not tell it from the present', async () => {
    await note('before');
    await syncUntilQuiet();
    const folder = join(scratch, 'raw');
    await cp(hub.dataDir, folder, { recursive: true });
    // Sent, acknowledged, and not pulled again: the device's cursor is known to the older hub as well.
    await note('after');
    must(await device.sync.now());
    const before = await atHub();
    deps = await openForTest(folder, undefined, hub.clock, []);
    const served = await serveHub(deps, { host: '127.0.0.1', port: 0 });
    stopRestored = served.close;
    device.hubUrl = served.url;
    expect((await atHub()).events).toHaveLength(before.events.length - 1);
    must(await device.sync.now());
    expect(await atHub()).toEqual(before);
  });
});

describe('what a workbench keeps of what the hub has acknowledged', () => {
  it('is everything, until there has been a backup; then what came after it', async () => {
    await fillIn(device, 'QST-1');
    await submit(device, 'QST-1');
    await syncUntilQuiet();
    const kept = counts();
    const all = eventsSince(device.workspace.db, 1, 1000).length;
    expect(kept).toEqual({ pending: 0, sending: 0, blocked: 0, delivered: all, pruned: 0 });
    const told = device.sync.status().changes;

    await backup('monday');
    await fillIn(device, 'QST-2');
    await syncUntilQuiet();
    const log = eventsSince(device.workspace.db, 1, 1000);
    expect(counts()).toEqual({
      pending: 0,
      sending: 0,
      blocked: 0,
      delivered: log.length - all,
      pruned: all,
    });
    // Nothing is gone from the log, and what is told to the reviewer goes on counting.
    expect(log.map(({ deviceSeq }) => deviceSeq)).toEqual(log.map((_, index) => index + 1));
    expect(device.sync.status().changes).toMatchObject({
      acknowledged: log.length,
      total: log.length,
      waiting: 0,
    });
    expect(told.acknowledged).toBe(all);
  });

  it('a backup that was begun and never finished lets nothing go', async () => {
    await note('one');
    await syncUntilQuiet();
    const before = outbox(device);
    await expect(
      backupToFolder(
        {
          ...hub.deps,
          blobs: {
            ...hub.deps.blobs,
            read: () => {
              throw new Error('the disk failed');
            },
          },
        },
        { dataDir: hub.dataDir, to: join(scratch, 'failed'), evidence: true },
      ),
    ).rejects.toThrow('There is no backup');
    await syncUntilQuiet();
    expect(outbox(device)).toEqual(before);
  });

  it('what was refused and what waits is never pruned', async () => {
    await note('one');
    await syncUntilQuiet();
    await note('two');
    const { db } = device.workspace;
    must(inTransaction(db, (writable) => ok(lineUp(writable))));
    db.exec(
      "UPDATE outbox SET state = 'blocked', problem = '{\"code\":\"forbidden\"}' WHERE state = 'pending'",
    );
    await backup('monday');
    await hub.deps.database.kysely.updateTable('devices').set({ durable_seq: 1000 }).execute();
    await syncUntilQuiet();
    expect(outbox(device)).toMatchObject({ delivered: 0, blocked: 1 });
  });
});
