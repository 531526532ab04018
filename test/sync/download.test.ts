import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../main/database/open.ts';
import { clearToken } from '../../main/database/tables/device-account.ts';
import { countDownloads, readDownload } from '../../main/database/tables/downloads.ts';
import { artifactHeadsOf } from '../../main/database/tables/hub-artifacts.ts';
import { readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { type FaultProxy, startFaultProxy } from './helpers/fault-proxy.ts';
import { json } from './helpers/net.ts';
import { programWithBigFile } from './helpers/program.ts';
import { assignmentOf } from './helpers/review.ts';

const PART = 8_388_608;
/** Milliseconds. A busy computer takes its time over 30 MB, and nothing here is about giving up. */
const patience = 60_000;
vi.setConfig({ testTimeout: 2 * patience });

let program: Awaited<ReturnType<typeof programWithBigFile>>;
let hub: TestHub;
let proxy: FaultProxy;
let device: Device;

beforeAll(async () => {
  program = await programWithBigFile(30);
});

afterAll(() => program.remove());

beforeEach(async () => {
  hub = await startTestHub({ program: program.folder });
  proxy = await startFaultProxy(hub.url);
  device = await openDevice(proxy.url, { timeoutMs: patience });
  await device.signIn('rosa.lind', fixturePassword);
});

afterEach(async () => {
  await device.close();
  await proxy.close();
  await hub.close();
});

const big = () => {
  const { db } = device.workspace;
  const submissionId = readAssignment(db, assignmentOf(device, 'QST-1'))?.assignment.submissionId ?? '';
  const download = readDownload(db, submissionId, program.sha256);
  if (download === undefined) throw new Error('the big file is not on the list');
  return download;
};

const isBigPart = ({ path, range }: { path: string; range: string | null }) =>
  path === `/v1/evidence/${program.sha256}` && range !== null;

const partRequests = () =>
  device.net.requests.filter(({ path }) => path === `/v1/evidence/${program.sha256}`);

const verified = async () => {
  const { vault } = device.workspace;
  return (await vault.verify(big().submissionId, program.sha256)).ok;
};

describe('downloading', () => {
  it('brings every file into the vault, large ones in parts of 8 MiB', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    const { files, filesHere, bytes, bytesHere, failed } = device.sync.status().downloads;
    expect({ filesHere, bytesHere, failed }).toEqual({ filesHere: files, bytesHere: bytes, failed: 0 });
    expect(big()).toMatchObject({ state: 'here', bytesHere: program.size });
    expect(await verified()).toBe(true);
    expect(
      partRequests()
        .map(({ headers }) => headers.get('range'))
        .sort(),
    ).toEqual(
      [0, 1, 2, 3]
        .map((part) => `bytes=${part * PART}-${Math.min(program.size, (part + 1) * PART) - 1}`)
        .sort(),
    );
    for (const { headers } of partRequests()) expect(headers.get('accept-encoding')).toBe('identity');
    expect(partRequests().some(({ headers }) => headers.get('if-range') !== null)).toBe(true);
  });

  it('asks for nothing again once it is here', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    await device.restart();
    device.net.requests.length = 0;
    must(await device.sync.now());
    await device.sync.settled();
    expect(device.net.requests.map(({ path }) => path)).toEqual(['/v1/changes']);
  });

  it('goes on where it ended after a restart, and fetches only the missing parts', async () => {
    let served = 0;
    proxy.fault = (request) => {
      if (!isBigPart(request)) return undefined;
      served += 1;
      return served > 2 ? { kind: 'silent' } : undefined;
    };
    must(await device.sync.now());
    await expect.poll(() => big().bytesHere, { timeout: patience }).toBe(2 * PART);
    await device.restart();
    expect(big()).toMatchObject({ state: 'downloading', bytesHere: 2 * PART });
    proxy.fault = () => undefined;
    device.net.requests.length = 0;
    must(await device.sync.now());
    await device.sync.settled();
    expect(await verified()).toBe(true);
    const refetched = partRequests().map(
      ({ headers }) => headers.get('range')?.match(/\d+/g)?.map(Number) ?? [],
    );
    const bytes = refetched.reduce((sum, [start = 0, end = 0]) => sum + end - start + 1, 0);
    expect(bytes).toBe(program.size - 2 * PART);
  });

  it('takes what the reviewer asked for first', async () => {
    const stop = device.net.intercept(({ path }) =>
      path.startsWith('/v1/evidence') ? Promise.reject(new TypeError('gone')) : undefined,
    );
    must(await device.sync.now());
    await device.sync.settled();
    stop();
    const { db } = device.workspace;
    const practice = assignmentOf(device, 'FBK-2');
    const wanted = readAssignment(db, practice)?.assignment.submissionId ?? '';
    device.net.requests.length = 0;
    device.sync.downloadNow(practice);
    await device.sync.settled();
    const first = device.net.requests.filter(({ path }) => path.endsWith('/manifest')).slice(0, 2);
    const hashes = artifactHeadsOf(db, wanted).map(({ sha256 }) => `/v1/evidence/${sha256}/manifest`);
    for (const { path } of first) expect(hashes).toContain(path);
  });
});

