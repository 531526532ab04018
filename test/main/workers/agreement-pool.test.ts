import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AnalysisFailed, analyseAll, type PoolOptions } from '../../../main/workers/agreement-pool.ts';
import { analyse } from '../../../shared/agreement/analyse.ts';
import type { AnalysisJob, AnalysisOptions, CriterionAnalysis } from '../../../shared/agreement/analysis.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const options: AnalysisOptions = {
  scale: 'ordinal',
  categories: null,
  distance: 'value',
  customWeights: null,
  cut: 3,
  bootstrap: 50,
  seed: 7,
  minOverlap: 30,
  pairs: 200,
};

const raters = ['Ann', 'Ben', 'Cy', 'Di'];
const unitNames = (count: number): string[] => Array.from({ length: count }, (_, at) => `u${at}`);

/** Ratings that mostly agree, some missing, the same for the same seed. */
const jobOf = (seed: number, count: number, more: Partial<AnalysisOptions> = {}): AnalysisJob => {
  const random = seededRandom(seed);
  const values = Float64Array.from({ length: count * raters.length }, (_, at) => {
    const base = 1 + ((Math.floor(at / raters.length) * 7) % 4);
    if (random() < 0.1) return Number.NaN;
    return Math.min(5, Math.max(1, base + (random() < 0.3 ? 1 : 0)));
  });
  const ratings = ratingsOfGrid(values, count, raters.length);
  const truth = Float64Array.from({ length: count }, (_, unit) => 1 + ((unit * 7) % 4));
  const units = unitNames(count);
  return {
    criterion: `c${seed}`,
    units,
    raters,
    labels: null,
    ratings,
    truth,
    options: { ...options, ...more },
  };
};

const gathered = async (
  jobs: readonly AnalysisJob[],
  how: PoolOptions = {},
): Promise<CriterionAnalysis[]> => {
  const found: CriterionAnalysis[] = [];
  for await (const { index, analysis } of analyseAll(jobs, how)) found[index] = analysis;
  return found;
};

const largeJobs = (): AnalysisJob[] => [1, 2, 3, 4, 5].map((seed) => jobOf(seed, 200 + 50 * seed));

/** A worker of our own, to see what the pool makes of one that misbehaves. */
const workerThat = (body: string): string => {
  const file = join(tempFolder(), 'worker.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', ({ index }) => { ${body} });\n`,
  );
  return file;
};

const threadsAlive = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

describe('analysing several criteria', () => {
  it('gives in threads what it gives in one, each as it is done', async () => {
    const expected = largeJobs().map((job) => analyse(job));
    const progress = new Map<number, number>();
    const inThreads = await gathered(largeJobs(), {
      threads: 2,
      onProgress: (index, share) => {
        expect(share).toBeGreaterThanOrEqual(progress.get(index) ?? 0);
        progress.set(index, share);
      },
    });
    expect(inThreads).toEqual(expected);
    expect([...progress.values()]).toEqual([1, 1, 1, 1, 1]);
    expect(await gathered(largeJobs(), { threads: 1 })).toEqual(expected);
  });

  it('does small work without a thread', async () => {
    const jobs = [jobOf(1, 20), jobOf(2, 20)];
    const workerFile = workerThat('throw new Error("not wanted");');
    expect(await gathered(jobs, { workerFile })).toEqual(jobs.map((job) => analyse(job)));
  });

  it('begins with the smallest, so that there is something to see soon', async () => {
    const jobs = [jobOf(1, 1500), jobOf(2, 300), jobOf(3, 1500)];
    for await (const { index } of analyseAll(jobs, { threads: 1 })) {
      expect(index).toBe(1);
      break;
    }
  });

  it('takes nothing from jobs that look at the same truth', async () => {
    const [first, second] = [jobOf(1, 500), jobOf(2, 500)];
    const twin = { ...second, truth: first.truth };
    const expected = [analyse(first), analyse(twin)];
    expect(await gathered([first, twin], { threads: 1 })).toEqual(expected);
  });

  it('is nothing for no criterion', async () => {
    expect(await gathered([])).toEqual([]);
  });
});

describe('stopping', () => {
  it('ends within a moment, in the middle of a criterion, and leaves no thread', async () => {
    const before = threadsAlive();
    const stop = new AbortController();
    const long = [jobOf(1, 5000, { bootstrap: 100_000 }), jobOf(2, 5000, { bootstrap: 100_000 })];
    const run = gathered(long, {
      threads: 2,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
    expect(threadsAlive()).toBe(before);
  });

  it('holds also for small work', async () => {
    const stop = new AbortController();
    const run = gathered([jobOf(1, 20), jobOf(2, 20)], {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(run).rejects.toThrow('enough');
  });

  it('may come before the beginning', async () => {
    await expect(gathered(largeJobs(), { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow(
      'never',
    );
  });

  it('is also no longer reading results', async () => {
    const before = threadsAlive();
    for await (const { index } of analyseAll(largeJobs(), { threads: 2 })) {
      expect(index).toBeGreaterThanOrEqual(0);
      break;
    }
    expect(threadsAlive()).toBe(before);
  });
});

describe('a worker that fails', () => {
  it.each([
    ['throw new Error("boom");', 'The analysis of c1 failed: boom'],
    ['process.exit(3);', 'The analysis of c1 failed: its thread ended with code 3'],
    [
      'parentPort.postMessage({ kind: "failed", index, problem: "no such scale" });',
      'The analysis of c1 failed: no such scale',
    ],
  ])('is told with the name of the criterion, and ends the others: %s', async (body, message) => {
    const before = threadsAlive();
    const run = gathered(largeJobs(), { threads: 2, workerFile: workerThat(body) });
    await expect(run).rejects.toThrow(AnalysisFailed);
    await expect(gathered(largeJobs(), { threads: 1, workerFile: workerThat(body) })).rejects.toThrow(
      message,
    );
    expect(threadsAlive()).toBe(before);
  });

  it('is told when the analysis itself fails, in a thread and without one', async () => {
    const wrong = (count: number): AnalysisJob => {
      const job = jobOf(1, count);
      return { ...job, ratings: { ...job.ratings, starts: null as never } };
    };
    await expect(gathered([wrong(20)])).rejects.toThrow(/^The analysis of c1 failed: /);
    await expect(gathered([wrong(2000)])).rejects.toThrow(/^The analysis of c1 failed: /);
  });
});
