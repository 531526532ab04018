import { statfs } from 'node:fs/promises';
import type { IdentitySignIn } from '../shared/hub-api/session.ts';
import { problem } from '../shared/lib/problem.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { routeCommand } from './api/router.ts';
import { allowListedLog } from './core/allow-listed-log.ts';
import { createChangeBus } from './core/change-bus.ts';
import { createIds } from './core/ids.ts';
import type { WorkbenchPorts } from './core/ports.ts';
import { thisDevice } from './core/this-device.ts';
import type { Workbench } from './core/workbench-types.ts';
import { backUpInThread } from './database/backup-in-thread.ts';
import type { BackupOrder } from './database/make-backup.ts';
import { lockProfile } from './database/profile-lock.ts';
import { readAccount } from './database/tables/device-account.ts';
import { createHubClient } from './hub-client/hub-client.ts';
import { realTimers, type Timers } from './hub-client/timers.ts';
import { startBrowserSignIn } from './identity/browser-sign-in.ts';
import { endSignIn } from './identity/end-sign-in.ts';
import { createSessionRenewal } from './identity/session-renewal.ts';
import { type FileSystem, nodeFileSystem } from './keys/durable-file.ts';
import { createSerialQueue } from './keys/serial-queue.ts';
import { deactivate } from './services/activate.ts';
import { createAutoLock } from './services/auto-lock.ts';
import { createDailyBackups } from './services/daily-backup.ts';
import { activeWorkspace, type Desk, type DeskDeps, type HubDoor } from './services/desk.ts';
import { openArtifact } from './services/evidence.ts';
import { createReserveWatch } from './services/reserve-watch.ts';
import { createSettling } from './services/settling.ts';
import { stopSample } from './services/setup.ts';
import { createStandingWatch } from './services/standing-watch.ts';
import { startDesk } from './services/start.ts';
import { lockLimit, lockVault } from './services/unlock.ts';
import { createSync } from './sync/sync.ts';

/** What tests and the simulation put in the place of this computer's own. */
export type WorkbenchInternals = {
  readonly timers?: Timers;
  /** Bytes free where the evidence lies. */
  readonly freeBytes?: () => Promise<number>;
  /** Bytes kept in reserve for a full disk; 0: none. */
  readonly ballastBytes?: number;
  /** Writes one backup. */
  readonly backUp?: (order: BackupOrder) => Promise<Result<void>>;
  /** Under what the services keep in files themselves. */
  readonly fs?: FileSystem;
};

/**
 * The workbench core, wired: the only place that constructs. Fails with `workspace-in-use` while another one runs on
 * this profile, and with the reason when the workspace here cannot be read.
 */
export const createWorkbench = async (
  given: WorkbenchPorts,
  internals: WorkbenchInternals = {},
): Promise<Result<Workbench>> => {
  const lock = lockProfile(given.profileFolder);
  if (!lock.ok) return lock;
  const deps = deskDeps({ ...given, log: allowListedLog(given.log) }, internals);
  const desk = createDesk(deps, internals.timers ?? realTimers);
  try {
    const started = await startDesk(desk);
    if (started.ok) {
      desk.autoLock.start();
      desk.standing.start();
      return ok(workbenchOver(desk, lock.value.release));
    }
    await leave(desk);
    lock.value.release();
    return started;
  } catch (error) {
    await leave(desk);
    lock.value.release();
    throw error;
  }
};

const workbenchOver = (desk: Desk, release: () => void): Workbench => {
  const { bus, ports } = desk.deps;
  let closing: Promise<void> | undefined;
  return {
    handle: async (name, input) =>
      closing === undefined ? routeCommand(desk, name, input) : fail(problem('workbench-closed')),
    onNotice: (listener) => bus.subscribe(listener),
    requestLock: () => desk.autoLock.request(),
    settle: (windows) => desk.settling.settle(windows),
    openEvidence: async (artifactId) => {
      const workspace = activeWorkspace(desk);
      if (!workspace.ok) return workspace;
      return openArtifact({ workspace: workspace.value, bus, log: ports.log }, artifactId);
    },
    close: () => {
      closing ??= desk.inTurn(async () => {
        await leave(desk);
        release();
      });
      return closing;
    },
  };
};

