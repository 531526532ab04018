import { loadSimulation } from './load-simulation.ts';
import { mutants } from './mutants/mutants.ts';
import { plant } from './mutants/plant.ts';
import { countsOf } from './world/counts.ts';

/** Plays the seeds it is sent, one by one; with a name as its argument, on a product with that bug planted. */
const [name] = process.argv.slice(2);
const mutant = mutants.find((one) => one.name === name);
if (name !== undefined && mutant === undefined) throw new Error(`there is no planted bug ${name}`);
const isPlanted = mutant === undefined ? () => true : plant(mutant.edits);

const { simulate, planOf, template } = await loadSimulation();
if (!isPlanted()) throw new Error(`${name}: a file to change was never loaded`);

let playing = 0;

/** Work nobody waits for has thrown: it ends this process, and is the seed's violation. */
process.on('uncaughtException', (error) => {
  const message = (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ');
  const violation = { invariant: '0 nothing throws', message };
  const nothing = { steps: 0, restarts: 0, stepsDone: 0, tail: [], faults: {}, checks: {}, traceHash: '' };
  process.send?.({ ...nothing, seed: playing, violation }, () => process.exit(0));
});

process.on('message', async ({ seed }: { seed: number | null }) => {
  if (seed === null) {
    await template.remove();
    process.disconnect();
    return;
  }
  playing = seed;
  const outcome = await simulate(template, seed, planOf(seed));
  process.send?.({ ...outcome, faults: countsOf(outcome.faults), checks: countsOf(outcome.checks) });
});
process.send?.('ready');
