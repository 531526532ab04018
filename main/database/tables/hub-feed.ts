import type { FeedDigest } from '../../../shared/hub-api/changes.ts';
import { emptyDigest } from '../../../shared/hub-api/feed-digest.ts';
import type { ReadableDb, WritableDb } from '../connection.ts';

/**
 * The version of a row that has left the feed and is only kept to be read until its submission is erased. Such rows do
 * not count in the digest. Versions of the hub begin at 1.
 */
export const KEPT_AFTER_WITHDRAWAL = 0;

/** How far this device has read its feed, and what the rows it holds add up to. */
export type FeedPosition = FeedDigest & { readonly cursor: string | null; readonly durableSeq: number };

export const emptyFeed: FeedPosition = { cursor: null, count: 0, digest: emptyDigest, durableSeq: 0 };

export const readFeed = (db: ReadableDb): FeedPosition =>
  db
    .prepare<FeedPosition>(
      'SELECT cursor, live_count AS count, digest, durable_seq AS durableSeq FROM hub_feed',
    )
    .get() ?? emptyFeed;

export const writeFeed = (db: WritableDb, { cursor, count, digest, durableSeq }: FeedPosition): void => {
  db.prepare(
    `INSERT INTO hub_feed (one, cursor, live_count, digest, durable_seq) VALUES (1, ?, ?, ?, ?)
     ON CONFLICT (one) DO UPDATE SET cursor = excluded.cursor, live_count = excluded.live_count,
       digest = excluded.digest, durable_seq = excluded.durable_seq`,
  ).run(cursor, count, digest, durableSeq);
};
