import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgramFolder } from '../host/program-folder.ts';
import { runAssay } from './run-assay.ts';

const version = (): string => {
  const text = readFileSync(join(findProgramFolder(import.meta.dirname), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

// Whoever reads the output may have seen enough (`| head`): that is no failure, and there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const code = await runAssay(process.argv.slice(2), {
  version,
  entry: process.argv[1] ?? import.meta.filename,
  output: {
    out: (line) => void process.stdout.write(`${line}\n`),
    error: (line) => void process.stderr.write(`${line}\n`),
  },
});
if (code !== null) process.exitCode = code;
