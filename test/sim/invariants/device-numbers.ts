import { sql } from 'kysely';
import { requireIdentity } from '../../../main/database/tables/device-identity.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { report, type World } from '../world/world.ts';

export const NUMBERS = '13 device numbers gapless or forked';

type Span = { readonly first: number | null; readonly last: number | null; readonly n: number };

/** (13, here) 1, 2, 3 … without a gap, up to the last number given out. */
export const checkOwnNumbers = (world: World, device: SimDevice): void => {
  countUp(world.checks, NUMBERS);
  const { db } = device.run.workspace;
  const span = db
    .prepare<Span>('SELECT MIN(device_seq) AS first, MAX(device_seq) AS last, COUNT(*) AS n FROM events')
    .get();
  const { lastDeviceSeq } = requireIdentity(db);
  const { first, last, n } = span ?? { first: null, last: null, n: 0 };
  const whole = n === 0 ? lastDeviceSeq === 0 : first === 1 && last === n && lastDeviceSeq === n;
  if (!whole)
    report(world, NUMBERS, `${device.name}: ${n} events, ${first} to ${last}, ${lastDeviceSeq} given out`);
};

/** (13, at the hub) Every number up to the last one counted was heard once; a copied workspace may fork. */
export const checkHubNumbers = async (world: World): Promise<void> => {
  countUp(world.checks, NUMBERS);
  const rows = await sql<{ id: string; heard: number; different: number; highest: number; last: number }>`
    select d.id, count(e.event_id) as heard, count(distinct e.device_seq) as different,
      coalesce(max(e.device_seq), 0) as highest, d.last_seq as last
    from devices d left join events e on e.device_id = d.id and e.account_id = d.account_id
    group by d.account_id, d.id, d.last_seq`.execute(world.hub.deps.database.kysely);
  const forked = new Set(world.shadow.forkedIds);
  for (const { lineage, run } of world.devices) {
    if (world.shadow.forked.has(lineage)) forked.add(run.workspace.deviceId);
  }
  for (const { id, heard, different, highest, last } of rows.rows) {
    const whole = heard === different && highest === last && heard === last;
    if (whole || (forked.has(id) && heard === different && highest <= last)) continue;
    return report(
      world,
      NUMBERS,
      `the hub heard ${heard} of ${id} (${different} numbers, up to ${highest}), and counts ${last}`,
    );
  }
};
