import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describeProblem } from '../../shared/lib/problem.ts';
import { exportUnsent } from '../upkeep/export-unsent.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readSecret, secretFlags } from './profile-flags.ts';
import { readFlags } from './read-flags.ts';
import { exportUnsentHelp } from './upkeep-help.ts';

const options = {
  ...secretFlags,
  out: { type: 'string', default: '.' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay export-unsent PROFILE`: what the hub has not acknowledged, out of a profile that does not open any more. */
export const exportUnsentCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(exportUnsentHelp);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError('Name one profile folder.');
  const secret = await readSecret(values);
  const folder = resolve(values.out);
  let number = 0;
  const exported = await exportUnsent({
    profile: resolve(given),
    secret,
    ports: {
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      random: (size) => new Uint8Array(randomBytes(size)),
      deliverFile: async (name, bytes) => {
        number += 1;
        const file = join(folder, number === 1 ? name : name.replace(/\.json$/, `-${number}.json`));
        await mkdir(folder, { recursive: true });
        await writeFile(file, bytes, { mode: 0o600, flag: 'wx' });
        output.out(`Written: ${file}`);
        return { delivery: 'saved' };
      },
    },
  });
  if (!exported.ok) {
    output.error(describeProblem(exported.problem));
    return 1;
  }
  let failed = false;
  for (const { account, result } of exported.value) {
    if (result.ok) output.out(`Account ${account}: ${result.value} changes, sealed for the hub.`);
    else if (result.problem.code === 'nothing-to-export')
      output.out(`Account ${account}: nothing is unsent.`);
    else {
      failed = true;
      output.error(`Account ${account}: ${describeProblem(result.problem)}`);
    }
  }
  return failed ? 1 : 0;
};
