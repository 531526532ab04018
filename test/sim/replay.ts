import { loadSimulation } from './load-simulation.ts';
import { mutants } from './mutants/mutants.ts';
import { plant } from './mutants/plant.ts';
import type { Shrunk } from './shrink.ts';
import type { Outcome } from './simulate.ts';

export type Replay = {
  readonly seed: number;
  readonly mutant: string | null;
  readonly json: boolean;
  readonly commit: string;
};

/** How long a failing schedule is made shorter, at most. Milliseconds. */
const SHRINK_MS = 120_000;

/**
 * Plays one seed, tells what happens, plays it again to see that it does the same, and if it broke a rule prints the
 * shortest schedule that still does. Value: the exit code.
 */
export const replay = async ({ seed, mutant, json, commit }: Replay): Promise<number> => {
  const planted = mutants.find(({ name }) => name === mutant);
  if (mutant !== null && planted === undefined) throw new Error(`there is no planted bug ${mutant}`);
  if (planted !== undefined) plant(planted.edits);
  const { simulate, planOf, shrink, template } = await loadSimulation();
  try {
    const plan = planOf(seed);
    const print = (line: string) => process.stdout.write(`${line}\n`);
    const first = await simulate(template, seed, plan, json ? {} : { print });
    const second = await simulate(template, seed, plan);
    const same = first.traceHash === second.traceHash;
    const shrunk =
      first.violation === null ? null : await shrink(template, first, plan, { budgetMs: SHRINK_MS });
    process.stdout.write(
      json
        ? `${JSON.stringify(answerOf(first, same, shrunk, commit, mutant))}\n`
        : wordsOf(first, same, shrunk, commit),
    );
    return first.violation === null && same ? 0 : 1;
  } finally {
    await template.remove();
  }
};

const answerOf = (
  first: Outcome,
  same: boolean,
  shrunk: Shrunk | null,
  commit: string,
  mutant: string | null,
) => ({
  seed: first.seed,
  commit,
  options: { mutant },
  steps: first.steps,
  traceHash: first.traceHash,
  sameAgain: same,
  violation: first.violation,
  ...(shrunk === null
    ? {}
    : {
        shrunk: {
          reviewers: shrunk.plan.reviewers,
          steps: shrunk.plan.steps,
          violation: shrunk.outcome.violation,
          tried: shrunk.tried,
        },
      }),
});

const wordsOf = (first: Outcome, same: boolean, shrunk: Shrunk | null, commit: string): string => {
  const lines = [
    '',
    `seed ${first.seed}, commit ${commit}, ${first.steps} steps, trace ${first.traceHash}, ${same ? 'the same again' : 'ANOTHER THE SECOND TIME'}`,
  ];
  if (shrunk !== null) {
    const { violation } = shrunk.outcome;
    lines.push(
      `broke ${violation?.invariant}: ${violation?.message}`,
      `shortest schedule found (${shrunk.plan.steps.length} of ${first.steps} steps; ${shrunk.tried} tried), computers ${shrunk.plan.reviewers.join('+')}:`,
      ...shrunk.plan.steps.map(({ kind, who, salt }) => `  ${kind.padEnd(16)} who ${who} salt ${salt}`),
    );
  }
  return `${lines.join('\n')}\n`;
};
