import { join } from 'node:path';
import { build } from 'vite';
import { analyseAll } from '../../../main/workers/agreement-pool.ts';
import { mainConfig } from '../../../scripts/vite/main-config.ts';
import type { AnalysisJob } from '../../../shared/agreement/analysis.ts';
import { ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { scoreMatrix } from './bench-data.ts';
import { floatsOf } from './figures.ts';

/** A calibration round of a large pool: every reviewer read every unit, and some reads are missing. */
export const poolSize = { raters: 500, units: 60, criteria: 15, replicates: 1_000, threads: 2 } as const;

type Size = { readonly raters: number; readonly units: number; readonly criteria: number };

const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`);

/** The score that most raters gave stands for the expert consensus. */
const consensusOf = (scores: Int8Array, units: number, raters: number): Float64Array =>
  Float64Array.from({ length: units }, (_, unit) => {
    const counts = new Uint32Array(6);
    for (const score of scores.subarray(unit * raters, (unit + 1) * raters))
      if (score > 0) counts[score] = (counts[score] as number) + 1;
    return counts.indexOf(Math.max(...counts));
  });

export const poolJobs = ({ raters, units, criteria }: Size, replicates: number): AnalysisJob[] => {
  const [unitNames, raterNames] = [names('U', units), names('R', raters)];
  return names('C', criteria).map((criterion, at) => {
    const set = scoreMatrix(301 + at, { units, raters, categories: 5, missing: 0.02 });
    return {
      criterion,
      units: unitNames,
      raters: raterNames,
      labels: null,
      ratings: ratingsOfGrid(floatsOf(set), units, raters),
      truth: consensusOf(set.scores, units, raters),
      options: {
        scale: 'ordinal',
        categories: [1, 2, 3, 4, 5],
        distance: 'value',
        customWeights: null,
        cut: 3,
        bootstrap: replicates,
        seed: 1,
        minOverlap: 30,
        pairs: 200,
      },
    };
  });
};

export type PoolTimes = { readonly firstMs: number; readonly allMs: number; readonly records: number };

const resampled = ['krippendorff_alpha', 'gwet_ac', 'fleiss_kappa'];

/** The worker as it is shipped, in a folder; gives its file. */
export const buildWorker = async (folder: string): Promise<string> => {
  await build(mainConfig(folder, { 'agreement-worker': 'main/workers/agreement-worker.ts' }));
  return join(folder, 'agreement-worker.js');
};

/** From the start, the starting of threads included. Throws when a criterion lacks what was asked for. */
export const timePool = async (
  jobs: readonly AnalysisJob[],
  threads: number,
  workerFile?: string,
): Promise<PoolTimes> => {
  const begun = performance.now();
  let firstMs = Number.NaN;
  let records = 0;
  let done = 0;
  for await (const { analysis } of analyseAll(
    jobs,
    workerFile === undefined ? { threads } : { threads, workerFile },
  )) {
    if (done === 0) firstMs = performance.now() - begun;
    done += 1;
    records += analysis.records.length;
    for (const statistic of resampled) {
      const found = analysis.records.find((one) => one.statistic === statistic && one.values !== null);
      const intervals = Object.keys(found?.values ?? {}).filter((name) => name.includes('bca'));
      if (intervals.length === 0)
        throw new Error(`${analysis.criterion} has no resampled interval of ${statistic}.`);
    }
    const judged = analysis.records.filter(({ statistic }) => statistic === 'true_score_accuracy');
    if (judged.length !== (jobs[0]?.raters.length ?? 0))
      throw new Error(`${analysis.criterion} has ${judged.length} raters against true scores.`);
  }
  return { firstMs, allMs: performance.now() - begun, records };
};
