import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import type { SimHub } from '../world/hub.ts';
import { report, type World } from '../world/world.ts';

export const FOREIGN = '4 nothing foreign on a computer';

/** (4) Whatever is on a computer was given to its reviewer: assignments, submissions, evidence, other devices' edits. */
export const checkNoForeign = (world: World, device: SimDevice) => {
  countUp(world.checks, FOREIGN);
  const rows = device.run.workspace.db
    .prepare<{ thing: string }>(
      `SELECT id AS thing FROM hub_assignments UNION SELECT assignment_id FROM hub_review_registers
       UNION SELECT id FROM hub_submissions UNION SELECT submission_id FROM hub_artifacts
       UNION SELECT submission_id FROM device_downloads`,
    )
    .all();
  const account = world.shadow.accountIds.get(device.account);
  for (const { thing } of rows) {
    if (world.shadow.given.has(`${account}/${thing}`)) continue;
    return report(world, FOREIGN, `${device.name} of ${device.account} holds ${thing}`);
  }
};

/** Notes who is given what, as the hub's own table of assignments says. */
export const noteGiven = async ({ shadow }: World, { deps }: SimHub): Promise<void> => {
  const rows = await deps.database.kysely
    .selectFrom('assignments')
    .innerJoin('submissions', 'submissions.id', 'assignments.submission_id')
    .select([
      'assignments.id',
      'assignments.reviewer_id',
      'submissions.id as submission',
      'submissions.state',
    ])
    .execute();
  for (const row of rows) {
    // The attempt before may come later: a hub taken back to a time before it was erased gives it with the same assignment.
    const { previousSubmissionId } = JSON.parse(row.state) as { previousSubmissionId: string | null };
    for (const thing of [row.id, row.submission, previousSubmissionId])
      shadow.given.add(`${row.reviewer_id}/${thing}`);
  }
};
