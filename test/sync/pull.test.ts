import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { inTransaction } from '../../main/database/open.ts';
import { dueErasures } from '../../main/database/tables/erasures.ts';
import { artifactHeadsOf } from '../../main/database/tables/hub-artifacts.ts';
import { assignmentVersion, readAssignment } from '../../main/database/tables/hub-assignments.ts';
import { readFeed, writeFeed } from '../../main/database/tables/hub-feed.ts';
import { readSubmission } from '../../main/database/tables/hub-submissions.ts';
import { lastStaged, readStaged } from '../../main/database/tables/staged-changes.ts';
import { createFeedTally } from '../../main/sync/pull/feed-tally.ts';
import { ok } from '../../shared/lib/result.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { json } from './helpers/net.ts';
import { assignmentOf, codesOf, fillIn, outbox } from './helpers/review.ts';

let hub: TestHub;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
  device.net.requests.length = 0;
});

afterEach(async () => {
  await device.close();
  await hub.close();
});

const changesRequests = () => device.net.requests.filter(({ path }) => path === '/v1/changes');

const withdraw = (code: string) =>
  hub.deps.database.write((db) => withdrawAssignment(db, assignmentOf(device, code)));

/** Everything the hub has sent, as it stands in the tables. */
const snapshot = () => {
  const { db, keyring } = device.workspace;
  return codesOf(device).map((code) => {
    const assignment = readAssignment(db, assignmentOf(device, code));
    const submissionId = assignment?.assignment.submissionId ?? '';
    return {
      assignment,
      submission: must(readSubmission(db, keyring, submissionId)),
      artifacts: artifactHeadsOf(db, submissionId),
    };
  });
};

/** Pages of this many changes, so that a small program makes several. */
const smallPages = (limit: number) =>
  device.net.intercept(({ path, url, headers }) => {
    if (path !== '/v1/changes') return undefined;
    url.searchParams.set('limit', String(limit));
    return fetch(url, { headers });
  });

describe('pulling', () => {
  it("brings the reviewer's assignments, and nobody else's", async () => {
    must(await device.sync.now());
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-1', 'QST-2']);
    expect(readFeed(device.workspace.db).count).toBeGreaterThan(6);
  });

  it('costs one request when there is nothing new, whatever came before', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests.map(({ path }) => path)).toEqual(['/v1/changes']);
  });

  it('comes to the same in many small pages as in one', async () => {
    const other = await openDevice(hub.url);
    await other.signIn('rosa.lind', fixturePassword);
    smallPages(2);
    must(await device.sync.now());
    must(await other.sync.now());
    expect(changesRequests().length).toBeGreaterThan(4);
    expect(readFeed(device.workspace.db)).toMatchObject({
      count: readFeed(other.workspace.db).count,
      digest: readFeed(other.workspace.db).digest,
    });
    await other.close();
  });

  it('keeps what is staged over a crash between pages, and goes on from there', async () => {
    smallPages(3);
    let pages = 0;
    const stop = device.net.intercept(({ path }) => {
      if (path !== '/v1/changes') return undefined;
      pages += 1;
      return pages > 2 ? Promise.reject(new TypeError('gone')) : undefined;
    });
    expect((await device.sync.now()).ok).toBe(false);
    expect(readStaged(device.workspace.db)).toHaveLength(2 * 4);
    expect(codesOf(device)).toEqual([]);
    expect(readFeed(device.workspace.db).cursor).toBeNull();
    stop();
    await device.restart();
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(changesRequests()[0]?.url.searchParams.get('cursor')).not.toBeNull();
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-1', 'QST-2']);
    expect(lastStaged(device.workspace.db)).toBeUndefined();
  });

  it('changes nothing when the same pages are applied twice', async () => {
    must(await device.sync.now());
    const before = { rows: snapshot(), feed: readFeed(device.workspace.db) };
    const { db } = device.workspace;
    // Back to the beginning with all rows in place: the whole feed comes again.
    must(inTransaction(db, (to) => ok(writeFeed(to, { ...readFeed(db), cursor: null }))));
    must(await device.sync.now());
    expect({ rows: snapshot(), feed: { ...readFeed(db), cursor: before.feed.cursor } }).toEqual(before);
  });

  it('never writes what the reviewer wrote', async () => {
    must(await device.sync.now());
    const cut = device.net.cut();
    await fillIn(device, 'QST-1');
    const work = () =>
      ['reviews', 'review_registers', 'events'].map((table) =>
        device.workspace.db.prepare(`SELECT * FROM ${table}`).all(),
      );
    const before = work();
    cut();
    device.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('gone')) : undefined,
    );
    await withdraw('QST-2');
    await device.sync.now();
    expect(assignmentVersion(device.workspace.db, assignmentOf(device, 'QST-2'))).toBe(0);
    expect(work()).toEqual(before);
  });
});

