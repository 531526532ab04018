import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReview } from '../../../main/database/tables/reviews.ts';
import { fixturePassword, startTestHub, type TestHub } from '../../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from '../helpers/device.ts';
import { expectExactlyOnce, reviewsAt } from '../helpers/exactly-once.ts';
import { assignmentOf, edit, fillIn, open, outbox, submit } from '../helpers/review.ts';

/* A computer’s clock that is wrong, jumps, or sleeps. */

const YEAR = 365 * 86_400_000;
const DAY = 86_400_000;

let hub: TestHub;
let devices: Device[];

beforeEach(async () => {
  hub = await startTestHub();
  devices = [];
});

afterEach(async () => {
  for (const device of devices) await device.close();
  await hub.close();
});

/** A wall clock in the test’s hand; the monotonic one runs on, and jumps only where it is told to. */
const aClock = (start: number) => {
  let wall = start;
  let slept = 0;
  return {
    now: () => wall,
    monotonic: () => performance.now() + slept,
    set: (instant: number) => {
      wall = instant;
    },
    /** `counted`: whether this computer's monotonic clock goes on in its sleep; some do, some do not. */
    sleep: (ms: number, counted: boolean) => {
      wall += ms;
      if (counted) slept += ms;
    },
  };
};

const join = async (clock: ReturnType<typeof aClock>): Promise<Device> => {
  const device = await openDevice(hub.url, { clock });
  devices.push(device);
  await device.signIn('rosa.lind', fixturePassword);
  must(await device.sync.now());
  await device.sync.settled();
  return device;
};

const gap = (device: Device, text: string) =>
  edit(device, 'QST-1', [{ op: 'feedback.set', criterionId: null, field: 'gap', text }]);

const gapOf = async (device: Device) => (await open(device, 'QST-1')).content.overall.gap;

describe('clock ±10 years', () => {
  it.each([
    ['ahead, then right', 10, 0],
    ['right, then behind', 0, -10],
  ])(
    '%s: what is written last stands, and a whole review goes through in the hub’s time',
    async (_, before, after) => {
      const clock = aClock(hub.clock.now() + before * YEAR);
      const device = await join(clock);
      await fillIn(device, 'QST-1');
      await gap(device, 'Written first.');
      must(await device.sync.now());
      clock.set(hub.clock.now() + after * YEAR);
      await gap(device, 'Written last.');
      must(await device.sync.now());
      const other = await join(aClock(hub.clock.now()));
      expect([await gapOf(device), await gapOf(other)]).toEqual(['Written last.', 'Written last.']);
      const { content } = await submit(device, 'QST-1');
      must(await device.sync.now());
      await expectExactlyOnce(hub, device);
      expect(await reviewsAt(hub)).toEqual([{ submissionCode: 'QST-1', revision: 1, content }]);
      const review = readReview(device.workspace.db, assignmentOf(device, 'QST-1'));
      expect(review?.receivedAt).toBe(new Date(hub.clock.now()).toISOString());
      expect(device.sync.status()).toMatchObject({ connection: 'online', problem: null });
    },
  );
});

describe('DST', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    if (zone === undefined) Reflect.deleteProperty(process.env, 'TZ');
    else process.env.TZ = zone;
  });

  it('the hour that comes twice: the later words stand, on every computer', async () => {
    process.env.TZ = 'America/New_York';
    const [summer, winter] = ['2026-11-01T05:45:00Z', '2026-11-01T06:15:00Z'].map(Date.parse);
    // On the wall the second comes before the first: 1:45, then 1:15.
    expect([summer, winter].map((at) => new Date(at ?? 0).toTimeString().slice(0, 5))).toEqual([
      '01:45',
      '01:15',
    ]);
    const [early, late] = [aClock(summer ?? 0), aClock(summer ?? 0)];
    const [one, two] = [await join(early), await join(late)];
    await fillIn(one, 'QST-1');
    must(await one.sync.now());
    must(await two.sync.now());
    await gap(one, 'Before the change.');
    late.set(winter ?? 0);
    await gap(two, 'After the change.');
    must(await two.sync.now());
    must(await one.sync.now());
    must(await two.sync.now());
    expect([await gapOf(one), await gapOf(two)]).toEqual(['After the change.', 'After the change.']);
    await expectExactlyOnce(hub, one);
    await expectExactlyOnce(hub, two);
  });
});

describe('suspend', () => {
  it.each([
    ['a clock that goes on in sleep', true],
    ['a clock that stands still in sleep', false],
  ])('for days, with %s: what was unsent goes soon after waking, and nothing twice', async (_, counted) => {
    const clock = aClock(hub.clock.now());
    const device = await join(clock);
    const back = device.net.cut();
    await fillIn(device, 'QST-1');
    const { content } = await submit(device, 'QST-1');
    device.sync.start();
    await expect.poll(() => device.sync.status().connection, { timeout: 10_000 }).toBe('offline');
    clock.sleep(3 * DAY, counted);
    hub.clock.advance(3 * DAY);
    back();
    await expect.poll(() => device.sync.status().changes.acknowledged, { timeout: 20_000 }).toBe(8);
    await expectExactlyOnce(hub, device);
    expect(await reviewsAt(hub)).toEqual([{ submissionCode: 'QST-1', revision: 1, content }]);
  });

  it('past the end of the session: nothing is lost, and it goes after signing in', async () => {
    const clock = aClock(hub.clock.now());
    const device = await join(clock);
    await fillIn(device, 'QST-1');
    const { content } = await submit(device, 'QST-1');
    clock.sleep(400 * DAY, true);
    hub.clock.advance(400 * DAY);
    expect(await device.sync.now()).toMatchObject({ ok: false, problem: { code: 'session-expired' } });
    expect(outbox(device).blocked).toBe(0);
    await device.signIn('rosa.lind', fixturePassword);
    must(await device.sync.now());
    await expectExactlyOnce(hub, device);
    expect((await reviewsAt(hub)).map((review) => review.content)).toEqual([content]);
  });
});
