import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProgramFolder } from '../../../main/host/program-folder.ts';
import { createStartSampleHub } from '../../../main/workers/sample-hub.ts';

let folder = '';
const events: string[] = [];
const log = (_level: string, event: string): void => void events.push(event);

const startWith = async (script: string): ReturnType<ReturnType<typeof createStartSampleHub>> => {
  const workerFile = join(folder, 'worker.mjs');
  await writeFile(workerFile, `import { parentPort, workerData } from 'node:worker_threads';\n${script}`);
  return createStartSampleHub({ programFolder: '/opt/assay/app.asar', log, workerFile })(folder);
};

beforeEach(async () => {
  events.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'assay-sample-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('runs the real sample hub in a worker until it is stopped', { timeout: 60_000 }, async () => {
  const programFolder = findProgramFolder(import.meta.dirname);
  const hub = await createStartSampleHub({ programFolder, log })(join(folder, 'hub'));
  if (!hub.ok) throw new Error(JSON.stringify(hub.problem));
  expect((await fetch(hub.value.url)).status).toBeLessThan(500);
  await hub.value.stop();
  await expect(fetch(hub.value.url)).rejects.toThrow();
  await hub.value.stop();
  expect(events).toContain('sample-hub.ended');
});

it('gives the worker plain files, beside the archive when packed', async () => {
  const hub = await startWith(`
    parentPort.postMessage({ kind: 'ready', url: workerData.programFolder });
    parentPort.once('message', () => parentPort.close());`);
  expect(hub).toMatchObject({
    ok: true,
    value: { url: '/opt/assay/app.asar.unpacked/resources/sample/program' },
  });
  if (hub.ok) await hub.value.stop();
});

it.each([
  ['says why it failed', `parentPort.postMessage({ kind: 'failed', problem: 'No room.' });`, 'No room.'],
  ['throws', `throw new Error('broken');`, 'broken'],
  ['ends before it is ready', `process.exit(3);`, 'ended with 3'],
])('fails with the reason when the worker %s', async (_, script, reason) => {
  const hub = await startWith(script);
  expect(hub).toMatchObject({ ok: false, problem: { code: 'internal' } });
  expect(JSON.stringify(hub)).toContain(reason);
});
