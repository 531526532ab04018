import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allowListedLog } from '../../../main/core/allow-listed-log.ts';
import { type ChangeBus, createChangeBus } from '../../../main/core/change-bus.ts';
import { createIds } from '../../../main/core/ids.ts';
import type { Clock, Logger } from '../../../main/core/ports.ts';
import { inTransaction } from '../../../main/database/open.ts';
import { putSession, readAccount } from '../../../main/database/tables/device-account.ts';
import { evidenceBytesHere } from '../../../main/database/tables/evidence-room.ts';
import { createHubClient, type HubClient } from '../../../main/hub-client/hub-client.ts';
import type { Timers } from '../../../main/hub-client/timers.ts';
import { goOnAsNewDevice, isCopy } from '../../../main/services/copied-workspace.ts';
import type { ReviewDeps } from '../../../main/services/review/work.ts';
import { openWorkspace, type Workspace } from '../../../main/services/workspace.ts';
import { createSync, type Sync } from '../../../main/sync/sync.ts';
import { type DeviceId, deviceIdSchema } from '../../../shared/domain/ids.ts';
import { ok } from '../../../shared/lib/result.ts';
import { type CrashPoint, type Doom, doomDatabase } from './crash.ts';
import { createDisk, type Disk } from './disk.ts';
import { forsakeLog } from './forsake-log.ts';
import { type Cable, createCable, type NetFaultKind, type WireAnswer, type WireRequest } from './net.ts';
import { PASSWORD } from './program.ts';
import { type Stream, streamOf } from './random.ts';
import { watchChunks, watchedKeyring } from './sealing.ts';
import { idsFrom, type Template, WORLD_BEGINS } from './template.ts';
import type { Trace } from './trace.ts';
import { settle, type VirtualTime } from './virtual-time.ts';

/** One run of the workbench on a computer: it ends when the program is closed or killed. */
export type Run = {
  readonly folder: string;
  readonly disk: Disk;
  readonly cable: Cable;
  readonly bus: ChangeBus;
  readonly workspace: Workspace;
  readonly hub: HubClient;
  /** What signs in. */
  readonly door: HubClient;
  readonly sync: Sync;
  readonly log: Logger;
  /** The image a crash has left; the run is over as soon as it is there. */
  image: string | null;
};

/** A reviewer's computer. */
export type SimDevice = {
  readonly name: string;
  readonly account: string;
  /** Devices of one lineage are copies of one workspace, and share its device id until each goes on under its own. */
  readonly lineage: string;
  /** Milliseconds this computer's wall clock is ahead of the world's. */
  wallOffset: number;
  /** Bytes its disk has for evidence and for what is to stay free. */
  diskBytes: number;
  readonly random: Stream;
  clock: Clock;
  run: Run;
  /** Counts runs, for folder names and the trace. */
  runs: number;
  doom: Doom | null;
  signingIn: boolean;
  /** Virtual milliseconds when this computer was thrown away; null while it is in use. */
  retired: boolean;
};

export type DeviceWorld = {
  readonly template: Template;
  readonly folder: string;
  readonly seed: number;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly log: Logger;
  readonly handle: (request: WireRequest) => Promise<WireAnswer | null>;
  readonly onNetFault: (kind: NetFaultKind) => void;
  readonly onSealed: (key: string, nonce: Uint8Array, sealed: Uint8Array) => void;
  /** A copy goes on under a device id of its own; what was refused for its number alone is in line again. */
  readonly onForked: (device: SimDevice, after: DeviceId) => void;
  readonly onAnswer: (device: SimDevice, request: WireRequest, answer: WireAnswer) => void;
  readonly onHeard: (device: SimDevice, request: WireRequest, answer: WireAnswer) => void;
  readonly onRequest: (device: SimDevice, request: WireRequest) => void;
};

/** Bytes. */
export const MUCH_ROOM = 1e12;

const HUB_URL = 'http://hub.invalid';

export type NewDevice = Pick<SimDevice, 'name' | 'account' | 'lineage'> & {
  /** A workspace to begin with; null: an empty one. */
  readonly image: string | null;
};

