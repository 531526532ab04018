import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { PageBox, PageLook, PageRect } from './pdf-geometry.ts';
import { changeRect, dragChange, type Grip, keyChange } from './pdf-rect-moves.ts';

type RectDrag = {
  readonly box: PageBox;
  readonly look: PageLook;
  readonly rect: PageRect;
  /** It is another rectangle now. */
  readonly onKeep: (rect: PageRect) => void;
  readonly onActivity: () => void;
};

type Held = {
  readonly grip: Grip;
  readonly x: number;
  readonly y: number;
  readonly rect: PageRect;
  moved: boolean;
};

/** CSS pixels a pointer may tremble in a click. */
const tremble = 3;

const gripOf = (target: EventTarget): Grip => {
  const corner = target instanceof HTMLElement ? target.dataset.corner : undefined;
  return corner === 'nw' || corner === 'ne' || corner === 'sw' || corner === 'se' ? corner : 'all';
};

/**
 * Moves and resizes a rectangle by pointer, kept on release, and by arrow keys, kept by Enter or when the focus leaves.
 * Escape takes back what is not kept.
 */
export const useRectDrag = ({ box, look, rect, onKeep, onActivity }: RectDrag) => {
  const [preview, setPreview] = useState<PageRect | null>(null);
  const held = useRef<Held | null>(null);
  const dragged = useRef(false);

  const keep = (): void => {
    if (preview !== null) onKeep(preview);
    setPreview(null);
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = {
      grip: gripOf(event.target),
      x: event.clientX,
      y: event.clientY,
      rect: preview ?? rect,
      moved: false,
    };
    dragged.current = false;
  };

  const onPointerMove = (event: PointerEvent): void => {
    const begun = held.current;
    if (begun === null) return;
    const [dx, dy] = [event.clientX - begun.x, event.clientY - begun.y];
    if (!begun.moved && Math.hypot(dx, dy) < tremble) return;
    begun.moved = true;
    setPreview(changeRect(box, look, begun.rect, dragChange(begun.grip, dx, dy)));
    onActivity();
  };

  const onPointerUp = (): void => {
    if (held.current?.moved === true) {
      dragged.current = true;
      keep();
    }
    held.current = null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const change = keyChange(event);
    if (change !== null) setPreview(changeRect(box, look, preview ?? rect, change));
    else if (event.key === 'Enter' && preview !== null) keep();
    else if (event.key === 'Escape' && preview !== null) setPreview(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
    onActivity();
  };

  return {
    /** What is drawn: the rectangle as it would be kept. */
    drawn: preview ?? rect,
    changed: preview !== null,
    /** Whether the click that just ended was the end of a drag. */
    wasDrag: (): boolean => dragged.current,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onKeyDown,
      onBlur: keep,
    },
  };
};
