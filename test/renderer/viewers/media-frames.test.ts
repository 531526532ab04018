import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameClock } from '../../../renderer/viewers/playback.ts';
import { createFrameStepper, type FramePort, insideFrame } from '../../../renderer/viewers/video-frames.ts';

/**
 * A player that seeks as Chromium does: it paints the first frame that, going by an estimate of its length, is not over
 * yet, so where frames differ in length it may paint an earlier one. Playing shows the right one, and goes on a little.
 */
const playerOf = (starts: readonly number[], estimate: (frame: number) => number, drift: number) => {
  let time = 0;
  let shown = 0;
  const end = (starts.at(-1) ?? 0) + 0.1;
  const frameAt = (seconds: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= seconds),
    );
  const start = (frame: number): number => starts[frame] ?? 0;
  const port: FramePort = {
    duration: () => end,
    seek: async (seconds) => {
      time = Math.min(Math.max(0, seconds), end);
      const right = frameAt(time);
      const early = starts.findIndex((one, frame) => one + estimate(frame) >= time);
      shown = early === -1 ? right : Math.min(early, right);
      return start(shown);
    },
    settle: async () => {
      const seen: number[] = [];
      for (const at of [time, time + drift]) {
        const frame = frameAt(at);
        if (frame !== shown) seen.push(start(frame));
        shown = frame;
      }
      time += drift;
      return seen;
    },
  };
  return { port, shown: () => shown, start };
};

const lengths = fc.array(fc.constantFrom(0.008, 0.017, 0.033, 0.034, 0.04, 0.1, 0.5), {
  minLength: 3,
  maxLength: 40,
});
const startsOf = (list: readonly number[]): number[] => {
  let at = 0;
  return list.map((length) => {
    const start = Math.round(at * 1000) / 1000;
    at += length;
    return start;
  });
};

describe('stepping by frames', () => {
  it('lands on the neighbouring frame, however the frames differ and however badly seeks are painted', async () => {
    const walk = fc.array(fc.constantFrom<-1 | 1>(-1, 1, 1), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        lengths,
        fc.constantFrom(0.008, 0.03, 0.2, 0.5),
        fc.constantFrom(0.0006, 0.003, 0.007),
        walk,
        async (list, estimated, drift, directions) => {
          const starts = startsOf(list);
          const player = playerOf(starts, () => estimated, drift);
          const stepper = createFrameStepper(player.port, createFrameClock());
          let expected = 0;
          let at = (await stepper.show(0)) ?? 0;
          for (const direction of directions) {
            expected = Math.min(starts.length - 1, Math.max(0, expected + direction));
            at = await stepper.step(at, direction);
            expect(at).toBe(starts[expected]);
            expect(player.shown()).toBe(expected);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes one seek for a step once the frames are known to come at a constant rate', async () => {
    const player = playerOf(startsOf(Array(100).fill(0.04)), () => 0.04, 0.003);
    let seeks = 0;
    const counted: FramePort = {
      ...player.port,
      seek: (seconds) => {
        seeks += 1;
        return player.port.seek(seconds);
      },
    };
    const stepper = createFrameStepper(counted, createFrameClock());
    let at = 0;
    for (let steps = 0; steps < 26; steps += 1) at = await stepper.step(at, 1);
    seeks = 0;
    for (let steps = 0; steps < 20; steps += 1) at = await stepper.step(at, 1);
    for (let steps = 0; steps < 10; steps += 1) at = await stepper.step(at, -1);
    expect(player.shown()).toBe(36);
    expect(seeks).toBe(30);
  });

  it('stays on the last frame and on the first', async () => {
    const player = playerOf([0, 0.04, 0.08], () => 0.04, 0.003);
    const stepper = createFrameStepper(player.port, createFrameClock());
    expect(await stepper.step(0.08, 1)).toBe(0.08);
    expect(await stepper.step(0, -1)).toBe(0);
  });

  it('gives up quietly where the browser presents nothing', async () => {
    const silent: FramePort = { duration: () => 10, seek: async () => null, settle: async () => [] };
    const stepper = createFrameStepper(silent, createFrameClock());
    expect(await stepper.show(3)).toBeNull();
    expect(await stepper.step(3, 1)).toBe(3);
    expect(await stepper.step(3, -1)).toBe(3);
  });
});

describe('the place of a frame in a citation', () => {
  it('lies inside that frame, in whole milliseconds', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.nat(39), async (list, pick) => {
        const starts = startsOf(list);
        const frame = pick % starts.length;
        const start = starts[frame] ?? 0;
        const player = playerOf(starts, () => 0.5, 0.003);
        const kept = insideFrame(start, createFrameClock());
        expect(kept * 1000).toBeCloseTo(Math.round(kept * 1000), 6);
        expect(await createFrameStepper(player.port, createFrameClock()).show(kept)).toBe(start);
        expect(player.shown()).toBe(frame);
      }),
    );
  });

  it('is the middle of the frame at a constant rate', () => {
    const clock = createFrameClock();
    for (let at = 0; at < 30; at += 1) clock.presented(at * 0.04);
    expect(insideFrame(1, clock)).toBe(1.02);
  });
});

describe('the rate of frames', () => {
  it('is constant only while every step fits, also with starts rounded to milliseconds', () => {
    const clock = createFrameClock();
    for (let at = 0; at < 40; at += at === 20 ? 3 : 1) clock.presented(Math.round((at / 30) * 1000) / 1000);
    expect(clock.regular()).toBeCloseTo(1 / 30, 3);
    clock.presented(1.35);
    expect(clock.regular()).toBeNull();
    for (let at = 0; at < 100; at += 1) clock.presented(2 + at / 30);
    expect(clock.regular(), 'never again').toBeNull();
  });
});