describe('rows that do not add up', () => {
  it('lead to one full pull that leaves the outbox alone', async () => {
    must(await device.sync.now());
    const cut = device.net.cut();
    await fillIn(device, 'QST-1');
    const waiting = outbox(device).pending;
    cut();
    device.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('gone')) : undefined,
    );
    const { db } = device.workspace;
    const right = readFeed(db);
    const tally = createFeedTally(right);
    tally.move('assignment', 'a lost row', undefined, 1);
    must(inTransaction(db, (to) => ok(writeFeed(to, { ...right, ...tally.total() }))));
    device.net.requests.length = 0;
    await device.sync.now();
    expect(changesRequests().map(({ url }) => url.searchParams.has('cursor'))).toEqual([true, false]);
    expect(readFeed(db)).toMatchObject({ count: right.count, digest: right.digest });
    expect(outbox(device)).toMatchObject({ pending: waiting, delivered: 0 });
  });

  it('change nothing when the hub goes on contradicting itself, and work is still sent', async () => {
    must(await device.sync.now());
    await fillIn(device, 'QST-1');
    const before = snapshot();
    device.net.intercept(({ path }, forward) => {
      if (path !== '/v1/changes') return undefined;
      return forward().then(async (answer) => {
        const page = (await answer.json()) as { digest: { count: number; digest: string } | null };
        return json(200, {
          ...page,
          digest: page.digest && { ...page.digest, count: page.digest.count + 1 },
        });
      });
    });
    const result = await device.sync.now();
    expect(result).toMatchObject({ ok: false, problem: { code: 'feed-mismatch' } });
    expect(device.sync.status()).toMatchObject({ connection: 'online', problem: { code: 'feed-mismatch' } });
    expect(snapshot()).toEqual(before);
    expect(outbox(device)).toMatchObject({ pending: 0, sending: 0, blocked: 0 });
    expect(lastStaged(device.workspace.db)).toBeUndefined();
  });
});

describe('an assignment that is withdrawn', () => {
  it('stays to be read, and goes when its time is over', async () => {
    must(await device.sync.now());
    await device.sync.settled();
    const id = assignmentOf(device, 'QST-1');
    const submissionId = readAssignment(device.workspace.db, id)?.assignment.submissionId ?? '';
    await withdraw('QST-1');
    must(await device.sync.now());
    const { db, keyring } = device.workspace;
    expect(readAssignment(db, id)).toMatchObject({ version: 0, assignment: { state: 'withdrawn' } });
    expect(must(readSubmission(db, keyring, submissionId)).code).toBe('QST-1');
    expect(dueErasures(db, '9999')).toMatchObject([{ submissionId, reason: 'withdrawn' }]);
    must(
      inTransaction(db, (to) =>
        ok(to.prepare('UPDATE device_erasures SET due_at = ?').run('2020-01-01T00:00:00.000Z')),
      ),
    );
    must(await device.sync.now());
    expect(keyring.keyFor(submissionId)).toBeUndefined();
    expect(must(await device.workspace.vault.listFiles()).length).toBeGreaterThan(0);
    expect(must(await device.workspace.vault.sizeOnDisk(submissionId))).toBe(0);
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-2']);
    expect(dueErasures(db, '9999')).toEqual([]);
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
  });
});
