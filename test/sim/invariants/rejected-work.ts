import { openEvent, readEvent } from '../../../main/database/tables/events.ts';
import { readAssignment } from '../../../main/database/tables/hub-assignments.ts';
import type { StoredEvent } from '../../../main/database/tables/stored-event.ts';
import { listBlockedChanges } from '../../../main/services/blocked-changes.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { shadowOf } from '../world/saved.ts';
import { report, type World } from '../world/world.ts';
import { mayBeErased } from './saved-work.ts';

export const REJECTED = '9 rejected work stays readable';

/** (9) What the hub refused stands in the list of refused changes, with its reason and its words, until dismissed. */
export const checkRejectedWork = (world: World, device: SimDevice) => {
  const { db, keyring, deviceId } = device.run.workspace;
  const { verdicts, dismissed } = shadowOf(world, device);
  const refused = [...verdicts].filter(
    ([eventId, verdict]) => verdict === 'rejected' && !dismissed.has(eventId),
  );
  if (refused.length === 0) return;
  countUp(world.checks, REJECTED);
  const listed = new Set<string>(listBlockedChanges(device.run.workspace).map(({ eventId }) => eventId));
  for (const [eventId] of refused) {
    const stored = readEvent(db, eventId);
    if (stored === undefined)
      return report(world, REJECTED, `${device.name} does not know ${eventId} any more`);
    if (mayBeErased(world, device, stored)) continue;
    // Not what was refused: its number alone went to a hub older than the backup it was left to.
    if (world.shadow.lostWithBackup.has(eventId)) continue;
    if (!listed.has(eventId) && !isGranted(device, stored)) {
      return report(
        world,
        REJECTED,
        `${stored.type} ${eventId} was refused and is not shown on ${device.name}`,
      );
    }
    const opened = openEvent(keyring, deviceId, stored);
    if (!opened.ok)
      return report(world, REJECTED, `${eventId} was refused and does not open on ${device.name}`);
  }
};

/** An edit (or a reopening) that came too late stops being refused with its final, which a lead let count. */
const isGranted = ({ run }: SimDevice, { type, assignmentId }: StoredEvent): boolean =>
  (type === 'review.edited' || type === 'review.reopened') &&
  (readAssignment(run.workspace.db, assignmentId)?.assignment.supersedes ?? []).some(
    ({ answer }) => answer?.granted,
  );
