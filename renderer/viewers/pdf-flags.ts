import type { PageRect } from './pdf-geometry.ts';

/** A mark's letters beside its first rectangle, in CSS pixels of the page as it is shown. */
export type Flag = { readonly x: number; readonly y: number };

export const flagHeight = 18;
const gap = 2;
/** How far flags may stand out of the page on its left. */
const outside = 14;
/** Beyond so many flags on a page they may cover each other. */
const mostKeptApart = 150;

export const flagWidth = (letters: string): number => 12 + 7 * Math.max(1, letters.length);

type Wanted = { readonly rect: PageRect; readonly letters: string; readonly isArea: boolean };
type Placed = Flag & { readonly width: number };

const meets = (a: Placed, b: Placed): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + flagHeight + gap &&
  b.y < a.y + flagHeight + gap;

/** Left of a line or an area; above a line that runs down or up the page, because its neighbours are left and right. */
const beside = ({ rect, isArea }: Wanted, width: number): Flag => {
  if (!isArea && rect.height > rect.width * 1.2) {
    return { x: rect.x + rect.width / 2 - width / 2, y: rect.y - flagHeight - gap };
  }
  const y = rect.y + Math.min(rect.height, 2 * flagHeight) / 2 - flagHeight / 2;
  return { x: Math.max(-outside, rect.x - width - gap), y };
};

/**
 * Where flags stand: at the edge of the first line of their mark, and where several begin at the same place, one beside and
 * then one below the other. In the order given.
 */
export const placeFlags = (wanted: readonly Wanted[]): Flag[] => {
  const placed: Placed[] = [];
  for (const one of wanted) {
    const width = flagWidth(one.letters);
    const first = { ...beside(one, width), width };
    let flag: Placed = first;
    let below = 0;
    while (placed.length < mostKeptApart && placed.some((other) => meets(flag, other))) {
      const x = flag.x - width - gap;
      if (x >= -outside) flag = { ...flag, x };
      else {
        below += 1;
        flag = { ...first, y: first.y + below * (flagHeight + gap) };
      }
    }
    placed.push(flag);
  }
  return placed.map(({ x, y }) => ({ x, y }));
};
