import { parentPort } from 'node:worker_threads';
import { analyse } from '../../shared/agreement/analyse.ts';
import type { AnalysisJob, CriterionAnalysis } from '../../shared/agreement/analysis.ts';

/** A job for this thread. Names are null when they are those of the job before: they may be a million. */
export type WorkerRequest = {
  readonly index: number;
  readonly job: Omit<AnalysisJob, 'units' | 'raters'>;
  readonly units: readonly string[] | null;
  readonly raters: readonly string[] | null;
};

export type WorkerReply =
  | { readonly kind: 'progress'; readonly index: number; readonly share: number }
  | { readonly kind: 'done'; readonly index: number; readonly analysis: CriterionAnalysis | null }
  | { readonly kind: 'failed'; readonly index: number; readonly problem: string };

/** No more than this many milliseconds apart is progress told. */
const progressEvery = 100;

const port = parentPort;
if (port === null) throw new Error('agreement-worker runs as a worker thread');

let units: readonly string[] = [];
let raters: readonly string[] = [];

const reply = (message: WorkerReply): void => port.postMessage(message);

const progressOf = (index: number): ((share: number) => boolean) => {
  let last = performance.now();
  return (share) => {
    const now = performance.now();
    if (now - last >= progressEvery) {
      last = now;
      reply({ kind: 'progress', index, share });
    }
    return true;
  };
};

port.on('message', (request: WorkerRequest) => {
  const { index, job } = request;
  units = request.units ?? units;
  raters = request.raters ?? raters;
  try {
    reply({ kind: 'done', index, analysis: analyse({ ...job, units, raters }, progressOf(index)) });
  } catch (error) {
    reply({ kind: 'failed', index, problem: error instanceof Error ? error.message : String(error) });
  }
});
