import { findAssignment } from '../../../hub/database/tables/assignments.ts';
import { listRegisters } from '../../../hub/database/tables/review-registers.ts';
import { listAssignments } from '../../../main/database/tables/hub-assignments.ts';
import { readFeed } from '../../../main/database/tables/hub-feed.ts';
import { readSupersedes } from '../../../main/database/tables/hub-supersedes.ts';
import { openCountsByAssignment } from '../../../main/database/tables/outbox.ts';
import { readOperations } from '../../../main/database/tables/review-registers.ts';
import { readReview } from '../../../main/database/tables/reviews.ts';
import type { Assignment } from '../../../shared/domain/assignment.ts';
import { operationKey, type StampedOperation } from '../../../shared/domain/review-operation.ts';
import { canonicalJson, type Json } from '../../../shared/lib/canonical-json.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { shadowOf } from '../world/saved.ts';
import { report, type World } from '../world/world.ts';
import { liveAtHub } from './cursor.ts';
import { difference, liveSet } from './rows.ts';

export const CONVERGES = '5 workbench and hub agree at rest';

/** (5) With nothing under way the workbench shows what the hub has: the same things, the same states, the same reviews. */
export const checkConverged = async (world: World, device: SimDevice): Promise<void> => {
  countUp(world.checks, CONVERGES);
  const { deps } = world.hub;
  const { db } = device.run.workspace;
  const expected = await liveAtHub(deps, world.shadow.accountIds.get(device.account) ?? '');
  const found = liveSet(device);
  if (found !== expected) return report(world, CONVERGES, `${device.name}: ${difference(expected, found)}`);
  const open = openCountsByAssignment(db);
  const lost = lostWithBackup(world, device);
  for (const { assignment, version } of listAssignments(db)) {
    if (version === 0) continue;
    const record = await deps.database.read((hub) => findAssignment(hub, assignment.id));
    if (canonical(record?.state) !== canonical(withWords(device, assignment))) {
      return report(world, CONVERGES, `${assignment.id} is another at the hub than on ${device.name}`);
    }
    if (open.has(assignment.id) || hasLeftBehind(device, assignment)) continue;
    if (lost.has(assignment.id)) continue;
    const atHub = await deps.database.read((hub) => listRegisters(hub, assignment.id));
    const here = readOperations(db, device.run.workspace.keyring, {
      assignmentId: assignment.id,
      submissionId: assignment.submissionId,
    });
    if (!here.ok)
      return report(
        world,
        CONVERGES,
        `${assignment.id} does not open on ${device.name}: ${here.problem.code}`,
      );
    const apart = differenceOf(here.value, atHub);
    if (apart !== null) {
      return report(
        world,
        CONVERGES,
        `the review ${assignment.id} on ${device.name} and at the hub: ${apart}`,
      );
    }
  }
};

/** The lead's words stand apart, sealed. */
const withWords = ({ run }: SimDevice, assignment: Assignment): Assignment => {
  if (assignment.supersedes === undefined) return assignment;
  const supersedes = readSupersedes(run.workspace.db, run.workspace.keyring, assignment.id);
  return supersedes.ok ? { ...assignment, supersedes: supersedes.value } : assignment;
};

/** Whether everything the hub has to tell has arrived: the state in which the check may be made. */
export const hasCaughtUp = async (world: World, device: SimDevice): Promise<boolean> => {
  const feed = readFeed(device.run.workspace.db);
  const reader = world.shadow.accountIds.get(device.account) ?? '';
  const head = await world.hub.deps.database.kysely
    .selectFrom('feeds')
    .select(['head_seq', 'head_hash'])
    .where('reader_id', '=', reader)
    .executeTakeFirst();
  if (feed.cursor === null) return false;
  const { seq, hash } = JSON.parse(Buffer.from(feed.cursor.split('.')[0] ?? '', 'base64url').toString()) as {
    seq: number;
    hash: string;
  };
  return head === undefined ? seq === 0 : seq === head.head_seq && hash === head.head_hash;
};

/** Work on a rubric that is no more waits for the reviewer; settled refusals stand in the reviewer's own words alone. */
const hasLeftBehind = ({ run }: SimDevice, { id, rubricHash }: Assignment): boolean => {
  const review = readReview(run.workspace.db, id);
  const settled = run.workspace.db
    .prepare<{ one: number }>(
      `SELECT 1 AS one FROM settled_changes JOIN events USING (event_id) WHERE assignment_id = ? AND type = 'review.edited'`,
    )
    .get(id);
  return (
    review?.state === 'recused' ||
    settled !== undefined ||
    (review !== undefined && review.rubricHash !== rubricHash)
  );
};

/** Reviews of which the hub has lost changes in a way that it may: see decision 0010. */
const lostWithBackup = (world: World, device: SimDevice): ReadonlySet<string> =>
  new Set(
    shadowOf(world, device)
      .saved.filter(({ eventId }) => world.shadow.lostWithBackup.has(eventId))
      .map(({ assignmentId }) => assignmentId),
  );

const canonical = (value: unknown): string => (value === undefined ? '' : canonicalJson(value as Json));

/** The first key under which the two do not say the same; null when they do. */
const differenceOf = (here: readonly StampedOperation[], hub: readonly StampedOperation[]): string | null => {
  const atHub = new Map(hub.map((one) => [operationKey(one.operation), one]));
  for (const one of here) {
    const key = operationKey(one.operation);
    const other = atHub.get(key);
    atHub.delete(key);
    if (canonical(one) !== canonical(other))
      return `${key} stands at ${one.stamp} here, ${other?.stamp ?? 'not'} there`;
  }
  const [left] = atHub.keys();
  return left === undefined ? null : `${left} stands there alone`;
};
