import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { clampArea, firstArea } from './area-box.ts';
import { type Corner, rectBetween, turnedPoint, turnedRect } from './image-area.ts';

type Drag =
  | { readonly kind: 'area'; readonly from: Corner }
  | {
      readonly kind: 'pan';
      readonly x: number;
      readonly y: number;
      readonly left: number;
      readonly top: number;
    };

type Places = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly picture: RefObject<HTMLElement | null>;
  readonly rotation: number;
  readonly onActivity: () => void;
};

/** Pixels the pointer may tremble in a click. */
const tremble = 4;

/** A smaller area than half a per cent is a slip of the hand. */
const isDrawn = ({ width, height }: PercentRect): boolean => width > 0.5 && height > 0.5;

const cornerOf = (event: PointerEvent, picture: HTMLElement, rotation: number): Corner => {
  const box = picture.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * 100;
  const y = ((event.clientY - box.top) / box.height) * 100;
  return turnedPoint({ x, y }, -rotation);
};

/** A box in the middle of what is in view, a third of it. */
const boxInView = (stage: HTMLElement, picture: HTMLElement): PercentRect => {
  const room = stage.getBoundingClientRect();
  const box = picture.getBoundingClientRect();
  const share = (length: number, of: number): number => Math.min(100, (length / of) * 100);
  const wide = share(stage.clientWidth, box.width);
  const high = share(stage.clientHeight, box.height);
  return clampArea({
    x: Math.max(0, ((room.left - box.left) / box.width) * 100) + (wide * firstArea.x) / 100,
    y: Math.max(0, ((room.top - box.top) / box.height) * 100) + (high * firstArea.y) / 100,
    width: (wide * firstArea.width) / 100,
    height: (high * firstArea.height) / 100,
  });
};

/**
 * The area to cite, before it is cited: drawn by dragging or placed by keyboard after "Mark an area", then moved and
 * resized. `area` is on the upright picture. Escape gives it up.
 */
export const useImageArea = ({ scroller, picture, rotation }: Omit<Places, 'onActivity'>) => {
  const [marking, setMarking] = useState(false);
  const [area, setArea] = useState<PercentRect | null>(null);
  const clear = (): void => {
    setMarking(false);
    setArea(null);
  };
  return {
    marking,
    setMarking,
    area,
    setArea,
    clear,
    /** Begins with a box in the middle of what is in view, for the keyboard. */
    place: (): void => {
      setMarking(true);
      if (area !== null || scroller.current === null || picture.current === null) return;
      setArea(turnedRect(boxInView(scroller.current, picture.current), -rotation));
    },
  };
};

export type ImageArea = ReturnType<typeof useImageArea>;

/** Dragging on a picture: it moves the picture in its stage, or draws an area while one is being marked. */
export const useImageDrag = (places: Places, draft: ImageArea) => {
  const { scroller, picture, rotation, onActivity } = places;
  const drag = useRef<Drag | null>(null);

  const onPointerDown = (event: PointerEvent): void => {
    const stage = scroller.current;
    if (event.button !== 0 || picture.current === null || stage === null) return;
    drag.current = draft.marking
      ? { kind: 'area', from: cornerOf(event, picture.current, rotation) }
      : { kind: 'pan', x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
    if (draft.marking) event.currentTarget.setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const begun = drag.current;
    if (begun === null || picture.current === null) return;
    onActivity();
    if (begun.kind === 'area') {
      draft.setArea(rectBetween(begun.from, cornerOf(event, picture.current, rotation)));
      return;
    }
    const [dx, dy] = [begun.x - event.clientX, begun.y - event.clientY];
    // Captured only once it is a drag: a click on a mark stays a click on the mark.
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) {
      if (Math.hypot(dx, dy) < tremble) return;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    scroller.current?.scrollTo(begun.left + dx, begun.top + dy);
  };

  const onPointerUp = (): void => {
    if (drag.current?.kind === 'area') {
      draft.setMarking(false);
      draft.setArea((drawn) => (drawn !== null && isDrawn(drawn) ? drawn : null));
    }
    drag.current = null;
  };

  const onPointerCancel = (): void => {
    if (drag.current?.kind === 'area') draft.clear();
    drag.current = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const idle = !draft.marking && draft.area === null;
    if (event.key === 'Escape' && !idle) draft.clear();
    else if (draft.marking && draft.area === null && /^Arrow|^Enter$/.test(event.key)) draft.place();
    else return;
    event.preventDefault();
  };

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onKeyDown };
};
