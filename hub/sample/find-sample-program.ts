import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The sample program that came with Assay, from any of its files, run from its sources or as built. */
export const findSampleProgram = (from: string): string => {
  const here = join(from, 'resources', 'sample', 'program');
  if (existsSync(here)) return here;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('The sample program is not where Assay was installed. Install it again.');
  return findSampleProgram(parent);
};
