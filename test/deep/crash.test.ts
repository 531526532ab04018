import { expect, test } from 'vitest';
import { runCrashes } from './crash/crash-runs.ts';
import { whyNoWebHost } from './helpers/programs.ts';

test('200 kills lose nothing that was acknowledged, and the hub gets everything once', async () => {
  expect(whyNoWebHost()).toBeNull();
  const report = await runCrashes({ kills: 200, seed: 7, lanes: 2 });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.noStrace !== null) {
    process.stdout.write(`No kill was placed at a system call: ${report.noStrace}.\n`);
  }
  expect(report.failures).toEqual([]);
  // A program that is killed and not disturbed refuses nothing.
  expect(report).toMatchObject({ kills: 200, lost: 0, problems: {} });
  const { phases, migratedFrom, acknowledged } = report;
  for (const phase of ['scoring', 'downloading', 'pushing', 'migrating']) {
    expect(phases[phase], phase).toBeGreaterThan(4);
  }
  expect(phases['keyring rewrite']).toBeGreaterThan(0);
  expect(Object.keys(migratedFrom).length).toBeGreaterThan(2);
  expect(acknowledged).toBeGreaterThan(1000);
});
