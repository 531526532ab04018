import { join } from 'node:path';
import { evidenceBytesHere, KEEP_FREE_BYTES } from '../../../main/database/tables/evidence-room.ts';
import { copyFolder } from '../world/copy-folder.ts';
import { countUp } from '../world/counts.ts';
import { refuseDatabase } from '../world/crash.ts';
import {
  kill,
  MUCH_ROOM,
  openDevice,
  restartCleanly,
  type SimDevice,
  scrap,
  startRun,
} from '../world/device.ts';
import type { Snapshot } from '../world/hub.ts';
import { NET_FAULTS } from '../world/net.ts';
import { type Stream, streamOf } from '../world/random.ts';
import { absorb, shadowOf } from '../world/saved.ts';
import { copyDeviceShadow } from '../world/shadow.ts';
import type { World } from '../world/world.ts';

/** What goes wrong at one computer, on its way to the hub, or at the hub. */
export type Trouble = (world: World, device: SimDevice, random: Stream) => Promise<void> | void;

const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const MOST_COMPUTERS = 12;

export const troubles = {
  'net-fault': (_world, device, random) => device.run.cable.arm(random.pick(NET_FAULTS)),
  'disk-fault': (world, device, random) => {
    const fault = random.pick(['ENOSPC', 'EIO'] as const);
    device.run.disk.refuse(fault, 1 + random.below(3));
    countUp(world.faults, `disk-${fault}`);
  },
  'database-fault': (world, device, random) => {
    const fault = random.pick(['full', 'io-error'] as const);
    refuseDatabase(device.run.workspace.db, fault);
    countUp(world.faults, `database-${fault}`);
  },
  'tight-disk': (world, device, random) => {
    device.diskBytes = MUCH_ROOM;
    if (random.chance(0.2)) return;
    const left = random.pick([0, 20, 100, 3000, 600_000]);
    device.diskBytes = KEEP_FREE_BYTES + evidenceBytesHere(device.run.workspace.db) + left;
    countUp(world.faults, 'tight-disk');
  },
  kill: (world, device) => {
    countUp(world.faults, 'kill');
    kill(world.deviceWorld, device, null);
  },
  'power-cut': (world, device, random) => {
    countUp(world.faults, 'power-cut');
    kill(world.deviceWorld, device, random);
  },
  doom: (world, device, random) => {
    const point = random.pick(['before-commit', 'after-commit', 'file'] as const);
    const power = random.chance(0.4) ? streamOf(random.u32()) : null;
    device.doom = { point, left: 1 + random.below(6), power };
    countUp(world.faults, `doom-${point}`);
  },
  close: async (world, device) => {
    await restartCleanly(world.deviceWorld, device);
    world.restarts += 1;
  },
  'clock-jump': (world, device, random) => {
    device.wallOffset = random.chance(0.4) ? 0 : Math.round((random.u32() / 2 ** 31 - 1) * TEN_YEARS_MS);
    countUp(world.faults, 'clock-jump');
    world.trace.note('clock', device.name, device.wallOffset);
  },
  'session-ends': async (world, device) => {
    countUp(world.faults, 'session-ends');
    const accountId = world.shadow.accountIds.get(device.account) ?? '';
    await world.hub.deps.database.write((db) =>
      db.deleteFrom('sessions').where('account_id', '=', accountId).execute(),
    );
  },
  'hub-restart': async (world, _device, random) => {
    countUp(world.faults, 'hub-restart');
    await world.hub.restart(random.chance(0.7));
    world.trace.note('hub-restart');
  },
  'hub-doom': (world, _device, random) => {
    countUp(world.faults, 'hub-doom');
    world.hub.dieInWrite(1 + random.below(5), random.chance(0.5));
  },
  'hub-snapshot': async (world) => {
    keep(world, await world.hub.snapshot());
    world.trace.note('hub-snapshot');
  },
  'hub-backup': async (world) => {
    const backup = await world.hub.backup();
    keep(world, backup);
    finished(world, backup);
    world.trace.note('hub-backup');
  },
  'begin-backup': async (world) => {
    const acknowledged = new Set(world.shadow.acknowledged);
    world.begun = { snapshot: await world.hub.beginBackup(), acknowledged };
    world.trace.note('begin-backup');
  },
  'finish-backup': async (world) => {
    const { begun } = world;
    if (begun === null) return;
    world.begun = null;
    const known = await begun.snapshot.finish();
    if (known) finished(world, begun.snapshot);
    keep(world, begun.snapshot, begun.acknowledged);
    world.trace.note('finish-backup', known);
  },
  'hub-rollback': async (world, _device, random) => {
    if (world.backups.length === 0) return;
    const backup = random.chance(0.6) ? world.backups.at(-1) : random.pick(world.backups);
    if (backup === undefined) return;
    const { snapshot, acknowledged } = backup;
    const { shadow } = world;
    const older = [...shadow.durable].filter((eventId) => !snapshot.events.has(eventId));
    countUp(world.faults, older.length > 0 ? 'hub-rollback-old' : 'hub-rollback');
    for (const eventId of older) shadow.lostWithBackup.add(eventId);
    shadow.acknowledged = new Set(acknowledged);
    await world.hub.rollBack(snapshot);
    world.trace.note('hub-rollback', older.length);
  },
  'keep-copy': (world, device) => {
    if (device.run.image !== null) return;
    absorb(world, device);
    const folder = join(world.folder, `copy-${world.time.now()}-${device.name}-${device.runs}`);
    device.run.disk.copy(folder, null);
    world.copy = { folder, of: device, shadow: copyDeviceShadow(shadowOf(world, device)) };
    world.trace.note('keep-copy', device.name);
  },
  'restore-copy': async (world) => {
    const { copy } = world;
    if (copy === null || copy.of.run.image !== null) return;
    countUp(world.faults, 'workspace-rollback');
    const device = copy.of;
    scrap(device);
    takeCopy(world, device, copy);
    device.signingIn = false;
    await startRun(world.deviceWorld, device, takeFolder(world, copy.of, copy.folder));
    world.trace.note('restore-copy', device.name);
  },
  'second-computer': async (world) => {
    const { copy } = world;
    if (copy === null || world.devices.length >= MOST_COMPUTERS) return;
    countUp(world.faults, 'second-computer');
    const { account, lineage } = copy.of;
    const name = `${lineage}-copy${world.devices.length}`;
    const device = await openDevice(world.deviceWorld, {
      name,
      account,
      lineage,
      image: takeFolder(world, copy.of, copy.folder),
    });
    world.devices.push(device);
    takeCopy(world, device, copy);
    world.trace.note('second-computer', name);
  },
} as const satisfies Record<string, Trouble>;

const MOST_BACKUPS = 3;

const keep = (
  { backups, shadow }: World,
  snapshot: Snapshot,
  acknowledged: ReadonlySet<string> = shadow.acknowledged,
): void => {
  backups.push({ snapshot, acknowledged: new Set(acknowledged) });
  if (backups.length > MOST_BACKUPS) backups.shift();
};

/** It is safe: what it holds need not be kept elsewhere. */
const finished = ({ shadow }: World, { events }: Snapshot): void => {
  for (const eventId of events) shadow.durable.add(eventId);
};

const takeCopy = (world: World, device: SimDevice, copy: NonNullable<World['copy']>): void => {
  if (copy.shadow !== undefined) world.shadow.devices.set(device.name, copyDeviceShadow(copy.shadow));
  world.shadow.forked.add(device.lineage);
};

/** The copy stays: it may be taken again. */
const takeFolder = (world: World, device: SimDevice, folder: string): string => {
  const to = join(world.folder, `taken-${world.devices.length}-${world.time.now()}-${device.runs}`);
  copyFolder(folder, to);
  return to;
};
