import { resolve } from 'node:path';
import { backupToFolder } from '../../hub/backup/backup-to-folder.ts';
import { beginBackup, finishRecordedBackup, startNewEpoch } from '../../hub/backup/record-backup.ts';
import type { HubDeps } from '../../hub/context/deps.ts';
import { backupHelp } from './hub-backup-help.ts';
import { onHubData } from './open-hub-data.ts';
import { type ExitCode, type Output, UsageError } from './output.ts';
import { readFlags } from './read-flags.ts';

const options = {
  to: { type: 'string' },
  'without-evidence': { type: 'boolean', default: false },
  begin: { type: 'boolean', default: false },
  finish: { type: 'string' },
  restored: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Values = ReturnType<typeof readFlags<typeof options>>['values'];
type Done = { readonly line: string; readonly json: Readonly<Record<string, unknown>> } | null;

/** `assay hub backup`: a copy of a hub while it serves, or the record of one that was made by other means. */
export const backupCommand = async (args: readonly string[], output: Output): Promise<ExitCode> => {
  const { values, positionals } = readFlags(args, options);
  if (values.help) {
    output.out(backupHelp);
    return 0;
  }
  const [folder, ...more] = positionals;
  if (more.length > 0 || (folder !== undefined && values.data !== undefined))
    throw new UsageError('Name one hub folder.');
  const work = workOf(values, folder ?? values.data ?? 'hub-data');
  const place = { data: folder ?? values.data ?? 'hub-data', database: values.database };
  const done = await onHubData(place, output, (hub) => work(hub, output));
  if (done === null) return 1;
  output.out(values.json ? JSON.stringify(done.json) : done.line);
  return 0;
};

const workOf = (values: Values, data: string): ((hub: HubDeps, output: Output) => Promise<Done>) => {
  const asked = [values.to !== undefined, values.begin, values.finish !== undefined, values.restored];
  if (asked.filter(Boolean).length !== 1)
    throw new UsageError('Name one of --to, --begin, --finish, --restored.');
  const { to, finish } = values;
  if (to !== undefined) return (hub, output) => toFolder(hub, output, values, data, to);
  if (finish !== undefined) return (hub, output) => record(hub, output, finish);
  return values.restored ? restored : begin;
};

const toFolder = async (
  hub: HubDeps,
  output: Output,
  values: Values,
  data: string,
  to: string,
): Promise<Done> => {
  if (hub.database.dialect === 'postgresql') {
    output.error(
      'A PostgreSQL database is copied with pg_dump: see assay help hub backup. Nothing was copied.',
    );
    return null;
  }
  const report = await backupToFolder(hub, {
    dataDir: resolve(data),
    to: resolve(to),
    evidence: !values['without-evidence'],
  });
  const files = values['without-evidence'] ? 'no evidence' : `${report.evidenceFiles} evidence files`;
  return {
    line: `Backup finished ${report.finishedAt}: key, database and ${files} in ${to}.`,
    json: { ...report },
  };
};

const begin = async (hub: HubDeps): Promise<Done> => {
  const id = await beginBackup(hub);
  return {
    line: `${id}\nCopy the hub now. When the copy is synced: assay hub backup --finish ${id}`,
    json: { id },
  };
};

const record = async (hub: HubDeps, output: Output, id: string): Promise<Done> => {
  const finishedAt = await finishRecordedBackup(hub, id);
  if (finishedAt === null) {
    output.error(`No backup ${id} was begun at this hub. Nothing was recorded.`);
    return null;
  }
  return { line: `Backup ${id} finished ${finishedAt}.`, json: { id, finishedAt } };
};

const restored = async (hub: HubDeps): Promise<Done> => {
  await startNewEpoch(hub);
  return {
    line: 'Noted. Start the hub: workbenches pull everything and send again what they keep.',
    json: { restored: true },
  };
};
