import { readAccount } from '../../main/database/tables/device-account.ts';
import { checkConverged, hasCaughtUp } from './invariants/convergence.ts';
import { checkCursor } from './invariants/cursor.ts';
import { checkHubNumbers, checkOwnNumbers } from './invariants/device-numbers.ts';
import { checkAnswered, checkErased, checkErasedAtHub } from './invariants/erased.ts';
import { checkAcknowledged, checkOneEffect, checkOneFinal } from './invariants/hub-records.ts';
import { checkNoForeign } from './invariants/no-foreign.ts';
import { checkNothingLost, checkPruned } from './invariants/nothing-lost.ts';
import { checkDrained, waitingForNothing } from './invariants/outbox-drains.ts';
import { checkRejectedWork } from './invariants/rejected-work.ts';
import { checkRoom } from './invariants/room.ts';
import { checkSavedWork } from './invariants/saved-work.ts';
import { watchers } from './invariants/watch.ts';
import { firstAssignments, issuerSteps } from './steps/issuing.ts';
import { filesHere, readRange, readSomething } from './steps/reading.ts';
import { reviewSteps } from './steps/reviewing.ts';
import type { Plan, Step } from './steps/schedule.ts';
import { troubles } from './steps/trouble.ts';
import { countUp } from './world/counts.ts';
import { calmDatabase } from './world/crash.ts';
import {
  beginSignIn,
  CannotOpen,
  isSignedIn,
  MUCH_ROOM,
  openDevice,
  type SimDevice,
} from './world/device.ts';
import { REVIEWERS } from './world/program.ts';
import { type Stream, streamOf } from './world/random.ts';
import { SAVED } from './world/saved.ts';
import type { Template } from './world/template.ts';
import { settle } from './world/virtual-time.ts';
import { atRest, openWorld, throwIfFound, Violated, type Violation, type World } from './world/world.ts';

export type Outcome = {
  readonly seed: number;
  readonly steps: number;
  readonly restarts: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly checks: ReadonlyMap<string, number>;
  readonly traceHash: string;
  readonly violation: Violation | null;
  /** Steps done until the rule was broken. */
  readonly stepsDone: number;
  readonly tail: readonly string[];
};

export type SimulateOptions = { readonly print?: (line: string) => void };

/** Steps between two looks at everything; what may not wait is watched all the time. */
const CHECK_EVERY = 35;

/** Plays one plan from an empty world to its end. The same seed and plan always give the same outcome. */
export const simulate = async (
  template: Template,
  seed: number,
  plan: Plan,
  { print }: SimulateOptions = {},
): Promise<Outcome> => {
  const world = await openWorld(template, seed, watchers, print ?? null);
  let stepsDone = 0;
  let violation: Violation | null = null;
  try {
    await begin(world, plan);
    for (const step of plan.steps) {
      await doStep(world, step);
      stepsDone += 1;
      if (stepsDone % CHECK_EVERY === 0) await checkSafety(world);
    }
    await checkSafety(world);
    await calmDown(world);
    await checkLiveness(world);
  } catch (error) {
    violation = violationOf(error);
    world.trace.note('violation', violation.invariant, violation.message);
  } finally {
    await world.close();
  }
  return {
    seed,
    steps: plan.steps.length,
    restarts: world.restarts,
    faults: world.faults,
    checks: world.checks,
    traceHash: world.trace.hash(),
    violation,
    stepsDone,
    tail: world.trace.tail(),
  };
};

const violationOf = (error: unknown): Violation => {
  if (error instanceof Violated) return error.violation;
  if (error instanceof CannotOpen) return { invariant: SAVED, message: error.message };
  // A bug that no rule names, in the product or in the simulation: as grave as any.
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { invariant: '0 nothing throws', message: text.split('\n').slice(0, 6).join(' | ') };
};

const begin = async (world: World, { reviewers }: Plan): Promise<void> => {
  const accounts = await world.hub.deps.database.kysely
    .selectFrom('accounts')
    .select(['id', 'account'])
    .execute();
  for (const { id, account } of accounts) world.shadow.accountIds.set(account, id);
  for (const [at, count] of reviewers.entries()) {
    for (let n = 1; n <= count; n++) {
      const account = REVIEWERS[at] ?? REVIEWERS[0];
      const name = `${account}-${n}`;
      world.devices.push(await openDevice(world.deviceWorld, { name, account, lineage: name, image: null }));
    }
  }
  const random = streamOf(world.seed, 'text', 'begin');
  await firstAssignments(world, random);
  for (const device of world.devices) await beginSignIn(world.deviceWorld, device);
  await world.time.pass(3000);
};

