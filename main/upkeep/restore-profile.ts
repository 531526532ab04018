import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { deviceIdSchema } from '../../shared/domain/ids.ts';
import { type Problem, problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock, RandomBytes } from '../core/ports.ts';
import { sqliteProblem } from '../core/sqlite-problem.ts';
import {
  BACKUPS_FOLDER,
  dayOfBackup,
  listBackups,
  RESTORED_FILE,
  RESTORING_FILE,
  SET_ASIDE_FOLDER,
} from '../database/backup-files.ts';
import type { Database } from '../database/connection.ts';
import { finishRestore } from '../database/finish-restore.ts';
import { migrate } from '../database/migrate.ts';
import { openEncrypted } from '../database/open.ts';
import { lockProfile } from '../database/profile-lock.ts';
import { outboxCounts } from '../database/tables/outbox.ts';
import { attempt, nodeFileSystem, PRIVATE_FOLDER, storageProblem, syncFolder } from '../keys/durable-file.ts';
import { openKeyring } from '../keys/keyring.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { ACCOUNTS_FOLDER } from '../services/account-folders.ts';
import { backupFault } from './check-database.ts';
import { exists, isProfile, openProfileKeys, type Secret } from './open-profile.ts';
import { makeFit, type Reconciled } from './restored-workspace.ts';

/** `file`: absolute. `account`: the name of its account's folder. Bytes. */
export type FoundBackup = {
  readonly day: string;
  readonly account: string;
  readonly file: string;
  readonly bytes: number;
};

export type Restored = Reconciled & {
  readonly day: string;
  /** Changes in the backup that the hub has not acknowledged, as far as the backup knows. */
  readonly unsent: number;
  /** Where the database that stood there is kept; null when there was none. */
  readonly setAside: string | null;
};

export type RestoreOptions = {
  readonly profile: string;
  /** A day, or a file. */
  readonly from: string;
  readonly secret: Secret;
  readonly clock: Clock;
  readonly random: RandomBytes;
};

/** The backups of every account in a profile, newest first. */
export const findBackups = async (profile: string): Promise<Result<readonly FoundBackup[]>> => {
  if (!(await isProfile(profile))) return fail(problem('no-profile-here', { folder: profile }));
  const accounts = join(profile, ACCOUNTS_FOLDER);
  const found: FoundBackup[] = [];
  for (const account of (await exists(accounts)) ? await readdir(accounts) : []) {
    for (const { day, file } of await listBackups(join(accounts, account))) {
      found.push({ day, account, file, bytes: (await stat(file)).size });
    }
  }
  return ok(found.sort((a, b) => (a.day < b.day ? 1 : -1)));
};

/**
 * Puts a backup in the place of an account's database. What stands there is copied aside first and never deleted. The
 * backup is checked and made fit on a copy; the workspace then goes on as a new device (see decision 8). The keyring stays
 * as it is: what was erased since the backup stays unreadable.
 */
export const restoreProfile = async (options: RestoreOptions): Promise<Result<Restored>> => {
  const { profile } = options;
  const found = await findBackups(profile);
  if (!found.ok) return found;
  const chosen = await chooseBackup(found.value, options);
  if (!chosen.ok) return chosen;
  const lock = lockProfile(profile);
  if (!lock.ok) return lock;
  try {
    const keys = await openProfileKeys(profile, options.secret);
    return keys.ok ? await restoreLocked(options, chosen.value, keys.value) : keys;
  } catch (error) {
    return fail(sqliteProblem(error, 'restoring') ?? storageProblem(error, 'restoring'));
  } finally {
    lock.value.release();
  }
};

type Chosen = { readonly file: string; readonly folder: string; readonly day: string };

/** By file: one in the profile, or a copy of one elsewhere where the profile has a single account. By day: the only one of it. */
const chooseBackup = async (
  found: readonly FoundBackup[],
  { profile, from }: RestoreOptions,
): Promise<Result<Chosen>> => {
  const ofDay = found.filter(({ day }) => day === from);
  const [one, another] = ofDay;
  if (one !== undefined && another === undefined) return ok(chosenOf(profile, one));
  if (another !== undefined) return fail(problem('backup-ambiguous', { day: from }));
  const file = resolve(from);
  const listed = found.find((backup) => resolve(backup.file) === file);
  if (listed !== undefined) return ok(chosenOf(profile, listed));
  if (!(await exists(file))) return fail(problem('backup-unknown', { from }));
  const accounts = join(profile, ACCOUNTS_FOLDER);
  const names = (await exists(accounts)) ? await readdir(accounts) : [];
  const inside = names.find((name) => file.startsWith(join(accounts, name) + sep));
  const [only, ...more] = inside === undefined ? names : [inside];
  if (only === undefined || more.length > 0)
    return fail(problem('backup-elsewhere', { folder: BACKUPS_FOLDER }));
  return ok({ file, folder: join(accounts, only), day: dayOfBackup(basename(file)) ?? basename(file) });
};

