import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/messages/en.ts';
import { rectBetween, turnedPoint, turnedRect } from '../../../renderer/viewers/image-area.ts';
import { describeTime, revealTime } from '../../../renderer/viewers/media-actions.ts';
import { turned, zoomScale, zoomStep } from '../../../renderer/viewers/zoom.ts';
import { locatorSchema } from '../../../shared/domain/locator.ts';

const { place } = en.viewers;

describe('places in words', () => {
  it('are short and say where', () => {
    expect(place({ kind: 'whole' })).toBe('Whole file');
    expect(place({ kind: 'time', start: 61.4, end: null, region: null, quote: null })).toBe('1:01');
    expect(place({ kind: 'time', start: 61.4, end: 75, region: null, quote: null })).toBe('1:01–1:15');
    expect(place({ kind: 'page', page: 4, rects: [], quote: null, position: null, continued: [] })).toBe(
      'Page 4',
    );
    expect(place({ kind: 'region', region: { x: 1, y: 1, width: 5, height: 5 } })).toBe('Marked area');
  });

  it('quote the first words of a long quotation', () => {
    const exact = 'The missing piece of three fourths is\nlarger than that of five sixths';
    const said = place({
      kind: 'text',
      quote: { exact, prefix: '', suffix: '' },
      position: { start: 0, end: 9 },
    });
    expect(said).toBe('“The missing piece of three fourths…”');
  });
});

describe('a place in time', () => {
  const media = (currentTime: number, duration: number) => ({ currentTime, duration }) as HTMLMediaElement;

  it('is where playback stands, and comes back to it', () => {
    const first = media(41.2345, 90);
    const locator = describeTime(first);
    expect(locatorSchema.parse(locator)).toEqual(locator);
    const second = media(0, 90);
    expect(revealTime(second, locator)).toBe(true);
    expect(second.currentTime).toBe(41.235);
  });

  it('behind the end is not found, and the end is shown', () => {
    const short = media(0, 10);
    expect(revealTime(short, { kind: 'time', start: 30, end: null, region: null, quote: null })).toBe(false);
    expect(short.currentTime).toBe(10);
  });
});

describe('a marked area', () => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  const corner = fc.record({ x: percent, y: percent });

  it('is the same whichever corner it was drawn from, and inside the picture', () => {
    fc.assert(
      fc.property(corner, corner, (a, b) => {
        const rect = rectBetween(a, b);
        expect(rectBetween(b, a)).toEqual(rect);
        expect(locatorSchema.safeParse({ kind: 'region', region: rect }).success).toBe(true);
        expect(rect.x + rect.width).toBeLessThanOrEqual(100.001);
      }),
    );
  });

  it('on a turned picture is kept as on the upright one', () => {
    fc.assert(
      fc.property(corner, fc.constantFrom(0, 90, 180, 270), (point, turn) => {
        const back = turnedPoint(turnedPoint(point, turn), -turn);
        expect(back.x).toBeCloseTo(point.x, 9);
        expect(back.y).toBeCloseTo(point.y, 9);
      }),
    );
    expect(turnedPoint({ x: 0, y: 0 }, 90)).toEqual({ x: 100, y: 0 });
  });

  it('lies on the same part of a picture however that is turned, and back', () => {
    expect(turnedRect({ x: 10, y: 60, width: 30, height: 20 }, 90)).toEqual({
      x: 20,
      y: 10,
      width: 20,
      height: 30,
    });
    fc.assert(
      fc.property(corner, corner, fc.constantFrom(0, 90, 180, 270), (a, b, turn) => {
        const rect = rectBetween(a, b);
        const back = turnedRect(turnedRect(rect, turn), -turn);
        for (const side of ['x', 'y', 'width', 'height'] as const)
          expect(back[side]).toBeCloseTo(rect[side], 1);
      }),
    );
  });
});

describe('zoom', () => {
  it('fits to the width, or all of it into the stage', () => {
    const stage = { width: 600, height: 400 };
    expect(zoomScale('width', { width: 1200, height: 1200 }, stage)).toBe(0.5);
    expect(zoomScale('whole', { width: 1200, height: 1200 }, stage)).toBeCloseTo(1 / 3, 9);
    expect(zoomScale(1.5, { width: 1200, height: 1200 }, stage)).toBe(1.5);
  });

  it('steps in and out, and stops at the ends', () => {
    expect(zoomStep(0.82, 1)).toBe(0.9);
    expect(zoomStep(0.82, -1)).toBe(0.8);
    expect(zoomStep(8, 1)).toBe(8);
    expect(zoomStep(0.25, -1)).toBe(0.25);
  });

  it('goes down to what a very large picture needs, where that is allowed', () => {
    const vast = { width: 10_000, height: 10_000 };
    const stage = { width: 600, height: 400 };
    expect(zoomScale('whole', vast, stage, 0.01)).toBeCloseTo(0.04, 9);
    expect(zoomStep(0.04, 1, 0.01)).toBe(0.05);
    expect(zoomStep(0.04, -1, 0.01)).toBe(0.03);
    expect(zoomStep(0.04, -1)).toBe(0.04);
  });

  it('swaps the sides on a quarter turn', () => {
    expect(turned({ width: 3, height: 2 }, 90)).toEqual({ width: 2, height: 3 });
    expect(turned({ width: 3, height: 2 }, 180)).toEqual({ width: 3, height: 2 });
  });
});
