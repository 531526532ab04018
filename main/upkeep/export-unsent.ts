import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { WorkbenchPorts } from '../core/ports.ts';
import { sqliteProblem } from '../core/sqlite-problem.ts';
import type { Database } from '../database/connection.ts';
import { copyDatabase } from '../database/copy-database.ts';
import { openEncrypted } from '../database/open.ts';
import { lockProfileForReading } from '../database/profile-lock.ts';
import { readIdentity } from '../database/tables/device-identity.ts';
import { openKeyring } from '../keys/keyring.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { ACCOUNTS_FOLDER } from '../services/account-folders.ts';
import { type Connection, readConnection } from '../services/connection-file.ts';
import { exportSealedWork } from '../services/sealed-export.ts';
import { exists, isProfile, openProfileKeys, type Secret } from './open-profile.ts';

/** What became of one account: how many changes went into its file, or why there is none. */
export type Exported = { readonly account: string; readonly result: Result<number> };

export type ExportOptions = {
  readonly profile: string;
  readonly secret: Secret;
  readonly ports: Pick<WorkbenchPorts, 'clock' | 'random' | 'deliverFile'>;
};

/**
 * The unsent work of every account in a closed profile, sealed for its hub, read from a copy of the database. Schemas only
 * ever grow, so what an older Assay knows of the log and the outbox can be read in a newer one's too.
 */
export const exportUnsent = async (options: ExportOptions): Promise<Result<readonly Exported[]>> => {
  const { profile } = options;
  if (!(await isProfile(profile))) return fail(problem('no-profile-here', { folder: profile }));
  const lock = lockProfileForReading(profile);
  if (!lock.ok) return lock;
  try {
    const connection = await readConnection(profile);
    if (!connection.ok) return connection;
    if (connection.value === null) return fail(problem('not-connected'));
    const keys = await openProfileKeys(profile, options.secret);
    return keys.ok ? ok(await exportAll(options, connection.value, keys.value)) : keys;
  } finally {
    lock.value.release();
  }
};

const exportAll = async (
  options: ExportOptions,
  connection: Connection,
  keys: WorkspaceKeys,
): Promise<readonly Exported[]> => {
  const accounts = join(options.profile, ACCOUNTS_FOLDER);
  const exported: Exported[] = [];
  for (const account of (await exists(accounts)) ? (await readdir(accounts)).sort() : []) {
    exported.push({ account, result: await exportOne(options, join(accounts, account), connection, keys) });
  }
  return exported;
};

const exportOne = async (
  { ports }: ExportOptions,
  folder: string,
  connection: Connection,
  keys: WorkspaceKeys,
): Promise<Result<number>> => {
  const keyring = await openKeyring({
    profile: folder,
    ringKey: keys.ringKey,
    random: ports.random,
    ciphertextExists: async () => true,
  });
  if (!keyring.ok) return fail(keyring.problem as Problem);
  if (!(await exists(join(folder, 'workspace.db')))) return fail(problem('nothing-to-export'));
  const copy = await copyDatabase(join(folder, 'workspace.db'));
  let db: Database | undefined;
  try {
    db = openEncrypted(copy.file, keys.databaseKey, { readonly: false });
    const identity = readIdentity(db);
    if (identity === undefined) return fail(problem('nothing-to-export'));
    const workspace = { db, keyring: keyring.value, deviceId: identity.deviceId };
    const exported = await exportSealedWork({ workspace, connection, ports });
    if (!exported.ok) return exported;
    return ok('events' in exported.value ? exported.value.events : 0);
  } catch (error) {
    const known = sqliteProblem(error, 'reading the database');
    if (known === undefined) throw error;
    return fail(known);
  } finally {
    db?.close();
    await copy.remove();
  }
};
