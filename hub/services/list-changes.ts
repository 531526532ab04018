import type { ChangesPage, FeedDigest } from '../../shared/hub-api/changes.ts';
import { wireLimits } from '../../shared/hub-api/protocol-version.ts';
import { problem } from '../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { HubDeps } from '../context/deps.ts';
import type { Actor } from '../core/actor.ts';
import { instant } from '../core/ports.ts';
import { type ReadyJson, readyJson } from '../core/ready-json.ts';
import type { ReadableDb } from '../database/open.ts';
import { findDevice } from '../database/tables/devices.ts';
import { unansweredErasures } from '../database/tables/erasures.ts';
import {
  chainHashAt,
  digestWithout,
  type FeedHead,
  feedEntriesAfter,
  feedHead,
  genesisHash,
} from '../database/tables/feeds.ts';
import { type FeedCursor, feedSchema, openCursor, sealCursor } from './feed-cursor.ts';

export type ChangesQuery = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly also?: 'review-register' | undefined;
};

/**
 * One page of the reader's own feed. Head, entries and digest are read from one unchanging view of the data, so that the
 * digest on the last page is that of exactly what was sent. A workbench of protocol 1.0 does not ask for edits and gets
 * neither them nor their share of the digest; once it is updated, its rows no longer add up, and it pulls everything.
 */
export const listChanges = (
  deps: HubDeps,
  actor: Actor,
  query: ChangesQuery,
): Promise<Result<ReadyJson<ChangesPage>>> => {
  const reader = actor.account.id;
  return deps.database.read(async (db) => {
    const start = await startingPoint(deps, db, reader, query.cursor);
    if (!start.ok) return start;
    const without = query.also === 'review-register' ? null : 'review-register';
    const found = await feedEntriesAfter(db, reader, start.value.seq, query.limit + 1, without);
    const entries = found.slice(0, query.limit);
    const more = found.length > entries.length;
    const head = await feedHead(db, reader);
    const last = more ? entries.at(-1) : head;
    const device = await findDevice(db, reader, actor.deviceId);
    const texts = entries.map((entry) => entry.change);
    return ok(
      pageOf(texts, {
        cursor: sealCursor(
          {
            epoch: deps.identity.feedEpoch,
            seq: last?.seq ?? 0,
            hash: last?.hash ?? genesisHash,
            reader,
            schema: feedSchema,
          },
          deps.keys.cursorKey,
        ),
        more,
        digest: more
          ? null
          : without === null
            ? digestOf(head)
            : await digestWithout(db, reader, head, without),
        durableSeq: device?.durableSeq ?? 0,
        deviceSeq: device?.lastSeq ?? 0,
        deviceEvent: device?.lastEventId ?? null,
        erasures:
          more || device === null ? [] : await unansweredErasures(db, device, wireLimits.erasuresNamed),
        time: instant(deps.clock.now()),
      }),
    );
  });
};

/** The changes stand in the feed as JSON: they are neither read nor checked again for every device that asks. */
const pageOf = (changes: readonly string[], rest: Omit<ChangesPage, 'changes'>): ReadyJson<ChangesPage> =>
  readyJson(`{"changes":[${changes.join(',')}],${JSON.stringify(rest).slice(1)}`);

const digestOf = ({ count, digest }: FeedHead): FeedDigest => ({ count, digest });

/** Where the page begins. A place that this hub's history does not hold means that the history was replaced. */
const startingPoint = async (
  deps: HubDeps,
  db: ReadableDb,
  reader: string,
  text: string | undefined,
): Promise<Result<{ readonly seq: number }>> => {
  if (text === undefined) return ok({ seq: 0 });
  const cursor: FeedCursor | null = openCursor(text, deps.keys.cursorKey);
  if (cursor === null || cursor.reader !== reader) {
    return fail(problem('bad-request', { detail: 'the cursor is not one of yours from this hub' }));
  }
  const known =
    cursor.schema === feedSchema &&
    cursor.epoch === deps.identity.feedEpoch &&
    (await chainHashAt(db, reader, cursor.seq)) === cursor.hash;
  return known ? ok({ seq: cursor.seq }) : fail(problem('feed-epoch-changed'));
};
