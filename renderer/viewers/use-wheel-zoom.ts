import { type RefObject, useEffect, useRef } from 'react';

/** A place on the screen in CSS pixels. */
export type ScreenPoint = { readonly x: number; readonly y: number };

/** Pixels of wheel for one step: a notch of a wheel is more, a pinch on a touchpad comes in many small parts. */
const stepLength = 40;
const lineHeight = 16;

/**
 * Ctrl and wheel zoom, a step for each notch, about the place of the pointer. React hears wheels passively, and then the
 * browser would zoom the whole window too.
 */
export const useWheelZoom = (
  stage: RefObject<HTMLElement | null>,
  onZoom: (direction: -1 | 1, at: ScreenPoint) => void,
): void => {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    let turned = 0;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * lineHeight : event.deltaY;
      turned = Math.sign(delta) === Math.sign(turned) ? turned + delta : delta;
      if (Math.abs(turned) < stepLength) return;
      turned = 0;
      latest.current(delta < 0 ? 1 : -1, { x: event.clientX, y: event.clientY });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);
};
