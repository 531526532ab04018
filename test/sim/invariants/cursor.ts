import { readFeed } from '../../../main/database/tables/hub-feed.ts';
import { countUp } from '../world/counts.ts';
import type { SimDevice } from '../world/device.ts';
import type { SimHub } from '../world/hub.ts';
import { report, type World } from '../world/world.ts';
import { difference, feedKey, liveSet, placeOf } from './rows.ts';

export const CURSOR = '7 the cursor passes no unapplied row';

/** (7) A computer's rows are exactly what its feed amounted to at the place where its cursor stands. */
export const checkCursor = (world: World, device: SimDevice) => {
  const { cursor } = readFeed(device.run.workspace.db);
  if (cursor === null) return;
  const place = placeOf(cursor);
  const expected = place.seq === 0 ? '' : world.shadow.feedHeads.get(feedKey(place));
  if (expected === undefined) return report(world, CURSOR, `${device.name} stands where the feed never was`);
  countUp(world.checks, CURSOR);
  const found = liveSet(device);
  if (found !== expected) report(world, CURSOR, `${device.name}: ${difference(expected, found)}`);
};

/** Notes what each feed amounts to now. Called after everything that may move one. */
export const noteFeeds = async ({ shadow }: World, { deps }: SimHub): Promise<void> => {
  const { kysely } = deps.database;
  const heads = await kysely.selectFrom('feeds').select(['reader_id', 'head_seq', 'head_hash']).execute();
  for (const { reader_id, head_seq, head_hash } of heads) {
    const key = feedKey({ reader: reader_id, seq: head_seq, hash: head_hash });
    if (shadow.feedHeads.has(key)) continue;
    shadow.feedHeads.set(key, await liveAtHub(deps, reader_id));
  }
};

export const liveAtHub = async ({ database }: SimHub['deps'], reader: string): Promise<string> => {
  const rows = await database.kysely
    .selectFrom('feed_live')
    .select(['kind', 'entity_id', 'version'])
    .where('reader_id', '=', reader)
    .execute();
  return rows
    .map((row) => `${row.kind}:${row.entity_id}:${row.version}`)
    .sort()
    .join(' ');
};
