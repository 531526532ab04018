import { sql } from 'kysely';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import { shadowOf } from '../world/saved.ts';
import { report, type World } from '../world/world.ts';
import { mayBeErased } from './saved-work.ts';

export const NOTHING_LOST = '15 a rolled back hub loses no retained event';

/** What came too late and was granted counts, though its events were refused (decision 15). */
const resultsAtHub = async (world: World): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; result: string }>`
    select e.event_id as id, case when e.result = 'rejected' and exists (
        select 1 from assignments a, json_each(a.supersedes) s where a.id = e.assignment_id
          and json_extract(s.value, '$.answer.granted') = 1)
      and json_extract(e.problem, '$.code') in ('amend-window-closed', 'already-finalised')
      then 'accepted' else e.result end as result from events e`.execute(world.hub.deps.database.kysely);
  return new Map(rows.map(({ id, result }) => [id, result]));
};

type InLine = { readonly state: string };

/**
 * (15) At rest, whatever backup the hub was taken back to: each event that a computer retains is at the hub with the
 * verdict this computer shows for it, or stands in the computer's line behind something that is named.
 */
export const checkNothingLost = async (world: World, device: SimDevice): Promise<void> => {
  countUp(world.checks, NOTHING_LOST);
  const { db } = device.run.workspace;
  const atHub = await resultsAtHub(world);
  const line = db.prepare<InLine>('SELECT state FROM outbox_lines WHERE event_id = ?');
  const settled = db.prepare<InLine>("SELECT 'settled' AS state FROM settled_changes WHERE event_id = ?");
  const { saved, dismissed } = shadowOf(world, device);
  for (const one of saved) {
    const { eventId, type } = one;
    const state = line.get(eventId)?.state ?? settled.get(eventId)?.state;
    const result = atHub.get(eventId);
    if (state === 'delivered' && !['accepted', 'duplicate'].includes(result ?? '')) {
      return report(
        world,
        NOTHING_LOST,
        `${type} ${eventId} counts as delivered on ${device.name}; the hub has ${result ?? 'nothing'}`,
      );
    }
    if (state !== undefined || dismissed.has(eventId)) continue;
    if (result === 'accepted' || result === 'duplicate') continue;
    // Withdrawn from the line by a recusal or an erasure: its words are gone with the key.
    if (mayBeErased(world, device, one)) continue;
    // A finished backup held it, and an older one was restored.
    if (world.shadow.lostWithBackup.has(eventId)) continue;
    return report(
      world,
      NOTHING_LOST,
      `${type} ${eventId} is neither in the line of ${device.name} nor at the hub`,
    );
  }
};

/** (15, at any moment) What was taken out of the line, acknowledged, is in a backup that was finished. */
export const checkPruned = (world: World, device: SimDevice) => {
  countUp(world.checks, NOTHING_LOST);
  const { db } = device.run.workspace;
  const kept = new Set(
    db
      .prepare<{ id: string }>(
        'SELECT event_id AS id FROM outbox_lines UNION ALL SELECT event_id FROM settled_changes',
      )
      .all()
      .map(({ id }) => id),
  );
  const { saved, dismissed } = shadowOf(world, device);
  for (const one of saved) {
    const { eventId, type } = one;
    if (kept.has(eventId) || world.shadow.durable.has(eventId) || dismissed.has(eventId)) continue;
    if (mayBeErased(world, device, one)) continue;
    return report(
      world,
      NOTHING_LOST,
      `${device.name} keeps ${type} ${eventId} no more, and no backup has it`,
    );
  }
};
