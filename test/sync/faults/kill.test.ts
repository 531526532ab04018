import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../main/core/ports.ts';
import { readFeed } from '../../../main/database/tables/hub-feed.ts';
import { readReview } from '../../../main/database/tables/reviews.ts';
import { lastStaged } from '../../../main/database/tables/staged-changes.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type CrashPoint, doomDatabase } from '../../sim/world/crash.ts';
import { type Device, must, openDevice } from '../helpers/device.ts';
import { expectExactlyOnce, reviewsAt } from '../helpers/exactly-once.ts';
import { assignmentOf, codesOf, fillIn, outbox, submit } from '../helpers/review.ts';

/*
 * The workbench is killed at a chosen point of a sync: from there on it writes and asks nothing, and the next run begins
 * with a copy of its folder as it was then.
 */

let hub: TestHub;
const devices: Device[] = [];

beforeAll(async () => {
  hub = await startTestHub();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.close();
});
afterAll(() => hub.close());

const signedIn = async (account: string, clock?: Clock): Promise<Device> => {
  const device = await openDevice(hub.url, { timeoutMs: 2000, ...(clock && { clock }) });
  devices.push(device);
  await device.signIn(account, fixturePassword);
  return device;
};

/** From `die` on, no transaction of this run commits and no request leaves it. */
const mortal = (device: Device, at: (point: CrashPoint, die: () => never) => void = () => {}) => {
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Error('killed by the test');
  };
  doomDatabase(device.workspace.db, (point) => {
    if (dead) throw new Error('killed by the test');
    at(point, die);
  });
  const restore = device.net.intercept(() =>
    dead ? Promise.reject(new TypeError('killed by the test')) : undefined,
  );
  return { die, isDead: () => dead, restore };
};

describe('kill -9 during: before POST · after POST before the response · before the result is saved', () => {
  const points = [
    ['before POST', 'QST-1', 'rosa.lind'],
    ['after POST before the response', 'QST-2', 'rosa.lind'],
    ['before the result is saved', 'FBK-1', 'ben.achebe'],
    ['after the result is saved', 'QST-1', 'ben.achebe'],
  ] as const;

  it.each(points)('%s: everything is at the hub once after the next start', async (where, code, account) => {
    const device = await signedIn(account);
    must(await device.sync.now());
    await device.sync.settled();
    await fillIn(device, code);
    const { content } = await submit(device, code);
    const waiting = outbox(device).pending;

    let answered = false;
    const killed = mortal(device, (point, die) => {
      if (answered && where === `${point === 'before-commit' ? 'before' : 'after'} the result is saved`)
        die();
    });
    const stop = device.net.intercept(({ path }, forward) => {
      if (path !== '/v1/events' || killed.isDead()) return undefined;
      if (where === 'before POST') return killed.die();
      return forward().then((answer) => {
        if (where === 'after POST before the response') return killed.die();
        answered = true;
        return answer;
      });
    });
    expect((await device.sync.now()).ok).toBe(false);
    expect(killed.isDead()).toBe(true);
    await device.kill();
    killed.restore();
    stop();
    expect(outbox(device)).toMatchObject(
      where === 'after the result is saved' ? { delivered: waiting } : { delivered: 0, sending: waiting },
    );
    must(await device.sync.now());
    await expectExactlyOnce(hub, device);
    expect(await reviewsAt(hub)).toContainEqual({ submissionCode: code, revision: 1, content });
    expect(readReview(device.workspace.db, assignmentOf(device, code))?.receivedAt).not.toBeNull();
  });
});

describe('kill -9 during: between pages · at apply', () => {
  /** Pages that come one right after the other wait in memory; those of a slow feed are written down. */
  const feeds = [
    ['that comes at once', 0, ['all applied', 'nothing applied']],
    ['that comes slowly', 3000, ['all applied', 'nothing applied', 'pages kept']],
  ] as const;

  it.each(feeds)(
    'at every commit of a feed %s: rows and cursor go together, and the rest comes',
    async (_feed, delay, expected) => {
      const whole = await signedIn('rosa.lind');
      must(await whole.sync.now());
      const { count, digest } = readFeed(whole.workspace.db);
      const codes = codesOf(whole);
      const seen = new Set<string>();
      for (let nth = 1; nth < 40; nth += 1) {
        let late = 0;
        const clock = { now: () => Date.now(), monotonic: () => performance.now() + late };
        const device = await signedIn('rosa.lind', clock);
        const stop = device.net.intercept(({ path, url, headers }) => {
          if (path !== '/v1/changes') return undefined;
          late += delay;
          url.searchParams.set('limit', '4');
          return fetch(url, { headers });
        });
        let reached = 0;
        let over = false;
        const killed = mortal(device, (_point, die) => {
          reached += 1;
          if (reached === nth && !over) die();
        });
        await device.sync.now();
        over = true;
        if (!killed.isDead()) break;
        await device.kill();
        killed.restore();
        const { cursor, ...feed } = readFeed(device.workspace.db);
        // Either nothing of the feed counts yet, or all of it does.
        if (cursor === null) expect(codesOf(device)).toEqual([]);
        else
          expect({ count: feed.count, digest: feed.digest, codes: codesOf(device) }).toEqual({
            count,
            digest,
            codes,
          });
        seen.add(cursor === null ? 'nothing applied' : 'all applied');
        if (lastStaged(device.workspace.db) !== undefined) seen.add('pages kept');
        device.net.requests.length = 0;
        must(await device.sync.now());
        expect(readFeed(device.workspace.db)).toMatchObject({ count, digest });
        expect(codesOf(device)).toEqual(codes);
        stop();
        devices.splice(devices.indexOf(device), 1);
        await device.close();
      }

      expect([...seen].sort()).toEqual(expected);
    },
  );
});
