import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChangeBus, createChangeBus } from '../../../main/core/change-bus.ts';
import { createIds } from '../../../main/core/ids.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { inTransaction } from '../../../main/database/open.ts';
import { putSession, readAccount } from '../../../main/database/tables/device-account.ts';
import { createHubClient, type HubClient } from '../../../main/hub-client/hub-client.ts';
import { realTimers } from '../../../main/hub-client/timers.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import type { ReviewDeps } from '../../../main/services/review/work.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { createSync, type Sync } from '../../../main/sync/sync.ts';
import type { SyncDeps } from '../../../main/sync/sync-deps.ts';
import { type DeviceId, deviceIdSchema } from '../../../shared/domain/ids.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { Notice } from '../../../shared/workbench-api/notices.ts';
import { createNet, type Net } from './net.ts';

/** A reviewer's computer: a real workspace on disk, real keys, the real network with a hand on the cable. */
export type Device = {
  readonly folder: string;
  readonly net: Net;
  readonly bus: ChangeBus;
  readonly notices: Notice[];
  /** Where the hub is; a test may move it. */
  hubUrl: string;
  /** How long an answer is waited for, from the next start on. Milliseconds. */
  timeoutMs: number;
  /** Bytes the disk is said to have free. */
  freeBytes: number;
  workspace: Workspace;
  hub: HubClient;
  sync: Sync;
  /** What the review services work with. */
  reviewDeps(): ReviewDeps;
  /** What one pull or one push works with, to do them apart. */
  syncDeps(): SyncDeps;
  signIn(account: string, password: string): Promise<void>;
  /** Ends syncing and opens everything again from disk, as after a restart of the program. */
  restart(): Promise<void>;
  /**
   * Ends the program as `kill -9` does, and opens everything again from what is on the disk at this moment. What still
   * runs goes on with the folder that was left behind.
   */
  kill(): Promise<void>;
  close(): Promise<void>;
};

export type DeviceOptions = {
  readonly clock?: Clock;
  readonly timeoutMs?: number;
};

const realClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

export const openDevice = async (hubUrl: string, options: DeviceOptions = {}): Promise<Device> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-device-'));
  const random = (size: number) => new Uint8Array(randomBytes(size));
  const keys = deriveKeys(generateRootKey(random));
  const newDeviceId: DeviceId = deviceIdSchema.parse(randomUUID());
  const { clock = realClock, timeoutMs = 5000 } = options;
  const net = createNet();
  const notices: Notice[] = [];
  const bus = createChangeBus((error) => {
    throw error;
  });
  bus.subscribe((notice) => notices.push(notice));

  const syncDeps = (workspace: Workspace, hub: HubClient): SyncDeps => ({
    ...workspace,
    hub,
    bus,
    clock,
    random,
    timers: realTimers,
    log: () => {},
    freeBytes: async () => device.freeBytes,
  });
  let kills = 0;
  const workspaceName = () => (kills === 0 ? 'workspace' : `workspace-${kills}`);
  const open = async () => {
    const workspace = must(
      await openWorkspace({ folder: join(folder, workspaceName()), keys, random, newDeviceId }),
    );
    const hub = createHubClient({
      fetch: net.fetch,
      url: () => device.hubUrl,
      token: () => readAccount(workspace.db)?.token ?? null,
      clock,
      timeoutMs: device.timeoutMs,
    });
    const sync = createSync(syncDeps(workspace, hub));
    return { workspace, hub, sync };
  };
  const closeAll = async () => {
    await device.sync.stop();
    must(await device.workspace.close());
  };

  const device = {
    folder,
    net,
    bus,
    notices,
    hubUrl,
    timeoutMs,
    freeBytes: 1e12,
  } as Device;
  Object.assign(device, await open(), {
    reviewDeps: () => ({
      workspace: device.workspace,
      clock,
      ids: createIds(clock, random),
      bus,
      log: () => {},
      wakeSync: () => device.sync.wake(),
      downloadNow: (assignmentId) => device.sync.downloadNow(assignmentId),
    }),
    syncDeps: () => syncDeps(device.workspace, device.hub),
    signIn: async (account: string, password: string) => {
      const { deviceId, db } = device.workspace;
      const session = must(
        await device.hub.signIn({ account, password, device: { id: deviceId, name: 'test' } }),
      );
      must(inTransaction(db, (writable) => ok(putSession(writable, session))));
    },
    restart: async () => {
      await closeAll();
      Object.assign(device, await open());
    },
    kill: async () => {
      const left = join(folder, workspaceName());
      kills += 1;
      await cp(left, join(folder, workspaceName()), { recursive: true });
      const { sync, workspace } = device;
      Object.assign(device, await open());
      await sync.stop();
      workspace.db.close();
    },
    close: async () => {
      // A request given up while its connection is being made leaves the hub with a connection that asks nothing.
      await device.sync.settled();
      await closeAll();
      await rm(folder, { recursive: true, force: true });
    },
  } satisfies Partial<Device>);
  return device;
};

/** The value of a result that has to be ok here. */
export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.problem.code} ${JSON.stringify(result.problem.params ?? {})}`);
  return result.value;
};
