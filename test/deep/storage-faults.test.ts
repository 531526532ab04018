import { expect, test } from 'vitest';
import { runFaults } from './faults/fault-runs.ts';
import { whyNoWebHost } from './helpers/programs.ts';
import { whyNoStrace } from './helpers/strace.ts';

const missing = whyNoStrace() ?? whyNoWebHost();
if (missing !== null) process.stdout.write(`The disk was not made to fail: ${missing}.\n`);

test.skipIf(missing !== null)('a full or failing disk is answered in words and loses nothing', async () => {
  const report = await runFaults({ rounds: 40, seed: 1 });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.failures).toEqual([]);
  expect(report).toMatchObject({ rounds: 40, lost: 0 });
  expect(report.problems['disk-full']).toBeGreaterThan(20);
  expect(report.problems['storage-failed']).toBeGreaterThan(20);
  expect(report.killedAtFault).toBeGreaterThan(3);
  expect(report.acknowledged).toBeGreaterThan(100);
});
