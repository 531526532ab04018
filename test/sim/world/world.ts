import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Counts, countUp } from './counts.ts';
import { type DeviceWorld, type SimDevice, startAfterCrash } from './device.ts';
import { forsakeLog } from './forsake-log.ts';
import { type Begun, type SimHub, type Snapshot, startHub } from './hub.ts';
import type { WireAnswer, WireRequest } from './net.ts';
import { CANARY } from './program.ts';
import { newShadow, type Shadow } from './shadow.ts';
import type { Template } from './template.ts';
import { createTrace, type Trace } from './trace.ts';
import { createVirtualTime, settle, type VirtualTime } from './virtual-time.ts';

/** A rule that did not hold. */
export type Violation = { readonly invariant: string; readonly message: string };

export class Violated extends Error {
  readonly violation: Violation;

  constructor(violation: Violation) {
    super(`${violation.invariant}: ${violation.message}`);
    this.violation = violation;
  }
}

export type World = {
  readonly seed: number;
  readonly folder: string;
  readonly template: Template;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly hub: SimHub;
  readonly devices: SimDevice[];
  readonly deviceWorld: DeviceWorld;
  readonly shadow: Shadow;
  readonly faults: Counts;
  readonly checks: Counts;
  restarts: number;
  /** Backups of the hub, the newest last, and what it had acknowledged then. */
  readonly backups: { readonly snapshot: Snapshot; readonly acknowledged: ReadonlySet<string> }[];
  /** A backup that was begun and is not finished. */
  begun: { readonly snapshot: Begun; readonly acknowledged: ReadonlySet<string> } | null;
  copy: {
    readonly folder: string;
    readonly of: SimDevice;
    readonly shadow: ReturnType<Shadow['devices']['get']>;
  } | null;
  /** The first rule that did not hold, found where nothing may be thrown. */
  found: Violation | null;
  /** Work to do once the present piece of work has come to rest. */
  readonly soon: (() => void | Promise<void>)[];
  readonly close: () => Promise<void>;
};

/** What the invariants want to hear of, told by the world. */
export type Watchers = {
  readonly onSealed: (world: World, key: string, nonce: Uint8Array, sealed: Uint8Array) => void;
  readonly onForked: (world: World, ...given: Parameters<DeviceWorld['onForked']>) => void;
  readonly onAnswer: (world: World, ...given: Parameters<DeviceWorld['onAnswer']>) => void;
  readonly onHeard: (world: World, ...given: Parameters<DeviceWorld['onHeard']>) => void;
  readonly onRequest: (world: World, ...given: Parameters<DeviceWorld['onRequest']>) => void;
  readonly afterHubChange: (world: World, hub: SimHub) => Promise<void>;
  readonly afterStart: (world: World, device: SimDevice) => Promise<void>;
  readonly atRest: (world: World) => void;
  readonly onHubAnswer: (world: World, request: WireRequest, answer: WireAnswer) => void;
};

export const openWorld = async (
  template: Template,
  seed: number,
  watch: Watchers,
  print: ((line: string) => void) | null,
): Promise<World> => {
  const folder = mkdtempSync(join(template.folder, `seed-${seed}-`));
  const trace = createTrace(print);
  const world = {
    seed,
    folder,
    template,
    trace,
    devices: [],
    shadow: newShadow(),
    faults: new Map(),
    checks: new Map(),
    restarts: 0,
    backups: [],
    begun: null,
    copy: null,
    found: null,
    soon: [],
  } as unknown as World;
  const time = createVirtualTime(() => atRest(world, watch));
  const log =
    (source: string) =>
    (level: string, event: string, fields: object = {}) => {
      noteLog(world, JSON.stringify([source, level, event, fields]));
    };
  const hub = await startHub({
    template,
    folder,
    seed,
    time,
    log: log('hub'),
    afterChange: (changed) => watch.afterHubChange(world, changed),
  });
  const deviceWorld: DeviceWorld = {
    template,
    folder,
    seed,
    time,
    trace,
    log: log('workbench'),
    handle: async (request) => {
      const answer = await hub.handle(request);
      if (answer !== null) watch.onHubAnswer(world, request, answer);
      return answer;
    },
    onNetFault: (kind) => countUp(world.faults, kind),
    onSealed: (...sealed) => watch.onSealed(world, ...sealed),
    onForked: (...forked) => watch.onForked(world, ...forked),
    onAnswer: (...answer) => watch.onAnswer(world, ...answer),
    onHeard: (...answer) => watch.onHeard(world, ...answer),
    onRequest: (...request) => watch.onRequest(world, ...request),
  };
  const close = async (): Promise<void> => {
    for (const device of world.devices) {
      device.run.image ??= device.run.folder;
      forsakeLog(join(device.run.folder, 'workspace.db'));
      device.run.workspace.db.close();
    }
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return Object.assign(world, { time, hub, deviceWorld, close });
};

/** Everything has come to rest: programs that were killed start again, and what waited for rest is done. */
export const atRest = async (world: World, watch: Pick<Watchers, 'afterStart' | 'atRest'>): Promise<void> => {
  watch.atRest(world);
  for (const work of world.soon.splice(0)) await work();
  for (const device of world.devices) {
    if (device.run.image === null || device.retired) continue;
    await startAfterCrash(world.deviceWorld, device);
    world.restarts += 1;
    await settle();
    await watch.afterStart(world, device);
  }
  throwIfFound(world);
};

export const report = (world: World, invariant: string, message: string): void => {
  world.found ??= { invariant, message };
};

export const throwIfFound = ({ found }: World): void => {
  if (found !== null) throw new Violated(found);
};

/** Nothing a person wrote, and no secret, may stand in a log. */
const noteLog = (world: World, line: string): void => {
  countUp(world.checks, '14 no personal data in logs');
  if (line.includes(CANARY)) report(world, '14 no personal data in logs', line.slice(0, 200));
};
