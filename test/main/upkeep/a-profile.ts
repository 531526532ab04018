import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runAssay } from '../../../main/cli/run-assay.ts';
import type { Database } from '../../../main/database/connection.ts';
import { openEncrypted } from '../../../main/database/open.ts';
import type { WorkspaceKeys } from '../../../main/keys/root-key.ts';
import { openProfileKeys } from '../../../main/upkeep/open-profile.ts';
import { programPassword, startProgramHub } from '../../helpers/program-hub.ts';
import { startTestWorkbench, type TestWorkbench } from '../../helpers/workbench.ts';
import { allHere, itemOf, score } from '../../helpers/workbench-steps.ts';

export const passphrase = 'correct horse battery';

/** Connects a workbench to a hub with a passphrase and signs in. Value: the recovery code. */
export const connectAs = async (bench: TestWorkbench, url: string, account: string): Promise<string> => {
  const protection = { kind: 'passphrase', passphrase } as const;
  const { recoveryCode } = await bench.call('setup.connectHub', { url, protection });
  if (recoveryCode === null) throw new Error('a recovery code was expected');
  await bench.call('session.signIn', { account, password: programPassword });
  return recoveryCode;
};

/** A profile of rosa.lind with all evidence, one review scored and another begun, closed. Value: its recovery code. */
export const makeProfile = async (profile: string, hubFolder: string): Promise<string> => {
  const hub = await startProgramHub({ folder: hubFolder });
  const bench = await startTestWorkbench({ profile });
  try {
    const code = await connectAs(bench, hub.url, 'rosa.lind');
    await bench.call('sync.now', {});
    await allHere(bench);
    const { assignmentId } = await itemOf(bench, 'QST-1');
    await score(bench, assignmentId);
    await score(bench, (await itemOf(bench, 'QST-2')).assignmentId);
    await bench.call('sync.now', {});
    await score(bench, assignmentId, 'Because it shows twice.');
    return code;
  } finally {
    await bench.close();
    await hub.stop();
  }
};

export const copyProfile = async (profile: string, to: string): Promise<string> => {
  await cp(profile, to, { recursive: true });
  return to;
};

/** The only account's folder of a profile. */
export const accountIn = async (profile: string): Promise<string> => {
  const [name] = await readdir(join(profile, 'accounts'));
  return join(profile, 'accounts', name ?? '');
};

export const keysOf = async (profile: string, code: string): Promise<WorkspaceKeys> => {
  const keys = await openProfileKeys(profile, { kind: 'recovery-code', code });
  if (!keys.ok) throw new Error(keys.problem.code);
  return keys.value;
};

/** Does to the database what no part of Assay does. */
export const meddle = async (profile: string, code: string, work: (db: Database) => void): Promise<void> => {
  const { databaseKey } = await keysOf(profile, code);
  const db = openEncrypted(join(await accountIn(profile), 'workspace.db'), databaseKey, { readonly: false });
  try {
    work(db);
  } finally {
    db.close();
  }
};

export const assay = async (...args: string[]) => {
  const out: string[] = [];
  const error: string[] = [];
  const code = await runAssay(args, {
    version: () => '0',
    entry: '',
    output: { out: (line) => out.push(line), error: (line) => error.push(line) },
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
};

/** Every file under a folder, in one order. */
export const filesUnder = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};