export const openDevice = async (world: DeviceWorld, given: NewDevice): Promise<SimDevice> => {
  const { name, account, lineage } = given;
  const device = {
    name,
    account,
    lineage,
    wallOffset: 0,
    diskBytes: MUCH_ROOM,
    random: streamOf(world.seed, 'ids', name),
    runs: 0,
    doom: null,
    signingIn: false,
    retired: false,
  } as unknown as SimDevice;
  device.clock = {
    now: () => WORLD_BEGINS + device.wallOffset + world.time.now(),
    monotonic: () => world.time.now(),
  };
  await startRun(world, device, given.image ?? emptyWorkspace(world, name));
  return device;
};

const emptyWorkspace = ({ template, folder }: DeviceWorld, name: string): string => {
  const image = join(folder, `${name}-new`);
  mkdirSync(image);
  for (const file of ['workspace.db', 'keyring.json'])
    copyFileSync(join(template.workspaceFolder, file), join(image, file));
  return image;
};

/** Starts the program on the files of an image; the image becomes its folder. */
export const startRun = async (world: DeviceWorld, device: SimDevice, image: string): Promise<void> => {
  const { template, time, trace } = world;
  device.runs += 1;
  const disk = createDisk(image);
  const random = (size: number) => device.random.bytes(size);
  const opened = await openWorkspace({
    folder: image,
    keys: template.keys,
    random,
    newDeviceId: deviceIdSchema.parse(idsFrom(streamOf(world.seed, 'device id', device.lineage))()),
    fs: disk.fs,
  });
  if (!opened.ok) throw new CannotOpen(opened.problem.code);
  const workspace: Workspace = {
    ...opened.value,
    keyring: watchedKeyring(opened.value.keyring, device.lineage, world.onSealed),
  };
  watchChunks(disk, world.onSealed);
  const cable = createCable({
    time,
    trace,
    random: streamOf(world.seed, 'faults', 'net', device.name, device.runs),
    name: device.name,
    handle: world.handle,
    onFault: world.onNetFault,
    pageLimit: device.name.endsWith('1') ? 6 : null,
  });
  const bus = createChangeBus((error) => {
    throw error;
  });
  const timers: Timers = {
    after: (ms, work) => time.after(ms, () => (run.image === null ? work() : undefined)),
  };
  const hub = createHubClient({
    fetch: cable.fetch,
    url: HUB_URL,
    token: () => readAccount(workspace.db)?.token ?? null,
    clock: device.clock,
    timers,
  });
  // A person who signs in does not wait for what was asked of syncing.
  const door = createHubClient({ fetch: cable.fetch, url: HUB_URL, clock: device.clock, timers });
  const log = allowListedLog(world.log);
  const sync = createSync({
    ...workspace,
    hub,
    bus,
    clock: device.clock,
    random,
    timers,
    log,
    freeBytes: async () => device.diskBytes - evidenceBytesHere(workspace.db),
  });
  const run: Run = { folder: image, disk, cable, bus, workspace, hub, door, sync, log, image: null };
  device.run = run;
  cable.onAnswer = (request, answer) => world.onAnswer(device, request, answer);
  cable.onHeard = (request, answer) => world.onHeard(device, request, answer);
  cable.onRequest = (request) => world.onRequest(device, request);
  doomDatabase(workspace.db, (point) => crashPoint(world, device, run, point));
  disk.onChange = () => crashPoint(world, device, run, 'file');
  sync.start();
};

/** The files of a workspace did not open: what a crash or a copy left is not what it should be. */
export class CannotOpen extends Error {
  constructor(code: string) {
    super(`the workspace does not open: ${code}`);
  }
}

/** Here the program could be killed; if it is doomed to be, it is. */
const crashPoint = (world: DeviceWorld, device: SimDevice, run: Run, point: CrashPoint): void => {
  const { doom } = device;
  if (doom === null || doom.point !== point || run.image !== null || device.run !== run) return;
  doom.left -= 1;
  if (doom.left > 0) return;
  device.doom = null;
  kill(world, device, doom.power);
};

