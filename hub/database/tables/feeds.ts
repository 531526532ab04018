import {
  type Change,
  changeSchema,
  type EntityKind,
  type FeedDigest,
} from '../../../shared/hub-api/changes.ts';
import { digestTerm, emptyDigest, toggleTerm } from '../../../shared/hub-api/feed-digest.ts';
import { sha256Hex } from '../../core/hashing.ts';
import { keptQuery } from '../kept-query.ts';
import { inChunks, locksRows } from '../lock-rows.ts';
import type { ReadableDb, WritableDb } from '../open.ts';

/** Where a reader's feed stands: the last number given, the hash of everything up to it, and its live set. */
export type FeedHead = FeedDigest & { readonly seq: number; readonly hash: string };

/** The chain's hash before the first entry. */
export const genesisHash = '0'.repeat(64);

const emptyHead: FeedHead = { seq: 0, hash: genesisHash, count: 0, digest: emptyDigest };

export const feedHead = async (db: ReadableDb, readerId: string): Promise<FeedHead> => {
  const row = await feedOf.first(db, readerId);
  if (row === undefined) return emptyHead;
  return { seq: row.head_seq, hash: row.head_hash, count: row.count, digest: row.digest };
};

const feedOf = keptQuery((db, readerId: string) =>
  db.selectFrom('feeds').selectAll().where('reader_id', '=', readerId),
);

/** The chain hash of one entry; null when this feed has no such entry (the hub's history is another one). */
export const chainHashAt = async (db: ReadableDb, readerId: string, seq: number): Promise<string | null> => {
  if (seq === 0) return genesisHash;
  return (await entryAt.first(db, readerId, seq))?.chain_hash ?? null;
};

const entryAt = keptQuery((db, readerId: string, seq: number) =>
  db.selectFrom('feed_entries').select('chain_hash').where('reader_id', '=', readerId).where('seq', '=', seq),
);

/** `change` is the JSON of a Change, as it was let through when it was written. */
export type FeedEntry = { readonly seq: number; readonly hash: string; readonly change: string };

/** The digest of a feed for a reader who does not know one kind of things. Reads all of them. */
export const digestWithout = async (
  db: ReadableDb,
  readerId: string,
  { count, digest }: FeedDigest,
  kind: EntityKind,
): Promise<FeedDigest> => {
  const rows = await db
    .selectFrom('feed_live')
    .select(['entity_id', 'version'])
    .where('reader_id', '=', readerId)
    .where('kind', '=', kind)
    .execute();
  return {
    count: count - rows.length,
    digest: rows.reduce((sum, row) => toggle(sum, kind, row.entity_id, row.version), digest),
  };
};

/** The next entries after `seq`, in feed order, without those that a later one made pointless, and without one kind. */
export const feedEntriesAfter = async (
  db: ReadableDb,
  readerId: string,
  seq: number,
  limit: number,
  without: EntityKind | null = null,
): Promise<FeedEntry[]> => {
  const rows = await db
    .selectFrom('feed_entries')
    .select(['seq', 'chain_hash', 'change'])
    .where('reader_id', '=', readerId)
    .where('seq', '>', seq)
    .where('change', 'is not', null)
    .$if(without !== null, (query) => query.where('kind', '<>', without ?? ''))
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    seq: row.seq,
    hash: row.chain_hash,
    change: row.change ?? 'null',
  }));
};

/**
 * Appends changes to readers' feeds. All feeds are locked first, in one order, and stay locked until commit: that lock is
 * the sequencer. A number is given only while nobody else can commit a lower one, so a reader who pages along never
 * passes a row that appears later.
 */
export const appendToFeeds = async (
  db: WritableDb,
  changes: ReadonlyMap<string, readonly Change[]>,
): Promise<void> => {
  const readers = [...changes.keys()].filter((reader) => (changes.get(reader) ?? []).length > 0).sort();
  for (const reader of readers) await lockFeed(db, reader);
  for (const reader of readers) await append(db, reader, changes.get(reader) ?? []);
};

const lockFeed = async (db: WritableDb, readerId: string): Promise<void> => {
  await newFeed.all(db, readerId);
  if (!locksRows(db)) return;
  await db.selectFrom('feeds').select('reader_id').where('reader_id', '=', readerId).forUpdate().execute();
};

const newFeed = keptQuery((db, reader_id: string) =>
  db
    .insertInto('feeds')
    .values({ reader_id, head_seq: 0, head_hash: genesisHash, count: 0, digest: emptyDigest })
    .onConflict((conflict) => conflict.column('reader_id').doNothing()),
);

const append = async (db: WritableDb, readerId: string, changes: readonly Change[]): Promise<void> => {
  const live = await liveVersions(db, readerId, changes);
  const head = { ...(await feedHead(db, readerId)) };
  const rows = changes.map((change) => {
    const key = `${change.kind}:${change.id}`;
    const before = live.get(key);
    const after = change.change === 'state' ? change.version : undefined;
    if (before !== undefined) head.digest = toggle(head.digest, change.kind, change.id, before);
    if (after !== undefined) head.digest = toggle(head.digest, change.kind, change.id, after);
    head.count += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    if (after === undefined) live.delete(key);
    else live.set(key, after);
    // Pages are put together from these texts: nothing that the protocol does not know goes into one.
    const text = JSON.stringify(changeSchema.parse(change));
    head.seq += 1;
    head.hash = sha256Hex(`${head.hash}\n${text}`);
    return {
      reader_id: readerId,
      seq: head.seq,
      chain_hash: head.hash,
      kind: change.kind,
      entity_id: change.id,
      version: change.version,
      change: text,
    };
  });
  await emptyPointless(db, readerId, changes);
  for (const chunk of inChunks(rows, 500)) await db.insertInto('feed_entries').values(chunk).execute();
  await writeLive(db, readerId, changes, live);
  await headOf.all(db, readerId, head.seq, head.hash, head.count, head.digest);
};

