import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaAfterKey,
  areaHandles,
  clampArea,
  firstArea,
  leastArea,
  moveArea,
  resizeArea,
} from '../../../renderer/viewers/area-box.ts';
import { locatorSchema, type PercentRect } from '../../../shared/domain/locator.ts';

const wild = fc.double({ min: -150, max: 250, noNaN: true });
const area = fc.record({ x: wild, y: wild, width: wild, height: wild }).map(clampArea);
const delta = fc.double({ min: -120, max: 120, noNaN: true });

const isInside = (rect: PercentRect): void => {
  expect(locatorSchema.safeParse({ kind: 'region', region: rect }).success).toBe(true);
  expect(rect.x + rect.width).toBeLessThanOrEqual(100.0001);
  expect(rect.y + rect.height).toBeLessThanOrEqual(100.0001);
  expect(Math.min(rect.width, rect.height)).toBeGreaterThanOrEqual(leastArea);
};

describe('an area that is moved and resized', () => {
  it('never leaves the picture and never vanishes', () => {
    fc.assert(
      fc.property(area, fc.constantFrom(...areaHandles), delta, delta, (rect, handle, dx, dy) => {
        isInside(rect);
        isInside(moveArea(rect, dx, dy));
        isInside(resizeArea(rect, handle, dx, dy));
      }),
    );
  });

  it('keeps its size when it is moved, and goes exactly as far as there is room', () => {
    fc.assert(
      fc.property(area, delta, delta, (rect, dx, dy) => {
        const moved = moveArea(rect, dx, dy);
        expect([moved.width, moved.height]).toEqual([rect.width, rect.height]);
        expect(moved.x).toBeCloseTo(Math.min(100 - rect.width, Math.max(0, rect.x + dx)), 1);
      }),
    );
  });

  it('leaves the side opposite to the handle where it is', () => {
    fc.assert(
      fc.property(area, fc.constantFrom(...areaHandles), delta, delta, (rect, handle, dx, dy) => {
        const next = resizeArea(rect, handle, dx, dy);
        if (!handle.includes('w')) expect(next.x).toBeCloseTo(rect.x, 1);
        if (!handle.includes('n')) expect(next.y).toBeCloseTo(rect.y, 1);
        if (!handle.includes('e')) expect(next.x + next.width).toBeCloseTo(rect.x + rect.width, 1);
        if (!handle.includes('s')) expect(next.y + next.height).toBeCloseTo(rect.y + rect.height, 1);
      }),
    );
  });

  it('comes back when the handle is moved back, unless it met an edge', () => {
    const there = resizeArea(firstArea, 'nw', -10, 5);
    expect(resizeArea(there, 'nw', 10, -5)).toEqual(firstArea);
    expect(resizeArea(firstArea, 'w', 90, 0).width).toBe(leastArea);
  });

  it('is moved by arrows and resized by Shift with arrows; other keys are not its own', () => {
    expect(areaAfterKey(firstArea, 'ArrowLeft', false, 2)).toEqual({ ...firstArea, x: firstArea.x - 2 });
    expect(areaAfterKey(firstArea, 'ArrowDown', true, 2)).toEqual({
      ...firstArea,
      height: firstArea.height + 2,
    });
    expect(areaAfterKey(firstArea, 'Enter', false, 2)).toBeNull();
  });
});
