import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import { startProgramHub } from './program-hub.ts';
import { tempFolder } from './temp-folder.ts';
import { startTestWorkbench, type TestWorkbench, type TestWorkbenchOptions } from './workbench.ts';

/** A workbench that is closed when its test ends. */
export const startBench = async (options: TestWorkbenchOptions): Promise<TestWorkbench> => {
  const bench = await startTestWorkbench(options);
  onTestFinished(() => bench.close());
  return bench;
};

const systemTime = { now: () => Date.now() };

/** A hub that can go away and come back at the same address. */
export const aHub = async (port = 0, folder = join(tempFolder(), 'hub'), clock = systemTime) => {
  const hub = await startProgramHub({ folder, port, clock });
  let stopped = false;
  const stop = async () => {
    if (!stopped) await hub.stop();
    stopped = true;
  };
  onTestFinished(stop);
  return { url: hub.url, stop, again: (later = clock) => aHub(Number(new URL(hub.url).port), folder, later) };
};

export const itemOf = async (bench: TestWorkbench, code: string) => {
  const { items } = await bench.call('queue.list', {});
  const item = items.find(({ submissionCode }) => submissionCode === code);
  if (item === undefined) throw new Error(`${code} is not in the queue`);
  return item;
};

export const score = async (
  bench: TestWorkbench,
  assignmentId: AssignmentId,
  rationale = 'Because it shows.',
) => {
  const { microCredential } = await bench.call('review.open', { assignmentId });
  const perCriterion = microCredential.rubric.criteria.flatMap(({ id: criterionId }) => [
    { op: 'score.set' as const, criterionId, score: 2.5 },
    { op: 'rationale.set' as const, criterionId, text: rationale },
  ]);
  const feedback = (['strength', 'nextStep'] as const).map((field) => ({
    op: 'feedback.set' as const,
    criterionId: null,
    field,
    text: `The ${field}.`,
  }));
  await bench.call('review.applyEdits', {
    assignmentId,
    operations: [...perCriterion, ...feedback],
    activeSeconds: 60,
  });
};

export const allHere = (bench: TestWorkbench) =>
  bench.until(async () => {
    const { downloads } = await bench.call('sync.getStatus', {});
    return downloads.files > 0 && downloads.filesHere === downloads.files && downloads;
  });
