import { playSeeds } from '../campaign.ts';
import { caughtBy } from './caught-by.ts';
import type { Mutant } from './mutants.ts';

export type Caught = {
  readonly name: string;
  readonly caught: boolean;
  /** The first seed that caught it. */
  readonly seed: number | null;
  readonly invariant: string | null;
  readonly tried: number;
};

/** A bug that so many seeds in a row pass by is not caught. */
const MOST_SEEDS = 250;

/** Plants each bug alone and plays seeds until one breaks a rule. Two bugs at once, where there are two workers. */
export const catchMutants = async (
  mutants: readonly Mutant[],
  workers: number,
  onCaught: (caught: Caught) => void,
): Promise<Caught[]> => {
  const waiting = [...mutants];
  const found = new Map<string, Caught>();
  const work = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const caught = await catchOne(mutant);
      found.set(caught.name, caught);
      onCaught(caught);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return mutants.flatMap(({ name }) => found.get(name) ?? []);
};

const catchOne = async ({ name }: Mutant): Promise<Caught> => {
  const reports = await playSeeds({
    from: caughtBy[name] ?? 1,
    seeds: MOST_SEEDS,
    workers: 1,
    budgetSeconds: null,
    mutant: name,
    stopAtFirst: true,
  });
  const broke = reports.find(({ violation }) => violation !== null);
  const invariant = broke?.violation?.invariant ?? null;
  return { name, caught: broke !== undefined, seed: broke?.seed ?? null, invariant, tried: reports.length };
};
