import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { allPass } from '../bench/report.ts';
import { runSections } from '../bench/run-sections.ts';
import type { Section } from '../bench/section.ts';
import { benchFeed } from '../bench/sync/bench-feed.ts';
import { writeSyncProgram } from '../bench/sync/bench-program.ts';
import { findPouch } from '../bench/sync/pouch.ts';
import { percentileOf, timeClicks } from '../bench/sync/score-click.ts';
import { syncSectionOf } from '../bench/sync/sync-section.ts';

const small = { megabytes: [1, 2], entities: 240, fewEntities: 40, repetitions: 1, syncs: 3, clicks: 40 };

const scratch = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bench-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('the sync section in small', () => {
  test('measures every part against its peer, and says that PouchDB was not there', async () => {
    const ran = await runSections([syncSectionOf(small, null)], () => undefined);
    expect(ran.results.map((result) => ('error' in result ? result.error : result.name))).toEqual([
      'evidence download',
      'first pull against raw insert',
      'sync with nothing new',
      'score click to durable, p50',
      'score click to durable, p99',
    ]);
    for (const result of ran.results) {
      if ('error' in result) continue;
      expect(Math.min(...result.oursSpread, ...result.peerSpread)).toBeGreaterThan(0);
    }
    expect(ran.reports.sync?.lines.join(' ')).toMatch(/NOT measured against PouchDB/);
  });
});

const work = async (ms: number): Promise<number> => {
  const begun = performance.now();
  while (performance.now() - begun < ms);
  return performance.now() - begun;
};

/** Clicks that take `ms`, and a bare transaction that takes one: as the section times them. */
const clicksOf = (ms: number): Section => ({
  name: 'sync',
  open: async () => ({
    ratios: [
      {
        name: 'score click to durable, p50',
        limit: 1.5,
        direction: 'at most',
        measure: async () => {
          const clicks = { click: () => work(ms), bare: () => work(1), close: () => undefined };
          return percentileOf(await timeClicks(clicks, 50), 0.5);
        },
      },
    ],
    close: async () => undefined,
  }),
});

describe('the gate', () => {
  test('passes without a planted slow-down and fails with one', async () => {
    const plain = await runSections([clicksOf(1)], () => undefined);
    expect(allPass(plain.results)).toBe(true);
    const slow = await runSections([clicksOf(3)], () => undefined);
    expect(allPass(slow.results)).toBe(false);
    expect(slow.results).toMatchObject([{ pass: false, limit: 1.5 }]);
  });

  test('a p99 hears the slowest of a hundred, a p50 does not', () => {
    const ours = Array.from({ length: 500 }, (_, click) => (click % 50 === 49 ? 80 : 1));
    const times = { ours, peer: ours.map(() => 1) };
    expect(percentileOf(times, 0.99).ours).toEqual([80, 80, 80, 80, 80]);
    expect(percentileOf(times, 0.5).ours).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('what is measured', () => {
  test.each([5, 200, 241])('a feed has exactly %i entities, each of its own', (entities) => {
    const changes = benchFeed('reviewer', entities);
    expect(changes).toHaveLength(entities);
    expect(new Set(changes.map(({ kind, id }) => `${kind}:${id}`)).size).toBe(entities);
    expect(benchFeed('reviewer', entities)).toEqual(changes);
  });

  test('files have the size that was asked for, and are the same every time', async () => {
    const [first, second] = [await scratch(), await scratch()];
    const { large } = await writeSyncProgram(first, [1, 2]);
    expect(large.map(({ size }) => size)).toEqual([1_000_000, 2_000_000]);
    expect((await writeSyncProgram(second, [1, 2])).large).toEqual(large);
  });

  test('PouchDB is looked for where the variable says', async () => {
    expect(findPouch({ ASSAY_BENCH_PEERS: await scratch() })).toBeNull();
  });
});
