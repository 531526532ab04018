import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { inTransaction } from '../../main/database/open.ts';
import { addDownload, downloadsOf, noteHere } from '../../main/database/tables/downloads.ts';
import { beginEviction, finishedEvidence } from '../../main/database/tables/evidence-room.ts';
import { submissionIdOf } from '../../main/database/tables/hub-assignments.ts';
import { writeSettings } from '../../main/database/tables/settings.ts';
import { keepEvidenceOffline, storageState } from '../../main/services/storage.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { programWithBigFile } from './helpers/program.ts';
import { assignmentOf, codesOf, open } from './helpers/review.ts';

const GIGABYTE = 1_000_000_000;
vi.setConfig({ testTimeout: 60_000 });

let program: Awaited<ReturnType<typeof programWithBigFile>>;
let hub: TestHub;
let device: Device;

beforeAll(async () => {
  program = await programWithBigFile(9);
});
afterAll(() => program.remove());

beforeEach(async () => {
  hub = await startTestHub({ program: program.folder });
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
});
afterEach(async () => {
  await device.close();
  await hub.close();
});

const submissionOf = (code: string): string =>
  submissionIdOf(device.workspace.db, assignmentOf(device, code)) ?? '';
const filesOf = (code: string) => downloadsOf(device.workspace.db, submissionOf(code));
const write = (work: Parameters<typeof inTransaction>[1]) => must(inTransaction(device.workspace.db, work));

/** Evidence of other work that is here already and takes all but so many bytes of the budget. */
const leaveOnly = (bytes: number): void => {
  write((db) => {
    const other = { submissionId: 'other work', sha256: '0'.repeat(64) };
    writeSettings(db, { evidenceBudget: 1 });
    addDownload(db, other.submissionId, other.sha256, GIGABYTE - bytes);
    return ok(noteHere(db, other));
  });
};

/** The hub counts the final, and its window for amending has passed. */
const finish = (code: string): void => {
  write((db) => {
    db.prepare(
      `UPDATE hub_assignments SET state = json_set(state, '$.state', 'submitted', '$.submittedAt', ?, '$.amendableUntil', ?)
       WHERE id = ?`,
    ).run('2020-01-01T09:00:00.000Z', '2020-01-02T09:00:00.000Z', assignmentOf(device, code));
    return ok(undefined);
  });
};

const syncAll = async (): Promise<void> => {
  must(await device.sync.now());
  await device.sync.settled();
};

it('what does not fit into the room for evidence waits and says so; more room lets it come at once', async () => {
  leaveOnly(5_000_000);
  await syncAll();
  const waiting = filesOf('QST-1').filter(({ state }) => state !== 'here');
  expect(waiting.map(({ size }) => size)).toEqual([program.size]);
  expect(device.sync.status()).toMatchObject({
    connection: 'online',
    problem: { code: 'evidence-budget-spent', params: { budget: '1 GB', waiting: '10 MB' } },
  });
  device.sync.start();
  write((db) => ok(writeSettings(db, { evidenceBudget: 2 })));
  device.bus.publish({ topic: 'settings', ids: [] });
  await expect
    .poll(() => filesOf('QST-1').every(({ state }) => state === 'here'), { timeout: 30_000 })
    .toBe(true);
  await device.sync.settled();
  expect(device.sync.status().problem).toBeNull();
});

it('finished work makes room, file and all, and comes back when it is opened', async () => {
  const { vault, db } = device.workspace;
  const other = () => codesOf(device).find((code) => code !== 'QST-1' && filesOf(code).length > 0) ?? '';
  await syncAll();
  expect(finishedEvidence(db, new Date().toISOString())).toEqual([]);
  const gone = other();
  finish(gone);
  const freed = must(await vault.sizeOnDisk(submissionOf(gone)));
  // The big file is asked for again, and only what the finished work frees makes room for it.
  must(await vault.removeSubmission(submissionOf('QST-1')));
  write((writable) => ok(beginEviction(writable, submissionOf('QST-1'), 1)));
  write((writable) => {
    writable.prepare('UPDATE device_downloads SET bytes_here = 0 WHERE evicted_at > 0').run();
    return ok(undefined);
  });
  const here = () =>
    device.workspace.db.prepare<{ n: number }>('SELECT SUM(bytes_here) AS n FROM device_downloads').get()
      ?.n ?? 0;
  const wanted = filesOf('QST-1').reduce((sum, { size }) => sum + size, 0);
  leaveOnly(here() + wanted - 10);
  expect(freed).toBeGreaterThan(10);
  device.sync.downloadNow(assignmentOf(device, 'QST-1'));
  await device.sync.settled();
  expect(filesOf('QST-1').every(({ state }) => state === 'here')).toBe(true);
  expect(must(await vault.sizeOnDisk(submissionOf(gone)))).toBe(0);
  expect(filesOf(gone).every(({ evictedAt, bytesHere }) => evictedAt > 0 && bytesHere === 0)).toBe(true);
  const { files, filesHere } = device.sync.status().downloads;
  expect(filesHere).toBe(files);

  write((writable) => ok(writeSettings(writable, { evidenceBudget: 20 })));
  expect((await open(device, gone)).evidence.every(({ availability }) => availability !== 'away')).toBe(true);
  await device.sync.settled();
  expect(filesOf(gone).every(({ state, evictedAt }) => state === 'here' && evictedAt === 0)).toBe(true);
  expect((await vault.verify(submissionOf(gone), filesOf(gone)[0]?.sha256 ?? '')).ok).toBe(true);
});

it('a crash between noting and removing is finished by the next cycle, and counted until then', async () => {
  await syncAll();
  const [code = ''] = codesOf(device).filter((one) => one !== 'QST-1' && filesOf(one).length > 0);
  const before = await storage();
  write((db) => ok(beginEviction(db, submissionOf(code), 1)));
  expect((await storage()).used).toBe(before.used);
  await device.restart();
  await syncAll();
  expect(must(await device.workspace.vault.sizeOnDisk(submissionOf(code)))).toBe(0);
  expect((await storage()).used).toBeLessThan(before.used);
});

const storage = async () =>
  must(
    await storageState(device.workspace, async () => device.freeBytes, { now: Date.now, monotonic: () => 0 }),
  );

it('what is kept offline comes first, stays when room is short, and is told with its size before', async () => {
  await device.signIn('rosa.lind', fixturePassword);
  device.net.intercept(({ path }) =>
    path.startsWith('/v1/evidence/') ? fetch('http://127.0.0.1:1/') : undefined,
  );
  must(await device.sync.now());
  await device.sync.settled();
  const { toDo, used } = await storage();
  expect(used).toBe(0);
  expect(toDo.assignments).toBeGreaterThan(1);
  expect(toDo.bytes).toBeGreaterThan(program.size);
  const codes = codesOf(device);
  const last = codes.at(-1) ?? '';
  const deps = { workspace: device.workspace, bus: device.bus, clock: { now: Date.now, monotonic: () => 0 } };
  expect(
    must(keepEvidenceOffline(deps, { assignments: [assignmentOf(device, last)], keep: true })).assignments,
  ).toBe(1);
  expect((await storage()).kept.assignments).toBe(1);
  finish(last);
  expect(finishedEvidence(device.workspace.db, new Date().toISOString())).toEqual([]);
  expect(must(keepEvidenceOffline(deps, { assignments: 'to-do', keep: true })).assignments).toBe(
    toDo.assignments - 1,
  );
  must(keepEvidenceOffline(deps, { assignments: 'to-do', keep: false }));
  expect((await storage()).kept).toEqual({ assignments: 0, bytes: 0, bytesHere: 0 });
});
