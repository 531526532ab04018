import { type PointerEvent, useEffect, useRef } from 'react';
import type { MarkPart, TimedMark } from './media-retime.ts';
import type { Retime } from './use-retime.ts';

/** Pixels a pointer must move before a press becomes a drag. */
const slip = 3;

type Press = {
  readonly mark: TimedMark;
  readonly part: MarkPart;
  readonly x: number;
  readonly target: Element;
  readonly pointerId: number;
  dragging: boolean;
};

/**
 * Dragging citations along the timeline. `secondsPerPixel` is the scale; `enabled` false: a press is only a press.
 * Escape puts the citation back.
 */
export const useMarkDrag = (retime: Retime, secondsPerPixel: number, enabled: boolean) => {
  const press = useRef<Press | null>(null);
  /** A drag ends with a click, which is not meant as one. */
  const dragged = useRef(false);
  const latest = useRef(retime);
  useEffect(() => {
    latest.current = retime;
  });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || press.current?.dragging !== true) return;
      event.preventDefault();
      event.stopPropagation();
      press.current = null;
      latest.current.cancel();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);

  return {
    begin: (event: PointerEvent, mark: TimedMark, part: MarkPart): void => {
      dragged.current = false;
      if (event.button !== 0 || !enabled) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      press.current = {
        mark,
        part,
        x: event.clientX,
        target: event.currentTarget,
        pointerId: event.pointerId,
        dragging: false,
      };
    },
    move: (event: PointerEvent): void => {
      const begun = press.current;
      if (begun === null || begun.pointerId !== event.pointerId) return;
      const pixels = event.clientX - begun.x;
      if (!begun.dragging && Math.abs(pixels) < slip) return;
      begun.dragging = true;
      dragged.current = true;
      retime.moveTo(begun.mark, begun.part, pixels * secondsPerPixel);
    },
    end: (): void => {
      const begun = press.current;
      press.current = null;
      if (begun?.dragging === true) retime.commit();
    },
    /** The pointer was taken away: by a gesture of the system, for example. */
    lose: (): void => {
      const begun = press.current;
      press.current = null;
      if (begun?.dragging === true) retime.cancel();
    },
    /** Whether the click that is being handled is only the end of a drag. */
    wasDrag: (): boolean => dragged.current,
  };
};

export type MarkDrag = ReturnType<typeof useMarkDrag>;
