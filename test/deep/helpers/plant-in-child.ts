import { plant } from '../../sim/mutants/plant.ts';
import { plantedBugs } from './planted-bugs.ts';

/* Loaded with `--import` before a program's entry: plants the bugs named in ASSAY_PLANTED while the program loads. */

for (const name of (process.env.ASSAY_PLANTED ?? '').split(',')) {
  const edits = plantedBugs[name];
  if (edits === undefined) throw new Error(`no planted bug is called ${name}`);
  plant(edits);
}
