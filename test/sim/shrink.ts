import { type Outcome, simulate } from './simulate.ts';
import type { Plan, Step } from './steps/schedule.ts';
import type { Template } from './world/template.ts';

export type Shrunk = { readonly plan: Plan; readonly outcome: Outcome; readonly tried: number };

export type ShrinkOptions = {
  /** No further try after so many milliseconds. */
  readonly budgetMs: number;
};

/**
 * The shortest schedule found that still breaks the same rule: delta debugging over the steps (Zeller and Hildebrandt,
 * 2002), which ends with one from which no single step can be left out. Everything else of the seed stays.
 */
export const shrink = async (
  template: Template,
  failed: Outcome,
  plan: Plan,
  { budgetMs }: ShrinkOptions,
): Promise<Shrunk> => {
  const end = performance.now() + budgetMs;
  const rule = failed.violation?.invariant;
  let tried = 0;
  let best: Shrunk = {
    plan: { ...plan, steps: plan.steps.slice(0, failed.stepsDone + 1) },
    outcome: failed,
    tried,
  };
  const fails = async (steps: readonly Step[]): Promise<boolean> => {
    tried += 1;
    const candidate = { ...plan, steps };
    const outcome = await simulate(template, failed.seed, candidate);
    if (outcome.violation?.invariant !== rule) return false;
    best = { plan: candidate, outcome, tried };
    return true;
  };
  if (!(await fails(best.plan.steps)) && !(await fails(plan.steps))) return best;
  let pieces = 2;
  while (best.plan.steps.length >= 2 && performance.now() < end) {
    const { steps } = best.plan;
    const size = Math.ceil(steps.length / pieces);
    let smaller = false;
    for (let at = 0; at < steps.length && performance.now() < end; at += size) {
      if (await fails([...steps.slice(0, at), ...steps.slice(at + size)])) {
        smaller = true;
        break;
      }
    }
    if (smaller) pieces = Math.max(2, pieces - 1);
    else if (size === 1) break;
    else pieces = Math.min(steps.length, pieces * 2);
  }
  return { ...best, tried };
};
