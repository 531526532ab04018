import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../main/cli/demo/differences.ts';

const entry = join(import.meta.dirname, '../../../main/cli/assay.ts');

const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('assay-demo-'));

describe('the demo', () => {
  it('does the main job with the hub as another process, and leaves nothing behind', async () => {
    const before = await leftovers();
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [entry, 'demo', '--headless', '--json', '--reviews', '2'],
      { timeout: 170_000 },
    );
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines).toHaveLength(1);
    const report = JSON.parse(lines[0] ?? '');
    expect(report).toMatchObject({ ok: true, reviewedOffline: 2, hubReviews: 2, mismatches: 0 });
    expect(report.pulled.assignments).toBeGreaterThanOrEqual(2);
    expect(report.pulled.bytes).toBeGreaterThan(40_000_000);
    expect(report.verifiedArtifacts).toBeGreaterThanOrEqual(report.pulled.artifacts);
    const { events, accepted, duplicates } = report.pushed;
    expect(events).toBeGreaterThan(20);
    expect({ accepted, duplicates }).toEqual({ accepted: events, duplicates: events });
    expect(await leftovers()).toEqual(before);
  }, 180_000);
});

describe('comparing field by field', () => {
  it('finds nothing in equal values', () => {
    expect(differences({ a: [1, { b: 'x' }], c: null }, { c: null, a: [1, { b: 'x' }] })).toEqual([]);
  });

  it('names the path of everything that differs', () => {
    const here = { criteria: [{ score: 3, rationale: 'x' }], extra: 1 };
    const atHub = { criteria: [{ score: 2, rationale: 'x' }, {}] };
    expect(differences(here, atHub)).toEqual([
      'criteria.0.score: 3 here, 2 at the hub',
      'criteria.1: undefined here, {} at the hub',
      'extra: 1 here, undefined at the hub',
    ]);
  });

  it('tells a list from an object, and null from nothing', () => {
    expect(differences([], {})).toHaveLength(1);
    expect(differences({ a: null }, {})).toHaveLength(1);
  });
});
