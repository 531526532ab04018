import { type RefObject, useEffect, useRef } from 'react';
import type { PdfPages } from './use-pdf-pages.ts';

/** Shares of the natural size. */
const least = 0.1;
const most = 8;

/** How much one event zooms: pinches come in many small ones, wheels in few large ones. */
const factorOf = ({ deltaY, deltaMode }: WheelEvent): number => {
  const pixels = deltaMode === WheelEvent.DOM_DELTA_PIXEL ? deltaY : deltaY * 33;
  const speed = Math.abs(pixels) < 50 ? 0.01 : 0.002;
  return Math.exp(-Math.max(-300, Math.min(300, pixels)) * speed);
};

/**
 * Ctrl and wheel, or a pinch, zoom about the pointer. React hears wheels passively, and then the browser would zoom the
 * whole window too.
 */
export const usePdfWheel = (scroller: RefObject<HTMLElement | null>, { share, zoomTo }: PdfPages): void => {
  const latest = useRef({ share, zoomTo });
  useEffect(() => {
    latest.current = { share, zoomTo };
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      // Several events may come before the pages are laid out anew: each goes on from the one before.
      const wanted = Math.min(most, Math.max(least, latest.current.share * factorOf(event)));
      latest.current.share = wanted;
      latest.current.zoomTo(wanted, { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller]);
};
