import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HubDeps } from '../../hub/context/deps.ts';
import { importFolder } from '../../hub/import/import-folder.ts';
import { importSealed } from '../../hub/import/import-sealed.ts';
import { importLines } from '../../hub/import/report.ts';
import { openHub } from '../../hub/open-hub.ts';
import { importHelp } from './help.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  data: { type: 'string', default: 'hub-data' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** `assay hub import FOLDER|FILE`: into the hub whose data lies in --data, whether or not it is running. */
export const importCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(importHelp);
    return 0;
  }
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new UsageError('Name one folder or one file to import.');
  const source = resolve(given);
  if (!existsSync(source)) {
    output.error(`There is no folder or file ${given}. Nothing was imported.`);
    return 1;
  }
  const hub = await openHub({
    dataDir: resolve(values.data),
    databaseUrl: values.database,
    log: (level, event) => {
      if (level !== 'info') output.error(`hub: ${event}`);
    },
  });
  try {
    if (statSync(source).isFile()) return await takeInSealed(source, given, hub, output);
    const outcome = await importFolder(source, hub);
    for (const line of importLines(outcome)) (outcome.ok ? output.out : output.error)(line);
    return outcome.ok ? 0 : 1;
  } finally {
    await hub.database.close();
  }
};

/** Unsent work that a reviewer exported. What is refused is named and stays in the file: it can be imported again. */
const takeInSealed = async (
  source: string,
  given: string,
  hub: HubDeps,
  output: Output,
): Promise<ExitCode> => {
  const outcome = await importSealed(source, hub);
  if (!outcome.ok) {
    output.error(`${given} ${outcome.problem}.`);
    return 1;
  }
  const { account, exportedAt, events, accepted, duplicates, refused } = outcome.value;
  output.out(`Work of ${account}, exported ${exportedAt}: ${events} changes.`);
  output.out(`${accepted} new, ${duplicates} already here, ${refused.length} refused`);
  for (const { eventId, reason } of refused) output.error(`refused: change ${eventId}: ${reason}`);
  return refused.length === 0 ? 0 : 1;
};
