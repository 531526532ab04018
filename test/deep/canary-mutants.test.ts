import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CanaryReport, runCanaries } from './canary/run-canaries.ts';

const withBug = async (planted: string): Promise<CanaryReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-canary-'));
  try {
    return await runCanaries(folder, planted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const found: Readonly<Record<string, RegExp>> = {
  'token in the log': /^session token .*assay\.log$/,
  'evidence in a temporary file': /^recording at .*tmp\/part$/,
  'feedback on standard error': /^feedback .*what it printed$/,
};

test.each(Object.entries(found))('the canary search finds: %s', async (planted, hit) => {
  const { hits } = await withBug(planted);
  expect(hits.filter((one) => hit.test(one))).not.toEqual([]);
});

test('the canary search finds: feedback in a column', async () => {
  const { inColumns } = await withBug('feedback in a column');
  expect(inColumns.filter((one) => one.startsWith('feedback'))).not.toEqual([]);
});
