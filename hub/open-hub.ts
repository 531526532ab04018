import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPasswordCost } from './auth/passwords.ts';
import { folderBlobStore } from './blobs/folder-blob-store.ts';
import type { HubDeps, PasswordCost, SignInWays } from './context/deps.ts';
import { loadIdentity } from './context/hub-identity.ts';
import { deriveHubKeys, loadHubRoot } from './core/hub-keys.ts';
import type { Clock, Logger, NewId, RandomBytes } from './core/ports.ts';
import { migrate } from './database/migrate.ts';
import { type HubDatabase, openPostgres, openSqlite } from './database/open.ts';
import { anyDevice } from './database/tables/devices.ts';
import { fanOutOldRegisters } from './services/fan-out-old-registers.ts';
import { finishErasures } from './services/finish-erasures.ts';

export type OpenHubOptions = {
  /** Holds hub.key, the evidence, and the database unless `databaseUrl` names a PostgreSQL one. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly newId?: NewId;
  readonly passwordCost?: PasswordCost;
  /** What is not said: the hub's own sign-in page, at the address the hub listens on, and passwords beside it. */
  readonly signInWays?: Partial<SignInWays>;
};

/** Opens a hub's data and brings its schema up to date. Close the database when done. */
export const openHub = async (options: OpenHubOptions): Promise<HubDeps> => {
  const { dataDir, log } = options;
  const random = options.random ?? randomBytes;
  const newId = options.newId ?? randomUUID;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const database = openDatabase(options);
  try {
    await migrate(database);
    const mayCreateKey = !(await database.read(anyDevice));
    const keys = deriveHubKeys(loadHubRoot(dataDir, random, mayCreateKey));
    const identity = await loadIdentity(database, newId);
    await fanOutOldRegisters(database);
    const deps: HubDeps = {
      database,
      blobs: folderBlobStore(join(dataDir, 'evidence'), newId),
      keys,
      identity,
      clock: options.clock ?? { now: Date.now },
      random,
      newId,
      log,
      passwordCost: options.passwordCost ?? defaultPasswordCost,
      signInWays: { publicUrl: null, provider: null, password: true, ...options.signInWays },
      fetch: (input, init) => globalThis.fetch(input, init),
    };
    await finishErasures(deps);
    return deps;
  } catch (error) {
    await database.close();
    throw error;
  }
};

const openDatabase = ({ dataDir, databaseUrl, log }: OpenHubOptions): HubDatabase =>
  databaseUrl === undefined
    ? openSqlite(join(dataDir, 'hub.sqlite'))
    : openPostgres(databaseUrl, () => log('warn', 'database-connection-lost'));
