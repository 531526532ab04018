import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenSection, Ratio, Section } from '../section.ts';
import { agreementReport, type Findings } from './agreement-report.ts';
import { type Curve, costCurves, mainKernels } from './curve.ts';
import { figureMakers } from './figures.ts';
import { type MeasuredFigure, measureAgain, measureFigure, ratiosOf } from './measure-figure.ts';
import { type MemoryPeak, measureMemory } from './memory.ts';
import { type Peers, runPeers } from './peers.ts';
import { buildWorker, type PoolTimes, poolJobs, poolSize, timePool } from './pool.ts';

const megabyte = 1e6;
const memoryLimit = 200;
/** As tall and narrow, and as short and wide, as ratings of ten million come. */
const tenMillion = [
  [100_000, 100],
  [1_000_000, 10],
] as const;

const sizes = [1e4, 1e5, 1e6, 1e7];
/** Twice the cost of a rating at a hundred times the size: caches are no longer large enough, and no more. */
export const growthLimit = 2;

const poolLimits = { first: 1_000, all: 10_000 };

type Growing = { memory: MemoryPeak[]; curves: readonly Curve[]; pool: PoolTimes | null };

const memoryRatios = (found: Growing): Ratio[] =>
  tenMillion.map(([units, raters]) => ({
    name: `memory at 10⁷ ratings, ${units.toLocaleString('en')} × ${raters}, to ${memoryLimit} MB`,
    limit: 1,
    direction: 'at most',
    measure: async () => {
      const peak = await measureMemory(units, raters);
      found.memory.push(peak);
      return {
        unit: 'MB',
        ours: [peak.peak / megabyte],
        peer: [memoryLimit],
        note: 'heap and buffers alive at once, ratings included, over the main coefficients; peer: the limit',
      };
    },
  }));

const curveRatio = (found: Growing): Ratio => ({
  name: 'cost of a rating at 10⁷ ratings, to that at 10⁵',
  limit: growthLimit,
  direction: 'at most',
  measure: async () => {
    found.curves = costCurves(sizes, mainKernels);
    const worst = found.curves.reduce((most, one) => (one.growth > most.growth ? one : most));
    const cost = (at: number): number => (worst.points.at(at)?.nsPerRating ?? Number.NaN) / 1e6;
    return {
      unit: 'ms',
      ours: [cost(-1) * 1e6],
      peer: [cost(-3) * 1e6],
      note: `milliseconds a million ratings, ${worst.name}, the one that grows most; its power is ${worst.exponent.toFixed(2)}`,
    };
  },
});

const timedPool = async (): Promise<PoolTimes> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-pool-'));
  try {
    const worker = await buildWorker(folder);
    return await timePool(poolJobs(poolSize, poolSize.replicates), poolSize.threads, worker);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const poolRatios = (found: Growing): Ratio[] => {
  const timesOf = async (): Promise<PoolTimes> => {
    found.pool ??= await timedPool();
    return found.pool;
  };
  const note =
    'every coefficient and each rater against true scores, 1,000 replicates, from the start, threads (as built) included; peer: the limit';
  return [
    {
      name: 'pool of 500 × 60 × 15, first results, to 1 s',
      limit: 1,
      direction: 'at most',
      measure: async () => ({
        unit: 'ms',
        ours: [(await timesOf()).firstMs],
        peer: [poolLimits.first],
        note,
      }),
    },
    {
      name: 'pool of 500 × 60 × 15, all results, to 10 s',
      limit: 1,
      direction: 'at most',
      measure: async () => ({ unit: 'ms', ours: [(await timesOf()).allMs], peer: [poolLimits.all], note }),
    },
  ];
};

/** A figure that cannot be measured fails as a ratio, and the others are measured all the same. */
type Attempt = { readonly measured: MeasuredFigure } | { readonly name: string; readonly error: unknown };

const attempt = (figure: MeasuredFigure['figure']): Attempt => {
  try {
    return { measured: measureFigure(figure) };
  } catch (error) {
    return { name: figure.name, error };
  }
};

const ratiosOfAttempt = (one: Attempt, peers: Peers): Ratio[] =>
  'measured' in one
    ? ratiosOf(one.measured, peers.runs)
    : [{ name: one.name, limit: 1, direction: 'at most', measure: () => Promise.reject(one.error) }];

const open = async (tell: (line: string) => void): Promise<OpenSection> => {
  const attempts: Attempt[] = [];
  for (const make of figureMakers) {
    for (const figure of make()) {
      tell(`agreement: ${figure.name} …`);
      attempts.push(attempt(figure));
    }
  }
  const peers = await runPeers(tell);
  const figures = attempts.flatMap((one) => ('measured' in one ? [one.measured] : []));
  tell('agreement: ours once more …');
  for (const figure of figures) measureAgain(figure);
  const found: Growing = { memory: [], curves: [], pool: null };
  return {
    ratios: [
      ...attempts.flatMap((one) => ratiosOfAttempt(one, peers)),
      ...memoryRatios(found),
      curveRatio(found),
      ...poolRatios(found),
    ],
    report: () => agreementReport({ figures, peers, ...found } satisfies Findings),
    close: async () => undefined,
  };
};

/** The agreement engine against packages, against obvious kernels, and against the sizes it has to carry. */
export const agreementSection: Section = { name: 'agreement', open };
