import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCanaries } from '../deep/canary/run-canaries.ts';

test('names, feedback, secrets and media lie nowhere in the clear, at work, locked, killed and exported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-canary-'));
  try {
    const { files, bytes, forms, ...found } = await runCanaries(folder, null);
    expect(found).toEqual({ hits: [], searches: 5, inColumns: [], control: true });
    expect(files).toBeGreaterThan(40);
    expect(bytes).toBeGreaterThan(20_000_000);
    expect(forms).toBeGreaterThan(150);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
