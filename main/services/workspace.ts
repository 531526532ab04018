import { join } from 'node:path';
import { stampGiverName } from '../../shared/domain/hybrid-clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import type { RandomBytes } from '../core/ports.ts';
import { type Ballast, createBallast } from '../database/ballast.ts';
import type { Database } from '../database/connection.ts';
import { finishRestore } from '../database/finish-restore.ts';
import { closeDatabase, inTransaction, openDatabase } from '../database/open.ts';
import { insertIdentity, readIdentity } from '../database/tables/device-identity.ts';
import { createVault, type Vault } from '../evidence/vault.ts';
import { type FileSystem, nodeFileSystem } from '../keys/durable-file.ts';
import { type Keyring, openKeyring } from '../keys/keyring.ts';
import type { WorkspaceKeys } from '../keys/root-key.ts';
import { createOpenedReviews, type OpenedReviews } from './opened-reviews.ts';

/** One account's work on this computer, open. */
export type Workspace = {
  /** Where it lies. */
  readonly folder: string;
  readonly db: Database;
  readonly keyring: Keyring;
  readonly vault: Vault;
  /** Room kept for a full disk. */
  readonly ballast: Ballast;
  readonly openedReviews: OpenedReviews;
  readonly deviceId: DeviceId;
  /** Who stamps the edits that are made until it is closed. */
  readonly stampGiver: string;
  /** False when the last run was killed; the database has been checked since. */
  readonly cleanExit: boolean;
  close(): Promise<Result<void>>;
};

type OpenWorkspace = {
  readonly folder: string;
  readonly keys: WorkspaceKeys;
  readonly random: RandomBytes;
  /** The id a new workspace gets; one that exists keeps its own. */
  readonly newDeviceId: DeviceId;
  /** Under keyring and evidence; the database is SQLite's own affair. Default: this computer's. */
  readonly fs?: FileSystem;
  /** Room kept for a full disk, and who knows how much is free. Default: none is kept. */
  readonly reserve?: Reserve;
};

export type Reserve = { readonly bytes: number; readonly freeBytes: () => Promise<number> };

const noReserve: Reserve = { bytes: 0, freeBytes: async () => 0 };

/** Opens an account's folder, or makes it. The profile must be locked: one process, one open workspace per folder. */
export const openWorkspace = async (options: OpenWorkspace): Promise<Result<Workspace>> => {
  const { folder, keys, random, fs = nodeFileSystem, reserve = noReserve } = options;
  const ballast = createBallast({ folder, random, fs, ...reserve });
  const restored = await finishRestore(fs, folder);
  if (!restored.ok) return restored;
  const keyring = await openKeyring({ profile: folder, ringKey: keys.ringKey, random, fs });
  if (!keyring.ok) return keyring;
  const opened = openDatabase({
    file: join(folder, 'workspace.db'),
    key: keys.databaseKey,
    makeRoom: ballast.giveUp,
  });
  if (!opened.ok) return opened;
  const { db, cleanExit } = opened.value;
  const deviceId = ensureIdentity(db, options.newDeviceId);
  if (!deviceId.ok) {
    db.close();
    return deviceId;
  }
  const vault = createVault({
    folder: join(folder, 'evidence'),
    keyring: keyring.value,
    nameKey: keys.nameKey,
    random,
    fs,
  });
  let closing: Promise<Result<void>> | undefined;
  const closeAll = async () => {
    await vault.close();
    return closeDatabase(db);
  };
  const close = () => {
    closing ??= closeAll();
    return closing;
  };
  const openedReviews = createOpenedReviews();
  return ok({
    folder,
    db,
    keyring: makingRoom(forgetting(keyring.value, openedReviews), ballast),
    vault,
    ballast,
    openedReviews,
    deviceId: deviceId.value,
    stampGiver: stampGiverName(deviceId.value, Buffer.from(random(4)).toString('hex')),
    cleanExit,
    close,
  });
};

/** Nothing of a submission stays open in memory once its key is gone. */
const forgetting = (keyring: Keyring, opened: OpenedReviews): Keyring => ({
  ...keyring,
  destroyKey: (submissionId) => {
    opened.forget(submissionId);
    return keyring.destroyKey(submissionId);
  },
});

/**
 * A review begins with a key, and an erasure ends one: neither waits for a full disk. The vault has the keyring itself:
 * no room is given up for evidence.
 */
const makingRoom = (keyring: Keyring, ballast: Ballast): Keyring => {
  const again = async <T extends Result<unknown, { readonly code: string }>>(
    work: () => Promise<T>,
  ): Promise<T> => {
    const done = await work();
    return !done.ok && done.problem.code === 'disk-full' && ballast.giveUp() ? work() : done;
  };
  return {
    ...keyring,
    ensureKey: (submissionId) => again(() => keyring.ensureKey(submissionId)),
    ensureKeys: (submissionIds) => again(() => keyring.ensureKeys(submissionIds)),
    destroyKey: (submissionId) => again(() => keyring.destroyKey(submissionId)),
  };
};

const ensureIdentity = (db: Database, newDeviceId: DeviceId): Result<DeviceId> => {
  const known = readIdentity(db);
  if (known !== undefined) return ok(known.deviceId);
  return inTransaction(db, (writable) => {
    insertIdentity(writable, newDeviceId);
    return ok(newDeviceId);
  });
};