const headOf = keptQuery(
  (db, readerId: string, head_seq: number, head_hash: string, count: number, digest: string) =>
    db.updateTable('feeds').set({ head_seq, head_hash, count, digest }).where('reader_id', '=', readerId),
);

const toggle = (digest: string, kind: EntityKind, id: string, version: number): string =>
  toggleTerm(digest, digestTerm(kind, id, version, sha256Hex));

/**
 * Empties older entries that nobody needs any more: every older state of what is now gone, and older states of
 * assignments and of edits. Older states of the other kinds stay: assignments refer to them, and a page must never refer
 * to something that comes on a later one.
 */
const emptyPointless = async (
  db: WritableDb,
  readerId: string,
  changes: readonly Change[],
): Promise<void> => {
  const pointless = changes.filter(
    (change) => change.change === 'tombstone' || (nothingRefersTo(change.kind) && change.version > 1),
  );
  for (const [kind, ids] of idsByKind(pointless)) {
    for (const chunk of inChunks(ids, 500)) {
      await db
        .updateTable('feed_entries')
        .set({ change: null })
        .where('reader_id', '=', readerId)
        .where('kind', '=', kind)
        .where('entity_id', 'in', chunk)
        .where('change', 'is not', null)
        .execute();
    }
  }
};

const nothingRefersTo = (kind: EntityKind): boolean => kind === 'assignment' || kind === 'review-register';

const liveVersions = async (
  db: ReadableDb,
  readerId: string,
  changes: readonly Change[],
): Promise<Map<string, number>> => {
  const live = new Map<string, number>();
  for (const [kind, ids] of idsByKind(changes)) {
    for (const chunk of inChunks(ids, 500)) {
      const rows = await db
        .selectFrom('feed_live')
        .select(['entity_id', 'version'])
        .where('reader_id', '=', readerId)
        .where('kind', '=', kind)
        .where('entity_id', 'in', chunk)
        .execute();
      for (const row of rows) live.set(`${kind}:${row.entity_id}`, row.version);
    }
  }
  return live;
};

const writeLive = async (
  db: WritableDb,
  readerId: string,
  changes: readonly Change[],
  live: ReadonlyMap<string, number>,
): Promise<void> => {
  for (const [kind, ids] of idsByKind(changes)) {
    for (const chunk of inChunks(ids, 500)) {
      await db
        .deleteFrom('feed_live')
        .where('reader_id', '=', readerId)
        .where('kind', '=', kind)
        .where('entity_id', 'in', chunk)
        .execute();
      const rows = chunk.flatMap((id) => {
        const version = live.get(`${kind}:${id}`);
        return version === undefined ? [] : [{ reader_id: readerId, kind, entity_id: id, version }];
      });
      if (rows.length > 0) await db.insertInto('feed_live').values(rows).execute();
    }
  }
};

const idsByKind = (changes: readonly Change[]): Map<EntityKind, string[]> => {
  const byKind = new Map<EntityKind, Set<string>>();
  for (const { kind, id } of changes) {
    const ids = byKind.get(kind) ?? new Set();
    byKind.set(kind, ids.add(id));
  }
  return new Map([...byKind].map(([kind, ids]) => [kind, [...ids]]));
};

/** Which of these things the reader already has, as `kind:id`. */
export const liveInFeed = async (
  db: ReadableDb,
  readerId: string,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, number>> => liveVersions(db, readerId, changes);

/** The last version of a thing this reader was told, of its state or its end; 0 when they never heard of it. */
export const lastVersionTold = async (
  db: ReadableDb,
  readerId: string,
  kind: EntityKind,
  id: string,
): Promise<number> => {
  return (await newestTold.first(db, readerId, kind, id))?.version ?? 0;
};

const newestTold = keptQuery((db, readerId: string, kind: EntityKind, id: string) =>
  db
    .selectFrom('feed_entries')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('reader_id', '=', readerId)
    .where('kind', '=', kind)
    .where('entity_id', '=', id)
    .where('change', 'is not', null),
);

/** Everybody whose feed holds this thing. */
export const readersOf = async (db: ReadableDb, kind: EntityKind, entityId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('feed_live')
    .select('reader_id')
    .where('kind', '=', kind)
    .where('entity_id', '=', entityId)
    .orderBy('reader_id')
    .execute();
  return rows.map((row) => row.reader_id);
};

/** Everybody whose feed ever held this thing, whether or not it was taken out since. */
export const formerReadersOf = async (
  db: ReadableDb,
  kind: EntityKind,
  entityId: string,
): Promise<string[]> => {
  const rows = await db
    .selectFrom('feed_entries')
    .select('reader_id')
    .distinct()
    .where('kind', '=', kind)
    .where('entity_id', '=', entityId)
    .orderBy('reader_id')
    .execute();
  return rows.map((row) => row.reader_id);
};
