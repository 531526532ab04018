import { type RefObject, useEffect, useRef } from 'react';
import type { PdfQueue } from './pdf-queue.ts';

/** Milliseconds after which scrolling that has slowed down counts as over. */
const rest = 100;
/** Stage heights passed between two events from which on pages only fly past. */
const fast = 0.75;

/** Holds the drawing of pages while they fly past: what is drawn is what stays in view. */
export const useFastScroll = (
  queue: PdfQueue,
  scroller: RefObject<HTMLElement | null>,
): ((top: number) => void) => {
  const state = useRef({ top: 0, timer: 0 });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return (top) => {
    const passed = Math.abs(top - state.current.top);
    state.current.top = top;
    if (passed < fast * (scroller.current?.clientHeight ?? 0)) return;
    queue.hold(true);
    clearTimeout(state.current.timer);
    state.current.timer = window.setTimeout(() => queue.hold(false), rest);
  };
};
