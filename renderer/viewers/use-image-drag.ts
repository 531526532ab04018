import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { type Corner, rectBetween, turnedPoint } from './image-area.ts';

type Drag =
  | {
      readonly kind: 'move';
      readonly x: number;
      readonly y: number;
      readonly left: number;
      readonly top: number;
    }
  | { readonly kind: 'area'; readonly from: Corner };

type Places = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly picture: RefObject<HTMLElement | null>;
  readonly rotation: number;
  readonly onActivity: () => void;
};

const cornerOf = (event: PointerEvent, picture: HTMLElement, rotation: number): Corner => {
  const box = picture.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * 100;
  const y = ((event.clientY - box.top) / box.height) * 100;
  return turnedPoint({ x, y }, -rotation);
};

/** A smaller area than half a per cent is a slip of the hand. */
const isDrawn = ({ width, height }: PercentRect): boolean => width > 0.5 && height > 0.5;

/** Dragging on a picture: it moves the picture, or draws an area to cite after "Mark an area". Escape gives the area up. */
export const useImageDrag = ({ scroller, picture, rotation, onActivity }: Places) => {
  const drag = useRef<Drag | null>(null);
  const [marking, setMarking] = useState(false);
  const [area, setArea] = useState<PercentRect | null>(null);

  const onPointerDown = (event: PointerEvent): void => {
    const stage = scroller.current;
    if (event.button !== 0 || picture.current === null || stage === null) return;
    if (event.target instanceof Element && event.target.closest('button') !== null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = marking
      ? { kind: 'area', from: cornerOf(event, picture.current, rotation) }
      : { kind: 'move', x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop };
  };

  const onPointerMove = (event: PointerEvent): void => {
    const begun = drag.current;
    if (begun === null || picture.current === null) return;
    if (begun.kind === 'area') setArea(rectBetween(begun.from, cornerOf(event, picture.current, rotation)));
    else
      scroller.current?.scrollTo(begun.left + begun.x - event.clientX, begun.top + begun.y - event.clientY);
    onActivity();
  };

  const onPointerUp = (): void => {
    if (drag.current?.kind === 'area') {
      setMarking(false);
      setArea((drawn) => (drawn !== null && isDrawn(drawn) ? drawn : null));
    }
    drag.current = null;
  };

  const clear = (): void => {
    setMarking(false);
    setArea(null);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || (!marking && area === null)) return;
    clear();
    event.preventDefault();
  };

  return {
    marking,
    setMarking,
    area,
    clear,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onKeyDown },
  };
};
