import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HubDeps, SignInWays } from '../../../hub/context/deps.ts';
import type { LogFields, LogLevel } from '../../../hub/core/ports.ts';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { importLines } from '../../../hub/import/report.ts';
import { openHub } from '../../../hub/open-hub.ts';
import { serveHub } from '../../../hub/serve-hub.ts';
import type { PostgresServer } from './postgres-server.ts';
import { type TestClock, testClock } from './test-clock.ts';
import { signInDevice, type TestDevice } from './test-device.ts';

/** The small program every hub test starts from: 2 micro-credentials, 4 submissions, 5 accounts. */
export const fixtureProgram = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/program');
export const fixturePassword = 'fixture-password';

export type TestHub = {
  readonly url: string;
  readonly deps: HubDeps;
  readonly clock: TestClock;
  readonly dataDir: string;
  readonly logs: { level: LogLevel; event: string; fields: LogFields }[];
  /** Signs an account of the fixture program in on a device (a new one unless named). */
  readonly signIn: (account: string, deviceId?: string) => Promise<TestDevice>;
  /** Stops the server and removes its data. */
  readonly close: () => Promise<void>;
};

export type TestHubOptions = {
  /** A program folder to import instead of the fixture; null: an empty hub. */
  readonly program?: string | null;
  /** Keep the data in this PostgreSQL server instead of SQLite. */
  readonly postgres?: PostgresServer;
  readonly signInWays?: Partial<SignInWays>;
};

/** A real hub on a free port of 127.0.0.1, with its clock in the test's hand. */
export const startTestHub = async (options: TestHubOptions = {}): Promise<TestHub> => {
  const program = options.program === undefined ? fixtureProgram : options.program;
  const fromTemplate = program === fixtureProgram;
  const dataDir = await mkdtemp(join(tmpdir(), 'assay-test-hub-'));
  const databaseUrl = fromTemplate
    ? await copyTemplate(dataDir, options.postgres)
    : await options.postgres?.createDatabase(databaseName());
  const clock = testClock();
  const logs: TestHub['logs'] = [];
  const opened = await openForTest(dataDir, databaseUrl, clock, logs);
  const deps = { ...opened, signInWays: { ...opened.signInWays, ...options.signInWays } };
  if (program !== null && !fromTemplate) await importOrThrow(program, deps);
  const served = await serveHub(deps, { host: '127.0.0.1', port: 0 });
  return {
    url: served.url,
    deps,
    clock,
    dataDir,
    logs,
    signIn: (account, deviceId) => signInDevice(served.url, account, fixturePassword, deviceId),
    close: async () => {
      await served.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** Opens hub data as tests do: cheap passwords, a given clock, the log in an array. */
export const openForTest = (
  dataDir: string,
  databaseUrl: string | undefined,
  clock: TestClock,
  logs: TestHub['logs'],
): Promise<HubDeps> =>
  openHub({
    dataDir,
    databaseUrl,
    clock,
    random: randomBytes,
    newId: randomUUID,
    passwordCost: { n: 16, r: 1, p: 1 },
    log: (level, event, fields = {}) => logs.push({ level, event, fields }),
  });

const importOrThrow = async (program: string, deps: HubDeps): Promise<void> => {
  const outcome = await importFolder(program, deps);
  if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
};

const databaseName = (): string => `hub_${randomUUID().replaceAll('-', '')}`;

/** A hub's data with the fixture program in it, made once for each database server and copied for each test. */
type Template = {
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly database: string | undefined;
};

const templates = new Map<PostgresServer | 'sqlite', Promise<Template>>();

const copyTemplate = async (
  dataDir: string,
  postgres: PostgresServer | undefined,
): Promise<string | undefined> => {
  const key = postgres ?? 'sqlite';
  const template = templates.get(key) ?? makeTemplate(postgres);
  templates.set(key, template);
  const { files, database } = await template;
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(dataDir, path)), { recursive: true });
    await writeFile(join(dataDir, path), bytes, { mode: 0o600 });
  }
  return postgres?.createDatabase(databaseName(), database);
};

/** Kept in memory: a test worker may be stopped at any time and could not tidy up a folder. */
const makeTemplate = async (postgres: PostgresServer | undefined): Promise<Template> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'assay-hub-template-'));
  try {
    const database = postgres === undefined ? undefined : databaseName();
    const url = database === undefined ? undefined : await postgres?.createDatabase(database);
    const deps = await openForTest(dataDir, url, testClock(), []);
    await importOrThrow(fixtureProgram, deps);
    await deps.database.close();
    const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const files = paths.map(async (path) => ({ path: relative(dataDir, path), bytes: await readFile(path) }));
    return { files: await Promise.all(files), database };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
