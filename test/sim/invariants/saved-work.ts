import { sealScopeOf } from '../../../main/database/sealed-columns.ts';
import { findChainBreak, openPayload } from '../../../main/database/tables/events.ts';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import type { Happening } from '../../../shared/hub-api/events.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { SAVED, shadowOf } from '../world/saved.ts';
import type { Saved } from '../world/shadow.ts';
import { report, type World } from '../world/world.ts';

/**
 * (1) Every event that "Saved" was said of is in the log, at its place and unchanged, and opens; unless its submission
 * was to be erased here. The chain over all of them holds.
 */
export const checkSavedWork = (world: World, device: SimDevice) => {
  countUp(world.checks, SAVED);
  const { db, keyring } = device.run.workspace;
  const { saved } = shadowOf(world, device);
  const log = new Map(eventsSince(db, 1, 100_000).map((one) => [one.deviceSeq, one]));
  for (const one of saved) {
    const there = log.get(one.seq);
    if (there === undefined || there.eventId !== one.eventId || there.payloadHash !== one.payloadHash) {
      return report(world, SAVED, `${device.name} lost ${one.type} ${one.eventId} (number ${one.seq})`);
    }
    const opened = openPayload(keyring, there);
    if (opened.ok || mayBeErased(world, device, one)) continue;
    return report(
      world,
      SAVED,
      `${one.type} ${one.eventId} does not open on ${device.name}: ${opened.problem.code}`,
    );
  }
  const broken = findChainBreak(db);
  if (broken !== null) report(world, SAVED, `the chain of ${device.name} breaks at number ${broken}`);
};

/** Its key was allowed to go: recused, erased, or withdrawn so long ago that the time to read it is over. */
export const mayBeErased = (
  world: World,
  device: SimDevice,
  { submissionId, type }: Pick<Saved, 'submissionId' | 'type'>,
): boolean => {
  const { mayErase, latestWall } = shadowOf(world, device);
  const scope = sealScopeOf(type as Happening['type'], submissionId);
  const from = scope === null ? undefined : mayErase.get(scope);
  return from !== undefined && from <= latestWall;
};
