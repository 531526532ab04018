import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { shadowOf } from '../world/saved.ts';
import { report, type World } from '../world/world.ts';

export const REVIEWER_ROWS = '8 pull never changes reviewer rows';

/** `mayGo`: acknowledged, and taken out of the line once a backup holds it. */
type Row = { readonly submission: string; readonly row: string; readonly mayGo: 0 | 1 };

/** The reviewer's own rows, apart from how far their sending is; the receipt of an erasure is the computer's own. */
const reviewerRows = ({ run }: SimDevice): Row[] =>
  run.workspace.db
    .prepare<Row>(
      `SELECT submission_id AS submission, 'event ' || event_id AS row, 0 AS mayGo FROM events WHERE type <> 'erasure.carried-out'
       UNION ALL SELECT e.submission_id, 'in line ' || o.event_id, o.state = 'delivered'
         FROM outbox_lines o JOIN events e USING (device_seq) WHERE e.type <> 'erasure.carried-out'
       UNION ALL SELECT r.submission_id, 'review ' || json_array(assignment_id, state, rubric_hash, active_seconds, saved_at), 0
         FROM reviews r
       UNION ALL SELECT v.submission_id, 'register ' || json_array(g.assignment_id, g.key, g.stamp), 0
         FROM review_registers g JOIN reviews v USING (assignment_id)`,
    )
    .all();

/**
 * (8) Between an answer to a pull and the moment the workbench asks the next thing, none of the reviewer's rows is
 * changed; only what is erased may go, and then all at once with its key.
 */
export const watchPull = (world: World, device: SimDevice): void => {
  const { run } = device;
  const before = reviewerRows(device);
  world.soon.push(() => {
    if (run.image !== null || device.run !== run) return;
    countUp(world.checks, REVIEWER_ROWS);
    const after = new Set(reviewerRows(device).map(({ row }) => row));
    const { mayErase, latestWall } = shadowOf(world, device);
    const isErased = (submission: string) =>
      (mayErase.get(submission) ?? Number.POSITIVE_INFINITY) <= latestWall;
    for (const { submission, row, mayGo } of before) {
      if (after.delete(row) || mayGo || isErased(submission)) continue;
      return report(world, REVIEWER_ROWS, `${device.name}: ${row} is gone or another`);
    }
    const [come] = after;
    if (come !== undefined) report(world, REVIEWER_ROWS, `${device.name}: ${come} is new`);
  });
};