describe('evidence that arrives wrong', () => {
  it.each([
    ['altered once', { kind: 'alter' }],
    ['cut off once', { kind: 'truncate', share: 0.5 }],
    ['without an end once', { kind: 'endless' }],
    ['of another range once', { kind: 'shift-range' }],
  ] as const)('%s is asked for again and comes out right', async (_, fault) => {
    let faults = 0;
    proxy.fault = (request) => {
      if (!isBigPart(request) || faults > 0) return undefined;
      faults += 1;
      return fault;
    };
    device.sync.start();
    await expect.poll(() => device.sync.status().lastSyncAt, { timeout: patience }).not.toBeNull();
    await expect.poll(() => big().state, { timeout: patience }).toBe('here');
    expect(faults).toBe(1);
    expect(await verified()).toBe(true);
  });

  it('is never kept when it goes on being altered, and everything else comes', async () => {
    // The last part alone: the others are on the disk by then, and have to go again.
    proxy.fault = (request) =>
      isBigPart(request) && request.range?.startsWith(`bytes=${3 * PART}-`) ? { kind: 'alter' } : undefined;
    must(await device.sync.now());
    await device.sync.settled();
    expect(big()).toMatchObject({ state: 'failed', bytesHere: 0, problem: { code: 'evidence-mismatch' } });
    const { vault } = device.workspace;
    expect(must(await vault.has(big().submissionId, program.sha256))).toBe(false);
    const { files, filesHere, failed } = countDownloads(device.workspace.db);
    expect({ filesHere, failed }).toEqual({ filesHere: files - 1, failed: 1 });
    const onDisk = must(await vault.sizeOnDisk());
    expect(onDisk).toBeLessThan(1_000_000);
    expect(device.sync.status()).toMatchObject({ connection: 'online', downloads: { failed: 1 } });
  });

  it('is fetched afresh once when its ETag changes, and refused when it changes again', async () => {
    let answers = 0;
    proxy.fault = (request) => {
      if (!isBigPart(request)) return undefined;
      answers += 1;
      return { kind: 'etag', value: `"${answers}"` };
    };
    must(await device.sync.now());
    await device.sync.settled();
    expect(big()).toMatchObject({ state: 'failed', problem: { code: 'evidence-changed' } });
    proxy.fault = () => undefined;
    device.sync.downloadNow(assignmentOf(device, 'QST-1'));
    await device.sync.settled();
    expect(big().state).toBe('here');
    expect(await verified()).toBe(true);
  });

  it('is refused when the manifest is of another file', async () => {
    const stop = device.net.intercept(({ path }, forward) =>
      path === `/v1/evidence/${program.sha256}/manifest`
        ? forward().then(async (answer) => json(200, { ...((await answer.json()) as object), size: 5 }))
        : undefined,
    );
    must(await device.sync.now());
    await device.sync.settled();
    expect(big()).toMatchObject({ state: 'failed', problem: { code: 'evidence-mismatch' } });
    stop();
  });
});

describe('downloads that cannot go on', () => {
  it('stop when the session ends in the middle, and go on after signing in', async () => {
    let served = 0;
    const stop = device.net.intercept(({ path, headers }) => {
      if (path !== `/v1/evidence/${program.sha256}`) return undefined;
      served += 1;
      if (served === 2) {
        return hub.deps.database
          .write((db) => db.deleteFrom('sessions').execute())
          .then(() => fetch(`${hub.url}${path}`, { headers }));
      }
      return undefined;
    });
    must(await device.sync.now());
    await device.sync.settled();
    device.sync.start();
    await expect.poll(() => device.sync.status().connection, { timeout: patience }).toBe('paused');
    expect(device.sync.status().problem).toEqual({ code: 'session-expired' });
    expect(big().state).not.toBe('failed');
    stop();
    await device.signIn('rosa.lind', fixturePassword);
    device.sync.wake();
    await expect.poll(() => big().state, { timeout: patience }).toBe('here');
    expect(await verified()).toBe(true);
    expect(device.sync.status()).toMatchObject({ connection: 'online', problem: null });
  });

  it('wait for room on the disk, while pulling and pushing go on', async () => {
    device.freeBytes = 2_147_483_648 + 1000;
    must(await device.sync.now());
    await device.sync.settled();
    expect(device.sync.status()).toMatchObject({
      connection: 'online',
      problem: { code: 'disk-low' },
    });
    expect(big()).toMatchObject({ state: 'waiting', bytesHere: 0 });
    device.freeBytes = 1e12;
    must(await device.sync.now());
    await device.sync.settled();
    expect(big().state).toBe('here');
    expect(device.sync.status().problem).toBeNull();
  });

  it('do nothing when nobody is signed in', async () => {
    must(inTransaction(device.workspace.db, (db) => ok(clearToken(db))));
    device.net.requests.length = 0;
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'signed-out' } });
    expect(device.net.requests).toEqual([]);
    expect(device.sync.status().connection).toBe('paused');
  });
});