const doStep = async (world: World, { kind, who, salt }: Step): Promise<void> => {
  const device = world.devices[who % world.devices.length];
  if (device === undefined) return;
  const random = streamOf('step', kind, salt);
  world.trace.note('step', kind, device.name, world.time.now());
  await actOf(kind, world, device, random);
  await settle();
  await atRest(world, watchers);
};

const MINUTE_MS = 60_000;

const actOf = async (kind: Step['kind'], world: World, device: SimDevice, random: Stream): Promise<void> => {
  if (kind in reviewSteps) return reviewSteps[kind as keyof typeof reviewSteps](world, device, random);
  if (kind in issuerSteps) return issuerSteps[kind as keyof typeof issuerSteps](world, random);
  if (kind in troubles) return troubles[kind as keyof typeof troubles](world, device, random);
  switch (kind) {
    case 'read':
      return readSomething(world, device, random);
    case 'sync':
      return void device.run.sync.now();
    case 'sign-in':
      if (!isSignedIn(device)) await beginSignIn(world.deviceWorld, device);
      return;
    case 'moment':
      return world.time.pass(random.below(400));
    case 'while':
      return world.time.pass(random.below(25_000));
    case 'minutes':
      return world.time.pass(random.below(6 * MINUTE_MS));
    case 'sleep':
      return sleep(world, random);
    default:
      throw new Error(`no such step: ${kind}`);
  }
};

/** All computers are closed for hours or days, and the hub's time goes on. */
const sleep = async (world: World, random: Stream): Promise<void> => {
  const ms = random.below(random.chance(0.5) ? 8 * 86_400_000 : 3_600_000);
  world.hub.clockOffset += ms;
  for (const device of world.devices) device.wallOffset += ms;
  countUp(world.faults, 'sleep');
};

/** What must hold at any moment. */
const checkSafety = async (world: World): Promise<void> => {
  for (const device of world.devices) {
    checkSavedWork(world, device);
    checkOwnNumbers(world, device);
    checkCursor(world, device);
    checkNoForeign(world, device);
    checkRejectedWork(world, device);
    checkPruned(world, device);
    await checkErased(world, device);
  }
  await checkOneEffect(world);
  await checkOneFinal(world);
  await checkAcknowledged(world);
  await checkHubNumbers(world);
  await checkErasedAtHub(world);
  throwIfFound(world);
};

/** No fault any more, and nobody writes: the world has 30 minutes to come to rest. It is not looked at in between. */
const calmDown = async (world: World): Promise<void> => {
  for (const device of world.devices) {
    device.doom = null;
    device.diskBytes = MUCH_ROOM;
    device.run.cable.calm();
    device.run.disk.refuse('EIO', 0);
    calmDatabase(device.run.workspace.db);
  }
  world.hub.calm();
  const before = new Map(world.devices.map((device) => [device, lastSyncOf(device)]));
  // In every other seed somebody presses "Sync now"; in the others the timers alone must do it.
  if (world.seed % 2 === 0) for (const device of world.devices) void device.run.sync.now();
  for (let half = 0; half < 60; half++) {
    for (const device of world.devices) if (!isSignedIn(device)) await beginSignIn(world.deviceWorld, device);
    await world.time.pass(MINUTE_MS / 2);
    if (await isAtRest(world, before)) return;
  }
};

const lastSyncOf = ({ run }: SimDevice): string | null => readAccount(run.workspace.db)?.lastSyncAt ?? null;

/** Every computer has been through a whole cycle, and none has anything left to do. */
const isAtRest = async (world: World, before: ReadonlyMap<SimDevice, string | null>): Promise<boolean> => {
  for (const device of world.devices) {
    if (!isSignedIn(device) || device.run.cable.busy() > 0) return false;
    if (lastSyncOf(device) === before.get(device)) return false;
    if (waitingForNothing(device).length > 0 || !(await hasCaughtUp(world, device))) return false;
    const { downloads } = device.run.sync.status();
    if (downloads.filesHere < downloads.files) return false;
  }
  return true;
};

/** What must hold once the world had time to come to rest. */
const checkLiveness = async (world: World): Promise<void> => {
  for (const device of world.devices) {
    checkDrained(world, device);
    await checkNothingLost(world, device);
    await checkConverged(world, device);
    await checkAnswered(world, device);
    for (const row of filesHere(device)) {
      const size = world.template.evidence.get(row.sha256)?.length ?? 0;
      await readRange(world, device, row, 0, size - 1);
    }
    await checkRoom(world, device);
    throwIfFound(world);
  }
  await checkSafety(world);
};
