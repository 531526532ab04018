import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { type AreaHandle, areaAfterKey, moveArea, resizeArea } from './area-box.ts';
import type { Size } from './zoom.ts';

type Grip = {
  readonly handle: AreaHandle | null;
  readonly x: number;
  readonly y: number;
  readonly box: PercentRect;
};

/** Per cent of the picture that an arrow key moves: usually, and with Alt. */
const step = 2;
const fineStep = 0.2;

type BoxEdit = {
  /** As it lies on the screen, in per cent of the picture as it is turned now. */
  readonly box: PercentRect;
  /** The picture's size on the screen. */
  readonly laid: Size;
  /** Whether a press takes hold of it now. */
  readonly grips: () => boolean;
  readonly onChange: (box: PercentRect) => void;
  /** A drag has ended, or Enter was pressed; false when there was nothing to keep. */
  readonly onKeep: (by: 'pointer' | 'keyboard') => boolean;
  /** Escape; false when there was nothing to leave. */
  readonly onLeave: () => boolean;
};

/** Moves and resizes a box over a picture: by dragging it or one of its handles, and by the arrow keys. */
export const useImageBox = ({ box, laid, grips, onChange, onKeep, onLeave }: BoxEdit) => {
  const grip = useRef<Grip | null>(null);
  const moved = useRef(false);

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    moved.current = false;
    if (event.button !== 0 || !grips()) return;
    event.stopPropagation();
    const { handle } = (event.target as HTMLElement).dataset;
    grip.current = {
      handle: (handle as AreaHandle | undefined) ?? null,
      x: event.clientX,
      y: event.clientY,
      box,
    };
    event.currentTarget.setPointerCapture(event.pointerId);
  };

  const onPointerMove = (event: PointerEvent): void => {
    const held = grip.current;
    if (held === null) return;
    event.stopPropagation();
    const dx = ((event.clientX - held.x) / laid.width) * 100;
    const dy = ((event.clientY - held.y) / laid.height) * 100;
    if (dx === 0 && dy === 0) return;
    moved.current = true;
    onChange(held.handle === null ? moveArea(held.box, dx, dy) : resizeArea(held.box, held.handle, dx, dy));
  };

  const onPointerUp = (event: PointerEvent): void => {
    if (grip.current === null) return;
    event.stopPropagation();
    grip.current = null;
    if (moved.current) onKeep('pointer');
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const next = areaAfterKey(box, event.key, event.shiftKey, event.altKey ? fineStep : step);
    if (next !== null) onChange(next);
    const used =
      next !== null || (event.key === 'Enter' && onKeep('keyboard')) || (event.key === 'Escape' && onLeave());
    if (used) event.preventDefault();
  };

  return {
    /** Whether the click that follows was the end of a drag. */
    wasDragged: (): boolean => moved.current,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown },
  };
};
