import { listBlocked, listUnacknowledged } from '../../../main/database/tables/outbox.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { report, type World } from '../world/world.ts';

export const DRAINS = '6 the outbox drains or names its blocker';

/** What still waits without anything that says why. */
export const waitingForNothing = ({ run }: SimDevice): string[] => {
  const blocked = listBlocked(run.workspace.db);
  const stopped = blocked.some(({ problem }) => problem.includes('"event-id-reuse"'));
  // The hub stopped this computer, perhaps in an answer that was lost: the window says so, and nothing more is sent.
  if (stopped || run.sync.status().problem?.code === 'device-blocked') return [];
  const held = new Set<string>(blocked.map(({ assignmentId }) => assignmentId));
  return listUnacknowledged(run.workspace.db)
    .filter(({ assignmentId }) => !held.has(assignmentId))
    .map(({ type, eventId }) => `${type} ${eventId}`);
};

/** (6) After 30 minutes without faults: everything was sent, or a refused change with its reason stands before it. */
export const checkDrained = (world: World, device: SimDevice): void => {
  countUp(world.checks, DRAINS);
  const waiting = waitingForNothing(device);
  const { problem } = device.run.sync.status();
  if (problem?.code === 'device-blocked' && !world.shadow.forked.has(device.lineage)) {
    report(world, DRAINS, `the hub has stopped ${device.name}, of which there is no copy`);
  }
  if (waiting.length > 0) {
    report(
      world,
      DRAINS,
      `${device.name} holds ${waiting.length}, first ${waiting[0]}; it says ${problem?.code ?? 'nothing'}`,
    );
  }
  for (const { problem: reason, eventId } of listBlocked(device.run.workspace.db)) {
    const { code } = JSON.parse(reason) as { code?: string };
    if (!code) report(world, DRAINS, `${eventId} on ${device.name} is blocked without a reason`);
  }
};
