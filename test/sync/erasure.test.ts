import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendToFeeds } from '../../hub/database/tables/feeds.ts';
import { downloadsOf } from '../../main/database/tables/downloads.ts';
import { dueErasures } from '../../main/database/tables/erasures.ts';
import { artifactHeadsOf } from '../../main/database/tables/hub-artifacts.ts';
import { readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { readFeed } from '../../main/database/tables/hub-feed.ts';
import { readSubmission, readSubmissionHead } from '../../main/database/tables/hub-submissions.ts';
import { recuse } from '../../main/services/review/recuse.ts';
import type { Tombstone } from '../../shared/hub-api/changes.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { startFaultProxy } from './helpers/fault-proxy.ts';
import { assignmentOf, blockedReasons, codesOf, fillIn, outbox, submit } from './helpers/review.ts';

let hub: TestHub;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
  await device.sync.settled();
});

afterEach(async () => {
  await device.close();
  await hub.close();
});

const submissionIdOf = (code: string) =>
  readAssignment(device.workspace.db, assignmentOf(device, code))?.assignment.submissionId ?? '';

/** As the hub does when the owner asks for erasure: tombstones of the whole graph. */
const eraseAtHub = async (code: string, reason: Tombstone['reason'] = 'erased') => {
  const { db } = device.workspace;
  const id = assignmentOf(device, code);
  const found = readAssignment(db, id);
  const reader = found?.assignment.reviewerId ?? '';
  const submissionId = submissionIdOf(code);
  const gone = [
    { kind: 'assignment', id },
    ...artifactHeadsOf(db, submissionId).map((artifact) => ({ kind: 'artifact', id: artifact.id }) as const),
    { kind: 'submission', id: submissionId },
  ] as const;
  const tombstones = gone.map((one): Tombstone => ({ change: 'tombstone', version: 1, reason, ...one }));
  await hub.deps.database.write((to) => appendToFeeds(to, new Map([[reader, tombstones]])));
  return submissionId;
};

const nothingIsLeftOf = async (submissionId: string) => {
  const { db, keyring, vault } = device.workspace;
  expect(keyring.submissionIds().filter((id) => id.includes(submissionId))).toEqual([]);
  expect(must(await vault.sizeOnDisk(submissionId))).toBe(0);
  expect(downloadsOf(db, submissionId)).toEqual([]);
  expect(artifactHeadsOf(db, submissionId)).toEqual([]);
  expect(readSubmissionHead(db, submissionId)).toBeUndefined();
  expect(dueErasures(db, '9999')).toEqual([]);
  expect(await readFile(join(device.folder, 'workspace', 'keyring.json'), 'utf8')).not.toContain(
    submissionId,
  );
};

describe('a submission that was erased at the hub', () => {
  it('leaves nothing that can be read, and the rest is untouched', async () => {
    const id = await eraseAtHub('QST-1');
    must(await device.sync.now());
    await nothingIsLeftOf(id);
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-2']);
    expect(
      must(readSubmission(device.workspace.db, device.workspace.keyring, submissionIdOf('QST-2'))).code,
    ).toBe('QST-2');
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
  });

  it('is removed at the next start when the program died before it could be', async () => {
    const id = submissionIdOf('QST-1');
    const { keyring } = device.workspace;
    const destroy = keyring.destroyKey;
    // The disk refuses once: what was committed must be carried out later.
    Object.assign(keyring, { destroyKey: async () => ({ ok: false, problem: { code: 'disk-full' } }) });
    await eraseAtHub('QST-1');
    must(await device.sync.now());
    expect(keyring.keyFor(id)).toBeDefined();
    expect(dueErasures(device.workspace.db, '9999')).toMatchObject([{ submissionId: id, reason: 'erased' }]);
    Object.assign(keyring, { destroyKey: destroy });
    await device.restart();
    device.net.cut();
    await device.sync.now();
    await nothingIsLeftOf(id);
  });

  it('takes unsent work with it, names it as blocked, and holds no other work up', async () => {
    const cut = device.net.cut();
    await fillIn(device, 'QST-1');
    await fillIn(device, 'QST-2');
    await submit(device, 'QST-2');
    cut();
    await eraseAtHub('QST-1');
    await device.sync.now();
    await device.sync.now();
    expect(new Set(blockedReasons(device))).toEqual(new Set(['submission-erased']));
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0 });
    const sent = device.net.requests
      .filter(({ path }) => path === '/v1/events')
      .map(({ body }) => body ?? '');
    expect(sent.join('\n')).toContain('"type":"withdrawn"');
    expect(readAssignment(device.workspace.db, assignmentOf(device, 'QST-2'))?.assignment.state).toBe(
      'submitted',
    );
  });

  it('is not downloaded again while its files are still coming', async () => {
    const proxy = await startFaultProxy(hub.url);
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const isManifest = (path: string) => path.endsWith('/manifest');
    proxy.fault = ({ path }) => (isManifest(path) ? { kind: 'hold', until } : undefined);
    const other = await openDevice(proxy.url);
    await other.signIn('rosa.lind', fixturePassword);
    must(await other.sync.now());
    await expect.poll(() => other.net.requests.filter(({ path }) => isManifest(path)).length).toBe(2);
    const id = await eraseAtHub('QST-1');
    must(await other.sync.now());
    release();
    await other.sync.settled();
    const { files, filesHere } = other.sync.status().downloads;
    expect(filesHere).toBe(files);
    expect(other.workspace.keyring.keyFor(id)).toBeUndefined();
    expect(must(await other.workspace.vault.sizeOnDisk(id))).toBe(0);
    await other.close();
    await proxy.close();
  });
});

describe('a recusal', () => {
  it('removes the evidence here at once, and the hub agrees after the next sync', async () => {
    const id = submissionIdOf('QST-1');
    const cut = device.net.cut();
    const recusal = { assignmentId: assignmentOf(device, 'QST-1'), reason: 'same-school', note: '' } as const;
    must(await recuse(device.reviewDeps(), recusal));
    await device.sync.now();
    expect(device.workspace.keyring.keyFor(id)).toBeUndefined();
    expect(must(await device.workspace.vault.sizeOnDisk(id))).toBe(0);
    cut();
    must(await device.sync.now());
    await device.sync.settled();
    expect(device.workspace.keyring.keyFor(id)).toBeUndefined();
    expect(downloadsOf(device.workspace.db, id)).toEqual([]);
    expect(readSubmissionHead(device.workspace.db, id)).toBeUndefined();
    expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
  });

  it('is not undone by a full pull that comes before the hub has heard of it', async () => {
    const id = submissionIdOf('QST-1');
    const cut = device.net.cut();
    const recusal = { assignmentId: assignmentOf(device, 'QST-1'), reason: 'same-school', note: '' } as const;
    must(await recuse(device.reviewDeps(), recusal));
    await device.sync.now();
    cut();
    device.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('gone')) : undefined,
    );
    const { count } = readFeed(device.workspace.db);
    device.workspace.db.exec('UPDATE hub_feed SET live_count = live_count + 1');
    await device.sync.now();
    expect(readFeed(device.workspace.db).count).toBe(count);
    await device.sync.settled();
    const { db, keyring, vault } = device.workspace;
    expect(keyring.keyFor(id)).toBeUndefined();
    expect(must(await vault.sizeOnDisk(id))).toBe(0);
    expect(downloadsOf(db, id)).toEqual([]);
    expect(readSubmission(db, keyring, id)).toMatchObject({
      ok: false,
      problem: { code: 'submission-erased' },
    });
  });
});
