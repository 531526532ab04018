import { EventEmitter, on } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { analyse } from '../../shared/agreement/analyse.ts';
import type { AnalysisJob, CriterionAnalysis } from '../../shared/agreement/analysis.ts';
import type { WorkerReply, WorkerRequest } from './agreement-worker.ts';

export type PoolOptions = {
  /** Threads at most; as many as the machine runs at once where it is left out. */
  readonly threads?: number;
  /** Stops everything within a moment; the iteration then throws its reason. */
  readonly signal?: AbortSignal;
  /** How far the job at `index` is, 0 to 1. */
  readonly onProgress?: (index: number, share: number) => void;
  /** The worker to run; the tests give their own. */
  readonly workerFile?: string;
};

/**
 * So many milliseconds, or until the first result, the first thread has the machine to itself: threads that load and
 * warm up at the same time often share a core, and somebody waits for something to look at.
 */
const headStart = 800;

/** The analysis of the job at `index`. */
export type Finished = { readonly index: number; readonly analysis: CriterionAnalysis };

/** Why the analysis of one criterion failed. */
export class AnalysisFailed extends Error {
  constructor(criterion: string, why: string) {
    super(`The analysis of ${criterion} failed: ${why}`);
    this.name = 'AnalysisFailed';
  }
}

/**
 * Work under this (ratings, and resampled units for each hundred replicates) is done at once, in this thread: it takes
 * hardly longer than starting one, and less than a person notices.
 */
const smallWork = 5000;

/**
 * Analyses every job and hands each out as it is done, in no fixed order. The numbers of a job may move to another
 * thread: afterwards they are no longer there. However the iteration ends, so do the threads.
 */
export async function* analyseAll(
  jobs: readonly AnalysisJob[],
  options: PoolOptions = {},
): AsyncGenerator<Finished> {
  options.signal?.throwIfAborted();
  const work = jobs.reduce((sum, job) => sum + workOf(job), 0);
  yield* work <= smallWork ? inThisThread(jobs, options) : inWorkers(jobs, options);
}

const workOf = ({ ratings, options }: AnalysisJob): number =>
  ratings.values.length * (1 + options.bootstrap / 100);

async function* inThisThread(
  jobs: readonly AnalysisJob[],
  { signal, onProgress }: PoolOptions,
): AsyncGenerator<Finished> {
  for (const [index, job] of jobs.entries()) {
    // A turn for whoever wants to stop this.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const analysis = analysed(job, (share) => {
      onProgress?.(index, share);
      return signal?.aborted !== true;
    });
    if (analysis === null) throw stopped(signal);
    yield { index, analysis };
  }
}

const analysed = (job: AnalysisJob, progress: (share: number) => boolean): CriterionAnalysis | null => {
  try {
    return analyse(job, progress);
  } catch (error) {
    throw new AnalysisFailed(job.criterion, error instanceof Error ? error.message : String(error));
  }
};

const stopped = (signal: AbortSignal | undefined): unknown =>
  signal?.reason ?? new DOMException('The analysis was stopped.', 'AbortError');

/** What a worker told about the job at `index`, or why it can tell nothing any more. */
type WorkerEvent = { readonly index: number; readonly reply?: WorkerReply; readonly broken?: string };

type PoolWorker = {
  readonly thread: Worker;
  /** The job it works on. */
  running: number;
  units: readonly string[] | null;
  raters: readonly string[] | null;
};

async function* inWorkers(jobs: readonly AnalysisJob[], options: PoolOptions): AsyncGenerator<Finished> {
  const { threads = availableParallelism(), signal, onProgress } = options;
  const events = new EventEmitter();
  const told = on(events, 'worker', signal === undefined ? {} : { signal });
  const workers: PoolWorker[] = [];
  const next = givesNext(jobs);
  const startUpTo = (count: number): void => {
    while (workers.length < Math.min(count, jobs.length))
      workers.push(startWorker(options.workerFile ?? workerFile, events, next));
  };
  const many = Math.max(threads, 1);
  startUpTo(1);
  const others = setTimeout(() => startUpTo(many), headStart);
  try {
    for (let left = jobs.length; left > 0; ) {
      const { index, reply, broken } = await nextEvent(told, signal);
      const problem = reply?.kind === 'failed' ? reply.problem : broken;
      if (problem !== undefined) throw new AnalysisFailed(jobs[index]?.criterion ?? '', problem);
      if (reply?.kind === 'progress') onProgress?.(index, reply.share);
      if (reply?.kind !== 'done') continue;
      if (reply.analysis === null) throw stopped(signal);
      left -= 1;
      startUpTo(many);
      onProgress?.(index, 1);
      yield { index, analysis: reply.analysis };
    }
  } finally {
    clearTimeout(others);
    await told.return?.();
    await Promise.all(workers.map(({ thread }) => thread.terminate()));
  }
}

