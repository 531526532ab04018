import { openEvent } from '../../../main/database/tables/events.ts';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import { readAssignment } from '../../../main/database/tables/hub-assignments.ts';
import { readOperations } from '../../../main/database/tables/review-registers.ts';
import { readReview } from '../../../main/database/tables/reviews.ts';
import { operationKey, type ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';
import { countUp } from './counts.ts';
import type { Run, SimDevice } from './device.ts';
import { type DeviceShadow, newDeviceShadow, type Saved } from './shadow.ts';
import { report, type World } from './world.ts';

export const SAVED = '1 saved work survives';

export const shadowOf = ({ shadow }: World, device: SimDevice): DeviceShadow => {
  const known = shadow.devices.get(device.name) ?? newDeviceShadow();
  shadow.devices.set(device.name, known);
  return known;
};

/** Notes what the log holds beyond what was noted. */
export const absorb = (world: World, device: SimDevice): Saved[] => {
  const { saved } = shadowOf(world, device);
  // Killed: what it still writes is not what it has left.
  if (device.run.image !== null) return [];
  const fresh = eventsSince(device.run.workspace.db, (saved.at(-1)?.seq ?? 0) + 1, 10_000).map(
    ({ deviceSeq, eventId, assignmentId, submissionId, type, payloadHash }): Saved => ({
      seq: deviceSeq,
      eventId,
      assignmentId,
      submissionId,
      type,
      payloadHash,
    }),
  );
  saved.push(...fresh);
  return fresh;
};

/** What was saved last under each key is what the review now says, whatever the clock does. */
const checkStands = (
  world: World,
  { run, name }: SimDevice,
  place: Saved | undefined,
  wrote: readonly ReviewOperation[],
) => {
  if (place === undefined) return;
  const { db } = run.workspace;
  const begunOn = readReview(db, place.assignmentId)?.rubricHash;
  // The rubric has changed and the review was not opened since: scores wait for that.
  if (begunOn !== readAssignment(db, place.assignmentId)?.assignment.rubricHash) return;
  const here = readOperations(run.workspace.db, run.workspace.keyring, place);
  if (!here.ok) return report(world, SAVED, `${name} cannot read what it saved: ${here.problem.code}`);
  const stands = new Map(here.value.map(({ operation }) => [operationKey(operation), operation]));
  for (const [key, operation] of new Map(wrote.map((one) => [operationKey(one), one]))) {
    const found = stands.get(key);
    if (
      found !== undefined &&
      canonicalJson(found as unknown as Json) === canonicalJson(operation as unknown as Json)
    )
      continue;
    return report(
      world,
      SAVED,
      `${name} said Saved, and the review says something else under ${key.split(':')[0]}`,
    );
  }
};

/**
 * The workbench has just said "Saved", in this very moment: what was saved stands in the log, outside of any open
 * transaction, as it was given. Nothing holds for a program that was killed before it could say so.
 */
export const saidSaved = (
  world: World,
  device: SimDevice,
  run: Run,
  wrote: readonly ReviewOperation[],
): void => {
  if (run.image !== null || device.run !== run) return;
  countUp(world.checks, SAVED);
  const { db, keyring, deviceId } = run.workspace;
  if (db.inTransaction) report(world, SAVED, `${device.name} said Saved before the commit`);
  const fresh = absorb(world, device);
  const found = eventsSince(db, fresh[0]?.seq ?? Number.MAX_SAFE_INTEGER, 10_000).flatMap((logged) => {
    const event = openEvent(keyring, deviceId, logged);
    return event.ok && event.value.type === 'review.edited' ? [event.value.payload.operation] : [];
  });
  const [expected, stands] = [wrote, found].map((operations) => canonicalJson(operations as unknown as Json));
  if (wrote.length > 0 && expected !== stands) {
    report(world, SAVED, `${device.name} said Saved, and the log holds other edits`);
  }
  if (wrote.length > 0) checkStands(world, device, fresh[0], wrote);
  if (wrote.length === 0 && fresh.length === 0) {
    report(world, SAVED, `${device.name} said it was done, and the log holds nothing of it`);
  }
  world.trace.note('saved', device.name, fresh.map(({ eventId, type }) => `${type}/${eventId}`).join(' '));
};
