import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './simulate.ts';
import { planOf } from './steps/schedule.ts';

/** What a seed came to, as it travels from a worker. */
export type SeedReport = Omit<Outcome, 'faults' | 'checks'> & {
  readonly faults: Record<string, number>;
  readonly checks: Record<string, number>;
};

export type Campaign = {
  readonly from: number;
  readonly seeds: number;
  readonly workers: number;
  /** No seed is begun after so many seconds; null: all are played. */
  readonly budgetSeconds: number | null;
  /** The planted bug to play with, by name; null: the product as it is. */
  readonly mutant: string | null;
  /** Ends at the first broken rule. */
  readonly stopAtFirst: boolean;
  readonly onReport?: (report: SeedReport) => void;
};

const workerFile = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * What a seed seldom calls would be thrown away between two of them, and compiled anew. Every core plays a seed: threads that
 * collect garbage beside it only take turns with it. A seed's garbage is gone with it, before it is copied to the old.
 */
const workerFlags = [
  '--no-flush-bytecode',
  '--single-threaded-gc',
  '--min-semi-space-size=32',
  '--max-semi-space-size=64',
];

export const defaultWorkers = (): number => Math.min(2, availableParallelism());

/** Plays seeds in processes of their own, each on its own memory files. In the order of the seeds. */
export const playSeeds = async (campaign: Campaign): Promise<SeedReport[]> => {
  const { workers, budgetSeconds, mutant } = campaign;
  const deadline =
    budgetSeconds === null ? Number.POSITIVE_INFINITY : performance.now() + budgetSeconds * 1000;
  const reports: SeedReport[] = [];
  const waiting = inOrder(campaign);
  let over = false;
  const takeNext = (): number | null => {
    if (over || performance.now() > deadline) return null;
    return waiting.shift() ?? null;
  };
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(workerFile, mutant === null ? [] : [mutant], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        execArgv: [...process.execArgv, ...workerFlags],
      });
      const give = () => sendSeed(child, takeNext());
      child.on('message', (message: 'ready' | SeedReport) => {
        if (message !== 'ready') {
          reports.push(message);
          campaign.onReport?.(message);
          if (message.violation !== null && campaign.stopAtFirst) over = true;
        }
        give();
      });
      child.on('error', reject);
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
    });
  const lane = async (): Promise<void> => {
    // A worker that a violation has ended is followed by another.
    do await one();
    while (!over && waiting.length > 0 && performance.now() <= deadline);
  };
  await Promise.all(Array.from({ length: workers }, lane));
  return reports.sort((a, b) => a.seed - b.seed);
};

/**
 * The longest first, so that at the end no worker waits for another's long seed; one after the other where the run may
 * end before all are played.
 */
const inOrder = ({ from, seeds, budgetSeconds, stopAtFirst }: Campaign): number[] => {
  const all = Array.from({ length: seeds }, (_, at) => from + at);
  if (budgetSeconds !== null || stopAtFirst) return all;
  const steps = new Map(all.map((seed) => [seed, planOf(seed).steps.length]));
  return all.sort((a, b) => (steps.get(b) ?? 0) - (steps.get(a) ?? 0));
};

const sendSeed = (child: ChildProcess, seed: number | null): void => {
  if (child.connected) child.send({ seed });
};
