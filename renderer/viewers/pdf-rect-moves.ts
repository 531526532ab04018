import {
  type PageBox,
  type PageLook,
  type PageRect,
  rectBetween,
  rectFromShown,
  rectOnPage,
  rectToShown,
  shownSize,
} from './pdf-geometry.ts';

/** A change of a rectangle as it is seen, in CSS pixels: of its left, top, right and bottom sides. */
export type SideChange = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

export type Corner = 'nw' | 'ne' | 'sw' | 'se';
/** What is taken hold of: the whole, or a corner as it is seen. */
export type Grip = 'all' | Corner;

/** Points; a smaller area is a slip of the hand. */
export const smallestArea = 4;
/** CSS pixels of one press of an arrow key, and with Alt held. */
const step = 8;
const fineStep = 1;

const still: SideChange = { left: 0, top: 0, right: 0, bottom: 0 };

/** The change that dragging a grip by so many pixels makes. */
export const dragChange = (grip: Grip, dx: number, dy: number): SideChange => {
  if (grip === 'all') return { left: dx, top: dy, right: dx, bottom: dy };
  const west = grip === 'nw' || grip === 'sw';
  const north = grip === 'nw' || grip === 'ne';
  return {
    left: west ? dx : 0,
    right: west ? 0 : dx,
    top: north ? dy : 0,
    bottom: north ? 0 : dy,
  };
};

type Key = { readonly key: string; readonly shiftKey: boolean; readonly altKey: boolean };

/** The change that an arrow key makes: it moves, or with Shift moves the right or lower side. Null: another key. */
export const keyChange = ({ key, shiftKey, altKey }: Key): SideChange | null => {
  const by = altKey ? fineStep : step;
  const dx = { ArrowLeft: -by, ArrowRight: by }[key] ?? 0;
  const dy = { ArrowUp: -by, ArrowDown: by }[key] ?? 0;
  if (dx === 0 && dy === 0) return null;
  return shiftKey ? { ...still, right: dx, bottom: dy } : dragChange('all', dx, dy);
};

/** The rectangle, in page space, after a change as it is seen; not smaller than can be seen, and on the page. */
export const changeRect = (box: PageBox, look: PageLook, rect: PageRect, change: SideChange): PageRect => {
  const shown = rectToShown(box, look, rect);
  const page = shownSize(box, look);
  const least = smallestArea * look.scale;
  const moves = change.left === change.right && change.top === change.bottom;
  if (moves) {
    return rectOnPage(
      box,
      rectFromShown(box, look, { ...shown, x: shown.x + change.left, y: shown.y + change.top }),
    );
  }
  const [right, bottom] = [shown.x + shown.width, shown.y + shown.height];
  const sides = {
    left: Math.min(Math.max(0, shown.x + change.left), right - least),
    top: Math.min(Math.max(0, shown.y + change.top), bottom - least),
    right: Math.max(Math.min(page.width, right + change.right), shown.x + least),
    bottom: Math.max(Math.min(page.height, bottom + change.bottom), shown.y + least),
  };
  return rectFromShown(
    box,
    look,
    rectBetween({ x: sides.left, y: sides.top }, { x: sides.right, y: sides.bottom }),
  );
};