const nextEvent = async (
  told: AsyncIterator<unknown[]>,
  signal: AbortSignal | undefined,
): Promise<WorkerEvent> => {
  try {
    const { value } = await told.next();
    return (value as unknown[])[0] as WorkerEvent;
  } catch (error) {
    throw signal?.aborted === true ? stopped(signal) : error;
  }
};

/**
 * The order in which jobs begin: the smallest first, so that there is something to see soon; then from the largest to
 * the smallest, so that no thread is left alone with a large one at the end.
 */
const startOrder = (jobs: readonly AnalysisJob[]): number[] => {
  const sized = jobs.map((job, index) => ({ index, work: workOf(job) }));
  const [first, ...rest] = sized.toSorted((a, b) => a.work - b.work);
  const falling = rest.toSorted((a, b) => b.work - a.work);
  return [...(first === undefined ? [] : [first]), ...falling].map(({ index }) => index);
};

/** Source and bundle lie in different places; a chunk lies as deep under dist as the worker's own folder. */
const workerFile = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, 'agreement-worker.ts')
  : join(import.meta.dirname, '..', 'main', 'agreement-worker.js');

const startWorker = (file: string, events: EventEmitter, next: (worker: PoolWorker) => void): PoolWorker => {
  const thread = new Worker(file);
  const worker: PoolWorker = { thread, running: -1, units: null, raters: null };
  const tell = (event: WorkerEvent): boolean => events.emit('worker', event);
  const broke = (broken: string): boolean => tell({ index: worker.running, broken });
  next(worker);
  thread.on('message', (reply: WorkerReply) => {
    // At once, whether or not anybody is asking for results: a thread never waits for its reader.
    if (reply.kind === 'done') next(worker);
    tell({ index: reply.index, reply });
  });
  thread.on('error', (error) => broke(error instanceof Error ? error.message : String(error)));
  thread.on('exit', (code) => broke(`its thread ended with code ${code}`));
  return worker;
};

/** Gives a worker the job that is next, as long as there is one. */
const givesNext = (jobs: readonly AnalysisJob[]): ((worker: PoolWorker) => void) => {
  const order = startOrder(jobs);
  const shared = sharedBuffers(jobs);
  return (worker) => {
    const index = order.shift();
    if (index !== undefined) give(worker, index, jobs[index] as AnalysisJob, shared);
  };
};

const buffersOf = ({ ratings, truth }: AnalysisJob): ArrayBuffer[] =>
  [ratings.starts, ratings.rater, ratings.values, truth]
    .map((array) => array?.buffer)
    .filter((buffer) => buffer instanceof ArrayBuffer);

/** Buffers that several jobs look at: these are copied, since moving one would take it from the others. */
const sharedBuffers = (jobs: readonly AnalysisJob[]): ReadonlySet<ArrayBuffer> => {
  const seen = new Set<ArrayBuffer>();
  const shared = new Set<ArrayBuffer>();
  for (const job of jobs) {
    const own = new Set(buffersOf(job));
    for (const buffer of own) (seen.has(buffer) ? shared : seen).add(buffer);
  }
  return shared;
};

const give = (
  worker: PoolWorker,
  index: number,
  { units, raters, ...job }: AnalysisJob,
  shared: ReadonlySet<ArrayBuffer>,
): void => {
  const request: WorkerRequest = {
    index,
    job,
    units: units === worker.units ? null : units,
    raters: raters === worker.raters ? null : raters,
  };
  const moved = new Set(buffersOf({ units, raters, ...job }).filter((buffer) => !shared.has(buffer)));
  worker.running = index;
  worker.units = units;
  worker.raters = raters;
  worker.thread.postMessage(request, [...moved]);
};
