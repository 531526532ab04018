import { type RefObject, useEffect, useRef } from 'react';

/** Ctrl and wheel zoom. React hears wheels passively, and then the browser would zoom the whole window too. */
export const useWheelZoom = (
  stage: RefObject<HTMLElement | null>,
  onZoom: (direction: -1 | 1) => void,
): void => {
  const latest = useRef(onZoom);
  useEffect(() => {
    latest.current = onZoom;
  });
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      latest.current(event.deltaY < 0 ? 1 : -1);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);
};
