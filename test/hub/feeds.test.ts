import { copyFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { WritableDb } from '../../hub/database/open.ts';
import { appendToFeeds, feedHead } from '../../hub/database/tables/feeds.ts';
import { serveHub } from '../../hub/serve-hub.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import type { Change, StateChange } from '../../shared/hub-api/changes.ts';
import { emptyDigest } from '../../shared/hub-api/feed-digest.ts';
import { digestOf } from '../helpers/hub/live-digest.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { fixturePassword, openForTest, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { signInDevice, type TestDevice } from '../helpers/hub/test-device.ts';

/** What a change must come after, by its references. */
const needs = (change: StateChange): string[] => {
  if (change.kind === 'assignment') return [`submission:${change.state.submissionId}`];
  if (change.kind === 'submission') return [`micro-credential:${change.state.microCredentialId}`];
  if (change.kind !== 'artifact') return [];
  const captioned = change.state.captionsOf === null ? [] : [`artifact:${change.state.captionsOf}`];
  return [`submission:${change.state.submissionId}`, ...captioned];
};

/** A made-up thing in a reader's feed, to write many of quickly. */
const madeUp = (work: StateChange, id: string, version = 1): Change => ({ ...work, id, version }) as Change;

onBothDatabases('feeds', (startHub) => {
  it('a page never refers to something that comes later, whatever its size', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    await rosa.push(reviewDesk(rosa, await rosa.assignment('QST-1')).whole());
    for (const limit of [1, 2, 3, 200]) {
      const { changes, live, last } = await rosa.pull({ limit });
      const seen = new Set<string>();
      for (const change of changes) {
        if (change.change !== 'state') continue;
        expect(needs(change).filter((need) => !seen.has(need))).toEqual([]);
        seen.add(`${change.kind}:${change.id}`);
      }
      expect(last.digest).toEqual(digestOf(live));
    }
  });

  it('sends no field that the protocol does not know', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const { changes } = await rosa.pull();
    const work = changes.find((change) => change.kind === 'assignment');
    if (work?.change !== 'state' || work.kind !== 'assignment') throw new Error('nothing is assigned');
    const talkative = {
      ...work,
      id: 'made-up',
      state: { ...work.state, id: 'made-up', isSeed: true },
      secret: 1,
    };
    await hub.deps.database.write((db) =>
      appendToFeeds(db, new Map([[work.state.reviewerId, [talkative as unknown as Change]]])),
    );
    const made = (await rosa.pull()).changes.find(({ id }) => id === 'made-up');
    expect(made).toEqual({ ...work, id: 'made-up', state: { ...work.state, id: 'made-up' } });
  });

  it('a reader gets what is assigned to them, once, and nothing else', async () => {
    const hub = await startHub();
    const ben = await hub.signIn('ben.achebe');
    const { changes } = await ben.pull();
    const codes = changes.flatMap((change) =>
      change.change === 'state' && change.kind === 'submission' ? [change.state.code] : [],
    );
    expect(codes.sort()).toEqual(['FBK-1', 'QST-1']);
    expect(new Set(changes.map(({ kind, id }) => `${kind}:${id}`)).size).toBe(changes.length);
    expect((await hub.signIn('ida.moreau').then((ida) => ida.pull())).last.digest).toEqual({
      count: 0,
      digest: emptyDigest,
    });
  });

  it('nothing new is one request with the digest; something new is only that', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const first = await rosa.pull();
    const idle = await rosa.pull({ cursor: first.last.cursor });
    expect([idle.pages.length, idle.changes, idle.last.digest]).toEqual([1, [], first.last.digest]);
    await rosa.push([reviewDesk(rosa, await rosa.assignment('QST-1')).opened()]);
    const news = await rosa.pull({ cursor: first.last.cursor });
    expect(news.changes).toMatchObject([{ kind: 'assignment', version: 2, state: { state: 'opened' } }]);
  });

  it('an incremental reader and a fresh one end with the same things', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const live = new Map((await rosa.pull()).live);
    let cursor = (await rosa.pull()).last.cursor;
    const work = await rosa.assignment('FBK-2');
    const steps = [
      () => rosa.push([reviewDesk(rosa, work).opened()]),
      () => hub.deps.database.write((db) => withdrawAssignment(db, work.assignment.id)),
    ];
    for (const step of steps) {
      await step();
      const { changes, last } = await rosa.pull({ cursor, limit: 2 });
      for (const change of changes) {
        if (change.change === 'state') live.set(`${change.kind}:${change.id}`, change);
        else live.delete(`${change.kind}:${change.id}`);
      }
      cursor = last.cursor;
      expect(last.digest).toEqual(digestOf(live));
    }
    const fresh = await rosa.pull();
    expect([...fresh.live.keys()].sort()).toEqual([...live.keys()].sort());
    expect(JSON.stringify(fresh.changes)).not.toContain(work.submission.changeNote);
  });

  it('many writers at once lose no row for a reader who pages along', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const start = await rosa.pull();
    const model = [...start.live.values()].find((one) => one.kind === 'assignment');
    if (model === undefined) throw new Error('the fixture has no assignment');
    const writers = 8;
    const each = 25;
    let writing = writers;
    const reader = rosa.session.account.id;
    const write = async (writer: number) => {
      for (let at = 0; at < each; at += 1) {
        await hub.deps.database.write(async (db) => {
          await appendToFeeds(db, new Map([[reader, [madeUp(model, `made-${writer}-${at}`)]]]));
          await pause(db, hub, (writer * 7 + at) % 5);
        });
      }
      writing -= 1;
    };
    const seen: string[] = [];
    const read = async () => {
      let cursor = start.last.cursor;
      for (let quiet = false; !quiet; ) {
        quiet = writing === 0;
        const { changes, last } = await rosa.pull({ cursor, limit: 3 });
        seen.push(...changes.map(({ id }) => id));
        cursor = last.cursor;
      }
    };
    await Promise.all([read(), ...Array.from({ length: writers }, (_, writer) => write(writer))]);
    expect(seen).toHaveLength(writers * each);
    expect(new Set(seen).size).toBe(writers * each);
    const fresh = await rosa.pull();
    expect(fresh.last.digest).toEqual(digestOf(fresh.live));
    const { head_seq } = await hub.deps.database.kysely
      .selectFrom('feeds')
      .select('head_seq')
      .where('reader_id', '=', reader)
      .executeTakeFirstOrThrow();
    expect(head_seq).toBe(fresh.changes.length);
  });

  it('a change that is rolled back leaves no trace and no hole', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const reader = rosa.session.account.id;
    const before = await hub.deps.database.read((db) => feedHead(db, reader));
    const model = [...(await rosa.pull()).live.values()][0];
    if (model === undefined) throw new Error('the feed is empty');
    await expect(
      hub.deps.database.write(async (db) => {
        await appendToFeeds(db, new Map([[reader, [madeUp(model, 'never')]]]));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await hub.deps.database.read((db) => feedHead(db, reader))).toEqual(before);
  });
});