const chosenOf = (profile: string, { account, file, day }: FoundBackup): Chosen => ({
  file,
  folder: join(profile, ACCOUNTS_FOLDER, account),
  day,
});

const restoreLocked = async (
  { clock, random }: RestoreOptions,
  { file, folder, day }: Chosen,
  keys: WorkspaceKeys,
): Promise<Result<Restored>> => {
  const before = await finishRestore(nodeFileSystem, folder);
  if (!before.ok) return before;
  const fault = await backupFault(file, keys.databaseKey);
  if (fault !== null) return fail(problem('backup-damaged', { day, detail: fault }));
  const keyring = await openKeyring({
    profile: folder,
    ringKey: keys.ringKey,
    random,
    ciphertextExists: async () => true,
  });
  if (!keyring.ok) return fail(keyring.problem as Problem);
  const restoring = join(folder, RESTORING_FILE);
  await removeDatabase(restoring);
  await copyFile(file, restoring);
  const made = await makeReady(restoring, keys, async (db) => {
    const deviceId = deviceIdSchema.parse(Buffer.from(random(16)).toString('hex'));
    return makeFit({
      db,
      folder,
      keyring: keyring.value,
      nameKey: keys.nameKey,
      deviceId,
      nowMs: clock.now(),
    });
  });
  if (!made.ok) {
    await removeDatabase(restoring);
    return made;
  }
  const setAside = await copyAside(folder, new Date(clock.now()).toISOString());
  if (!setAside.ok) return setAside;
  await rename(restoring, join(folder, RESTORED_FILE));
  await syncFolder(nodeFileSystem, folder);
  const finished = await finishRestore(nodeFileSystem, folder);
  return finished.ok ? ok({ ...made.value, day, setAside: setAside.value }) : finished;
};

/** Brings the copy's schema up to date and makes it fit; one file, on the disk, when this resolves to ok. */
const makeReady = async (
  file: string,
  keys: WorkspaceKeys,
  prepare: (db: Database) => Promise<Result<Reconciled>>,
): Promise<Result<Reconciled & { readonly unsent: number }>> => {
  const db = openEncrypted(file, keys.databaseKey, { readonly: false });
  try {
    db.pragma('foreign_keys=ON');
    db.pragma('secure_delete=ON');
    db.pragma('synchronous=FULL');
    const migrated = migrate(db);
    if (!migrated.ok) return migrated;
    const { pending, sending, blocked } = outboxCounts(db);
    const made = await prepare(db);
    if (!made.ok) return made;
    return ok({ ...made.value, unsent: pending + sending + blocked });
  } finally {
    db.close();
    const written = await open(file, 'r+');
    await written.sync().finally(() => written.close());
  }
};

/** The database with its log as it stands, durable before anything takes its place. Null when there is none. */
const copyAside = (folder: string, at: string): Promise<Result<string | null>> =>
  attempt('keeping the database that is replaced', async () => {
    const names = (await readdir(folder)).filter((name) =>
      ['workspace.db', 'workspace.db-wal', 'workspace.db-journal'].includes(name),
    );
    if (names.length === 0) return null;
    const aside = join(folder, SET_ASIDE_FOLDER, at.replace(/[:.]/g, '-'));
    await mkdir(aside, { recursive: true, mode: PRIVATE_FOLDER });
    for (const name of names) {
      await copyFile(join(folder, name), join(aside, name));
      const copy = await open(join(aside, name), 'r+');
      await copy.sync().finally(() => copy.close());
    }
    for (const place of [aside, join(folder, SET_ASIDE_FOLDER), folder])
      await syncFolder(nodeFileSystem, place);
    return aside;
  });

const removeDatabase = async (file: string): Promise<void> => {
  for (const rest of ['', '-wal', '-shm', '-journal']) await rm(`${file}${rest}`, { force: true });
};
