import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { whyNoWebHost } from '../helpers/programs.ts';
import { runCrashes } from './crash-runs.ts';

/* `node test/deep/crash/run.ts --kills N --seed S [--lanes L] [--verbose]`: one line of JSON; exit code 1 when work was lost. */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    verbose: { type: 'boolean', default: false },
  },
});

const wholeNumber = (name: 'kills' | 'seed' | 'lanes'): number => {
  const number = Number(values[name]);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number from 1 on.`);
  return number;
};

const missing = whyNoWebHost();
if (missing !== null) throw new Error(missing);
const report = await runCrashes({
  kills: wholeNumber('kills'),
  seed: wholeNumber('seed'),
  lanes: wholeNumber('lanes'),
  ...(values.verbose && {
    onKill: ({ phase, means }, number) => process.stderr.write(`${number} ${phase} (${means})\n`),
  }),
});
process.stdout.write(`${JSON.stringify(report)}\n`);
if (report.failures.length > 0) process.exitCode = 1;