/** Holds a transaction open a little, so that others overlap with it. SQLite has one writer and needs none. */
const pause = async (db: WritableDb, hub: TestHub, turns: number): Promise<void> => {
  if (hub.deps.database.dialect === 'sqlite') return;
  for (let turn = 0; turn < turns; turn += 1) await db.selectFrom('hub_settings').select('name').execute();
};

describe('a cursor', () => {
  const changes = (device: TestDevice, cursor: string) =>
    device.request(`/v1/changes?cursor=${encodeURIComponent(cursor)}`);

  it('that was made up or altered is refused', async () => {
    const hub = await startTestHub();
    try {
      const rosa = await hub.signIn('rosa.lind');
      const { cursor } = (await rosa.pull()).last;
      const [body, signature] = cursor.split('.');
      const other = Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(body ?? '', 'base64url').toString()), seq: 1 }),
      );
      const forgeries = [
        'x',
        '..',
        `${body}.`,
        `${other.toString('base64url')}.${signature}`,
        `${body}.${body}`,
        `${cursor}.x`,
      ];
      for (const forged of forgeries) {
        const answer = await changes(rosa, forged);
        expect([forged, answer.status, (await answer.json()).code]).toEqual([forged, 400, 'bad-request']);
      }
    } finally {
      await hub.close();
    }
  });

  it('from a history that the hub no longer has is answered with feed-epoch-changed', async () => {
    const hub = await startTestHub();
    try {
      const rosa = await hub.signIn('rosa.lind');
      const backup = join(hub.dataDir, 'backup');
      await cp(join(hub.dataDir, 'hub.key'), join(backup, 'hub.key'));
      const path = join(hub.dataDir, 'hub.sqlite');
      await sql`pragma wal_checkpoint(truncate)`.execute(hub.deps.database.kysely);
      await copyFile(path, join(backup, 'hub.sqlite'));
      await rosa.push(reviewDesk(rosa, await rosa.assignment('QST-1')).whole());
      const { cursor } = (await rosa.pull()).last;
      const restored = await openForTest(backup, undefined, hub.clock, []);
      const served = await serveHub(restored, { host: '127.0.0.1', port: 0 });
      try {
        const again = await signInDevice(served.url, 'rosa.lind', fixturePassword, rosa.deviceId);
        const answer = await changes(again, cursor);
        expect([answer.status, (await answer.json()).code]).toEqual([409, 'feed-epoch-changed']);
        expect((await again.pull()).live.size).toBeGreaterThan(0);
      } finally {
        await served.close();
      }
    } finally {
      await hub.close();
    }
  });
});
