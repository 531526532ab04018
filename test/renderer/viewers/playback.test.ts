import { describe, expect, it } from 'vitest';
import {
  clampTime,
  createFrameClock,
  nextRate,
  playbackRates,
  roundTime,
} from '../../../renderer/viewers/playback.ts';

describe('playback', () => {
  it('steps through the speeds and stops at both ends', () => {
    let rate = 0.5;
    const up = [rate];
    for (let step = 0; step < 10; step += 1) {
      rate = nextRate(rate, 1);
      up.push(rate);
    }
    expect([...new Set(up)]).toEqual([...playbackRates]);
    expect(nextRate(2, 1)).toBe(2);
    expect(nextRate(0.5, -1)).toBe(0.5);
    expect(nextRate(1.1, -1)).toBe(1);
  });

  it('keeps positions inside the media, and unlimited while its length is unknown', () => {
    expect(clampTime(-3, 60)).toBe(0);
    expect(clampTime(63, 60)).toBe(60);
    expect(clampTime(63, Number.NaN)).toBe(63);
    expect(clampTime(63, 0)).toBe(63);
  });

  it('keeps a place to the millisecond', () => {
    expect(roundTime(41.23456)).toBe(41.235);
    expect(roundTime(-0.2)).toBe(0);
  });

  it('learns the length of a frame from what is presented, without seeks and stalls', () => {
    const clock = createFrameClock();
    expect(clock.frame()).toBeCloseTo(1 / 30, 6);
    for (const time of [0, 0.04, 0.12, 30, 30.04, 30.0401]) clock.presented(time);
    expect(clock.frame()).toBeCloseTo(0.04, 6);
  });
});
