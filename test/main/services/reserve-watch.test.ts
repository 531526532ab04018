import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createBallast } from '../../../main/database/ballast.ts';
import { createReserveWatch } from '../../../main/services/reserve-watch.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Timers that go off when the test says so. */
const handTimers = () => {
  let due: (() => void) | null = null;
  return {
    timers: {
      after: (_ms: number, work: () => void) => {
        due = work;
        return () => {
          due = null;
        };
      },
    },
    isSet: () => due !== null,
    ring: () => {
      const work = due;
      due = null;
      work?.();
    },
  };
};

const aWatch = () => {
  const disk = { free: 1e12 };
  const ballast = createBallast({
    folder: tempFolder(),
    bytes: 1000,
    random: (size) => new Uint8Array(randomBytes(size)),
    freeBytes: async () => disk.free,
  });
  const hand = handTimers();
  const told: string[] = [];
  let heard = () => {};
  const watch = createReserveWatch({
    ballast,
    timers: hand.timers,
    log: () => {},
    onChange: () => {
      told.push(ballast.state());
      heard();
    },
  });
  /** Lets the alarm ring, and waits until the watch has said something. */
  const look = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
      hand.ring();
    });
  return { disk, ballast, watch, told, hand, look };
};

test('the reserve is put in place, its loss is told at once, and it comes back when there is room', async () => {
  const { disk, ballast, watch, told, hand, look } = aWatch();
  watch.start();
  await look();
  expect(told).toEqual(['kept']);
  expect(hand.isSet()).toBe(false);
  disk.free = 0;
  expect(ballast.giveUp()).toBe(true);
  await Promise.resolve();
  expect(told).toEqual(['kept', 'missing']);
  hand.ring();
  await ballast.restore();
  await expect.poll(hand.isSet).toBe(true);
  expect(told).toEqual(['kept', 'missing']);
  disk.free = 1e12;
  await look();
  expect(told).toEqual(['kept', 'missing', 'kept']);
  await watch.stop();
});

test('a workspace that is being closed tells nothing any more', async () => {
  const { ballast, watch, told, hand, look } = aWatch();
  watch.start();
  await look();
  await watch.stop();
  ballast.giveUp();
  await Promise.resolve();
  expect(told).toEqual(['kept']);
  expect(hand.isSet()).toBe(false);
});
