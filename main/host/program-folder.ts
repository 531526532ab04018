import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds package.json, from any file of the program, run from its sources or as built. */
export const findProgramFolder = (from: string): string => {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('Assay cannot find its own files. Install it again.');
  return findProgramFolder(parent);
};
