import { describe, expect, it } from 'vitest';
import { createActiveTime } from '../../../renderer/stores/review-active-time.ts';

const meter = () => {
  let now = 0;
  const time = createActiveTime(() => now);
  return {
    time,
    at: (seconds: number): void => {
      now = seconds * 1000;
    },
  };
};

describe('active time', () => {
  it('is the time between signs of work', () => {
    const { time, at } = meter();
    for (const second of [0, 10, 25, 40]) {
      at(second);
      time.sign();
    }
    expect(time.take()).toBe(40);
  });

  it('stops a minute after the last sign', () => {
    const { time, at } = meter();
    time.sign();
    at(600);
    time.sign();
    at(610);
    time.sign();
    expect(time.take()).toBe(70);
  });

  it('does not count the time away from the review', () => {
    const { time, at } = meter();
    time.sign();
    at(5);
    time.rest();
    at(30);
    time.sign();
    at(32);
    time.sign();
    expect(time.take()).toBe(7);
  });

  it('counts every second once, and keeps what is less than a second', () => {
    const { time, at } = meter();
    time.sign();
    at(1.6);
    time.sign();
    expect(time.take()).toBe(1);
    expect(time.take()).toBe(0);
    at(2);
    time.sign();
    expect(time.take()).toBe(1);
  });

  it('does not run backwards with the clock', () => {
    const { time, at } = meter();
    at(100);
    time.sign();
    at(40);
    time.sign();
    expect(time.take()).toBe(0);
  });
});
