import type { PercentRect } from '../../shared/domain/locator.ts';

/** A point in per cent of the width and the height, from the top left. */
export type Corner = { readonly x: number; readonly y: number };

const inside = (value: number): number => Math.min(100, Math.max(0, value));

/** Where a point of a picture lies after the picture was turned clockwise by quarter turns (degrees, may be negative). */
export const turnedPoint = ({ x, y }: Corner, degrees: number): Corner => {
  switch (((degrees % 360) + 360) % 360) {
    case 90:
      return { x: 100 - y, y: x };
    case 180:
      return { x: 100 - x, y: 100 - y };
    case 270:
      return { x: y, y: 100 - x };
    default:
      return { x, y };
  }
};

/** The rectangle between two corners, kept inside the picture. A hundredth of a per cent is exact enough. */
export const rectBetween = (a: Corner, b: Corner): PercentRect => {
  const round = (value: number): number => Math.round(inside(value) * 100) / 100;
  const left = round(Math.min(a.x, b.x));
  const top = round(Math.min(a.y, b.y));
  return {
    x: left,
    y: top,
    width: Math.round((round(Math.max(a.x, b.x)) - left) * 100) / 100,
    height: Math.round((round(Math.max(a.y, b.y)) - top) * 100) / 100,
  };
};

/** A rectangle of a picture as it lies after the picture was turned clockwise by quarter turns. */
export const turnedRect = ({ x, y, width, height }: PercentRect, degrees: number): PercentRect =>
  rectBetween(turnedPoint({ x, y }, degrees), turnedPoint({ x: x + width, y: y + height }, degrees));
