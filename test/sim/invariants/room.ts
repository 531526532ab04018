import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { report, type World } from '../world/world.ts';

export const ROOM = 'P3 what is kept offline is here, what made room is gone';

/** At rest, with room on the disk again. Of what was withdrawn nothing more can be had. */
export const checkRoom = async (world: World, device: SimDevice): Promise<void> => {
  countUp(world.checks, ROOM);
  const { db, vault } = device.run.workspace;
  const lacking = db
    .prepare<{ id: string }>(
      `SELECT submission_id AS id FROM device_kept_offline JOIN device_downloads USING (submission_id)
       WHERE state <> 'here' AND submission_id IN (SELECT submission_id FROM hub_assignments WHERE version > 0) LIMIT 1`,
    )
    .get();
  if (lacking !== undefined) report(world, ROOM, `${lacking.id} is kept on ${device.name}, and lacks a file`);
  const evicted = db
    .prepare<{ id: string }>(
      'SELECT submission_id AS id FROM device_downloads GROUP BY submission_id HAVING MIN(evicted_at) > 0',
    )
    .all();
  for (const { id } of evicted) {
    const size = await vault.sizeOnDisk(id);
    if (size.ok && size.value > 0)
      report(world, ROOM, `${size.value} bytes of ${id} are still on ${device.name}`);
  }
};
