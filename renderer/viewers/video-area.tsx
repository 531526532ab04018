import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import { type AreaHandle, areaAfterKey, areaHandles, moveArea, resizeArea } from './area-box.ts';
import { AreaHandles, placed } from './area-handles.tsx';
import { type Corner, rectBetween } from './image-area.ts';
import type { VideoArea as AreaState } from './use-video-area.ts';
import styles from './video-area.module.css';

/** Per cent of the picture that one press of an arrow moves. */
const keyStep = 1;

/** A smaller area than this, in per cent, is a slip of the hand. */
const slip = 1;

type Drag = {
  readonly from: Corner;
  readonly area: PercentRect | null;
  readonly handle: AreaHandle | 'move' | 'new';
};

/** What a drag that began so makes of the area, with the pointer at a place. */
const dragged = ({ from, area, handle }: Drag, to: Corner): PercentRect => {
  if (handle === 'new' || area === null) return rectBetween(from, to);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return handle === 'move' ? moveArea(area, dx, dy) : resizeArea(area, handle, dx, dy);
};

const isHandle = (name: string | undefined): name is AreaHandle =>
  areaHandles.some((handle) => handle === name);

const cornerOf = (event: PointerEvent, picture: Element): Corner => {
  const box = picture.getBoundingClientRect();
  return {
    x: ((event.clientX - box.left) / box.width) * 100,
    y: ((event.clientY - box.top) / box.height) * 100,
  };
};

/** Drawing with the pointer: a new area, or the one there by its inside and its handles. */
const useAreaDrag = ({ area, marking, change, keep }: AreaState) => {
  const drag = useRef<Drag | null>(null);
  return {
    onPointerDown: (event: PointerEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.button !== 0 || target === null || target.closest('button') !== null) return;
      const named = target.closest<HTMLElement>('[data-handle]')?.dataset.handle;
      const handle = isHandle(named) ? named : named === 'move' ? 'move' : 'new';
      if (handle === 'new' && !marking) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { from: cornerOf(event, event.currentTarget), area, handle };
    },
    onPointerMove: (event: PointerEvent): void => {
      if (drag.current !== null) change(dragged(drag.current, cornerOf(event, event.currentTarget)));
    },
    onPointerUp: (event: PointerEvent): void => {
      const begun = drag.current;
      drag.current = null;
      if (begun === null) return;
      const drawn = dragged(begun, cornerOf(event, event.currentTarget));
      const isDrawn = drawn.width >= slip && drawn.height >= slip;
      change(isDrawn ? drawn : begun.area);
      if (begun.handle === 'new' && isDrawn) keep();
    },
    onLostPointerCapture: (): void => {
      drag.current = null;
    },
  };
};

/** The area being marked on the picture, or marked and not cited yet. */
export const VideoArea = ({ state }: { state: AreaState }) => {
  const { area, marking, change, keep, cancel, clear } = state;
  const m = useMessages();
  const layer = useRef<HTMLDivElement>(null);
  const handlers = useAreaDrag(state);

  useEffect(() => {
    if (marking) layer.current?.focus();
  }, [marking]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!marking || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = area === null ? null : areaAfterKey(area, event.key, event.shiftKey, keyStep);
    if (next !== null) change(next);
    else if (event.key === 'Enter') keep();
    else if (event.key === 'Escape') cancel();
    else return;
    event.preventDefault();
  };

  return (
    <div
      aria-label={marking ? `${m.viewerMedia.areaBox}. ${m.viewerMedia.areaHint}` : m.viewerMedia.areaBox}
      className={styles.layer}
      data-marking={marking || undefined}
      onKeyDown={onKeyDown}
      ref={layer}
      role="application"
      tabIndex={marking ? 0 : -1}
      {...handlers}
    >
      {area !== null && (
        <div className={styles.area} data-handle="move" style={placed(area)}>
          <AreaHandles className={styles.handle} />
          {/* For ears: the eyes see it. */}
          <output>
            <VisuallyHidden>{m.viewerMedia.areaAt(area.x, area.y, area.width, area.height)}</VisuallyHidden>
          </output>
          {!marking && (
            <span className={styles.clear}>
              <IconButton icon={<X />} label={m.viewerMedia.clearArea} onPress={clear} size="small" />
            </span>
          )}
        </div>
      )}
      {marking && <p className={styles.hint}>{m.viewerMedia.areaHint}</p>}
    </div>
  );
};