const leave = async (desk: Desk): Promise<void> => {
  desk.autoLock.stop();
  desk.standing.stop();
  const left = await deactivate(desk);
  if (!left.ok) desk.deps.ports.log('error', 'workspace.not-closed-cleanly', { code: left.problem.code });
  await stopSample(desk);
};

const createDesk = (deps: DeskDeps, timers: Timers): Desk => {
  const { ports, bus } = deps;
  const desk: Desk = {
    deps,
    inTurn: createSerialQueue(),
    autoLock: createAutoLock({
      clock: ports.clock,
      timers,
      limit: () => lockLimit(desk),
      announce: () => bus.publish({ topic: 'locking', ids: [] }),
      lock: async () => {
        const locked = await desk.inTurn(() => lockVault(desk));
        if (!locked.ok) ports.log('error', 'vault.not-locked', { code: locked.problem.code });
      },
    }),
    settling: createSettling(timers, (id) => bus.publish({ topic: 'settling', ids: [id] })),
    standing: createStandingWatch(() => desk, timers),
    connection: null,
    keys: null,
    active: null,
    browserSignIn: null,
    sampleHub: null,
    sampleSignIns: null,
    shredProblem: null,
  };
  return desk;
};

const deskDeps = (ports: WorkbenchPorts, internals: WorkbenchInternals): DeskDeps => {
  const { clock, random, log, fetch, profileFolder } = ports;
  const { timers = realTimers, freeBytes = freeBytesOf(profileFolder), backUp = backUpInThread } = internals;
  const { fs = nodeFileSystem, ballastBytes = BALLAST_BYTES } = internals;
  const bus = createChangeBus((error) =>
    log('error', 'notice.listener-failed', { code: error instanceof Error ? error.name : 'unknown' }),
  );
  return {
    ports,
    bus,
    fs,
    ids: createIds(clock, random),
    hub: hubDoor(ports, timers),
    identity: {
      start: (request, hubUrl) => startBrowserSignIn(request, { fetch, hubUrl, clock, timers, random }),
      end: (signedIn, hubUrl) => endSignIn(signedIn, { fetch, hubUrl }),
    },
    hubOf: ({ db }, { url, hubId }) => {
      const token = () => readAccount(db)?.token ?? null;
      const exchange = (body: IdentitySignIn) =>
        createHubClient({ fetch, url, clock, timers }).call('signInWithIdentity', { body });
      const device = thisDevice(ports);
      const renew = createSessionRenewal({ db, hubUrl: url, hubId, device, fetch, log, exchange });
      return createHubClient({ fetch, url, token, renew, clock, timers });
    },
    createSync: ({ db, keyring, vault }, hub) =>
      createSync({ db, hub, keyring, vault, bus, clock, random, timers, log, freeBytes }),
    reserve: { bytes: ballastBytes, freeBytes },
    createReserveWatch: (ballast) =>
      createReserveWatch({
        ballast,
        timers,
        log,
        onChange: () => bus.publish({ topic: 'storage', ids: [] }),
      }),
    createBackups: (folder, key) =>
      createDailyBackups({
        folder,
        backUp: (day) => backUp({ folder, key, day }),
        clock,
        timers,
        log,
        onChange: () => bus.publish({ topic: 'app', ids: [] }),
      }),
  };
};

/** Enough for weeks of scoring. */
const BALLAST_BYTES = 67_108_864;

const hubDoor = ({ fetch, clock }: WorkbenchPorts, timers: Timers): HubDoor => {
  const clientFor = (url: string, token: string | null = null) =>
    createHubClient({ fetch, url, token: () => token, clock, timers });
  return {
    describe: (url) => clientFor(url).describeHub(),
    signIn: ({ url, ...body }) => clientFor(url).call('signIn', { body }),
    signInWithIdentity: (url, body) => clientFor(url).call('signInWithIdentity', { body }),
    signOut: (url, token) => clientFor(url, token).call('signOut', {}),
    askStanding: (url, body) => clientFor(url).call('askStanding', { body }),
  };
};

const freeBytesOf = (folder: string) => async (): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};
