import type { PercentRect } from '../../shared/domain/locator.ts';

/** The edge or corner an area is resized by, as a compass shows them: `n` is its top edge, `se` its lower right corner. */
export type AreaHandle = 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w' | 'nw';

export const areaHandles: readonly AreaHandle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** The least width and height of an area in per cent: smaller ones cannot be grabbed or seen. */
export const leastArea = 1;

/** A hundredth of a per cent is exact enough, and equal areas are equal numbers. */
const round = (value: number): number => Math.round(value * 100) / 100;

const between = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** An area pulled into the picture: at least the least size, at most the whole, and nowhere outside. */
export const clampArea = ({ x, y, width, height }: PercentRect): PercentRect => {
  const wide = round(between(width, leastArea, 100));
  const high = round(between(height, leastArea, 100));
  return {
    x: round(between(x, 0, 100 - wide)),
    y: round(between(y, 0, 100 - high)),
    width: wide,
    height: high,
  };
};

/** Moves an area by per cent of the picture; it keeps its size and stops at the edges. */
export const moveArea = (area: PercentRect, dx: number, dy: number): PercentRect =>
  clampArea({ ...area, x: area.x + dx, y: area.y + dy });

/** One axis of a resize: [from, length] after the near (−1) or far (1) end was moved by `by`, or neither (0). */
const stretch = (from: number, length: number, end: -1 | 0 | 1, by: number): readonly [number, number] => {
  const to = from + length;
  if (end === 1) return [from, between(to + by, from + leastArea, 100) - from];
  if (end === 0) return [from, length];
  const moved = between(from + by, 0, to - leastArea);
  return [moved, to - moved];
};

/** Moves an edge or a corner by per cent of the picture. The opposite side stays; no area is turned inside out. */
export const resizeArea = (area: PercentRect, handle: AreaHandle, dx: number, dy: number): PercentRect => {
  const across = handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0;
  const down = handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0;
  const [x, width] = stretch(area.x, area.width, across, dx);
  const [y, height] = stretch(area.y, area.height, down, dy);
  return clampArea({ x, y, width, height });
};

/** What the arrow keys do with an area: they move it, or with Shift its lower right corner. Null for other keys. */
export const areaAfterKey = (
  area: PercentRect,
  key: string,
  resizes: boolean,
  step: number,
): PercentRect | null => {
  const [dx, dy] = arrowDirection(key);
  if (dx === 0 && dy === 0) return null;
  return resizes ? resizeArea(area, 'se', dx * step, dy * step) : moveArea(area, dx * step, dy * step);
};

const arrowDirection = (key: string): readonly [number, number] => {
  switch (key) {
    case 'ArrowLeft':
      return [-1, 0];
    case 'ArrowRight':
      return [1, 0];
    case 'ArrowUp':
      return [0, -1];
    case 'ArrowDown':
      return [0, 1];
    default:
      return [0, 0];
  }
};

/** The area a keyboard begins with: a third of the picture, in its middle. */
export const firstArea: PercentRect = { x: 33, y: 33, width: 34, height: 34 };