/** Leaves the files as they are, or as a power cut leaves them; nothing the program still does counts. */
export const kill = (world: DeviceWorld, device: SimDevice, power: Stream | null): void => {
  const { run } = device;
  if (run.image !== null) return;
  const image = join(world.folder, `${device.name}-${device.runs}`);
  run.disk.copy(image, power);
  run.image = image;
  run.cable.cut();
  world.trace.note('killed', device.name, power === null ? 'process' : 'power');
};

/** Once everything of the killed program has come to rest: starts it again on what it left. */
export const startAfterCrash = async (world: DeviceWorld, device: SimDevice): Promise<void> => {
  const { run } = device;
  const { image } = run;
  if (image === null) return;
  endRun(run);
  device.signingIn = false;
  await startRun(world, device, image);
  world.trace.note('started', device.name, device.runs, device.run.workspace.cleanExit);
};

/** Ends a run of which nothing is read again. */
const endRun = ({ workspace, folder }: Run): void => {
  forsakeLog(join(folder, 'workspace.db'));
  workspace.db.close();
  rmSync(folder, { recursive: true, force: true });
};

/** Closes the program as a person does, and starts it again. */
export const restartCleanly = async (world: DeviceWorld, device: SimDevice): Promise<void> => {
  const { run } = device;
  run.cable.calm();
  // What is under way is given up by the abort; nothing here waits for the network.
  let stopped = false;
  const stopping = run.sync.stop().then(() => {
    stopped = true;
  });
  while (!stopped && run.image === null) await settle();
  // Killed while it closes: nothing more comes to it, and it is started as after any other crash.
  if (!stopped) return;
  await stopping;
  run.cable.cut();
  const closed = await run.workspace.close();
  run.image = run.folder;
  world.trace.note('closed', device.name, closed.ok);
  device.signingIn = false;
  await startRun(world, device, run.folder);
};

/** The computer is gone: thrown away, or its workspace replaced by another. */
export const scrap = (device: SimDevice): void => {
  const { run } = device;
  run.cable.cut();
  run.image ??= run.folder;
  endRun(run);
};

export const reviewDepsOf = (device: SimDevice): ReviewDeps => {
  const { workspace, bus, sync, log } = device.run;
  return {
    workspace,
    clock: device.clock,
    ids: createIds(device.clock, (size) => device.random.bytes(size)),
    bus,
    log,
    wakeSync: () => sync.wake(),
    downloadNow: (assignmentId) => sync.downloadNow(assignmentId),
  };
};

const goOnAsAnother = async (world: DeviceWorld, device: SimDevice): Promise<void> => {
  const id = deviceIdSchema.parse(idsFrom(streamOf(world.seed, 'device id', device.name, device.runs))());
  world.onForked(device, id);
  world.trace.note('goes on', device.name, id);
  if (goOnAsNewDevice(device.run.workspace, id).ok) await restartCleanly(world, device);
};

export const isSignedIn = ({ run }: SimDevice): boolean => readAccount(run.workspace.db)?.token != null;

/**
 * Signs in, beside everything else that goes on. A workspace that knows it is a copy goes on under a device id of its own
 * first, as signing in at the workbench has it.
 */
export const beginSignIn = async (world: DeviceWorld, device: SimDevice): Promise<void> => {
  if (device.signingIn || device.run.image !== null) return;
  if (isCopy(device.run.workspace)) await goOnAsAnother(world, device);
  const { run } = device;
  if (run.image !== null) return;
  device.signingIn = true;
  const { deviceId, db } = run.workspace;
  void run.door
    .signIn({ account: device.account, password: PASSWORD, device: { id: deviceId, name: device.name } })
    .then((session) => {
      if (run.image !== null || device.run !== run) return;
      device.signingIn = false;
      if (!session.ok) return;
      const stored = inTransaction(db, (writable) => ok(putSession(writable, session.value)));
      if (stored.ok) run.bus.publish({ topic: 'app', ids: [] });
    });
};
