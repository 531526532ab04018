import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useDesk } from '../desk-context.tsx';
import type { StageId } from './stage-files.ts';
import styles from './stage-frame.module.css';

/**
 * Hears that somebody turned to this part of the screen: the focus, the pointer or a key. A frame keeps its clicks to
 * itself, so each is heard inside; when the keyboard enters one, the window loses the focus to it; and its keys come out
 * as if pressed on the frame.
 */
const useTurnedTo = (part: RefObject<HTMLElement | null>, onTurn: () => void): void => {
  const latest = useRef(onTurn);
  useLayoutEffect(() => {
    latest.current = onTurn;
  });
  useEffect(() => {
    const watched = part.current;
    if (watched === null) return undefined;
    const turn = (): void => latest.current();
    // At once: the very key that is heard here acts on this stage.
    const turnNow = (): void => flushSync(turn);
    const onBlur = (): void => {
      if (document.activeElement?.tagName === 'IFRAME' && watched.contains(document.activeElement)) turn();
    };
    const hearInside = (frame: EventTarget | null): void => {
      if (frame instanceof HTMLIFrameElement)
        frame.contentDocument?.addEventListener('pointerdown', turn, true);
    };
    const onLoad = (event: Event): void => hearInside(event.target);
    for (const frame of watched.querySelectorAll('iframe')) hearInside(frame);
    watched.addEventListener('load', onLoad, true);
    watched.addEventListener('focusin', turn);
    watched.addEventListener('pointerdown', turn, true);
    watched.addEventListener('keydown', turnNow, true);
    window.addEventListener('blur', onBlur);
    return () => {
      watched.removeEventListener('load', onLoad, true);
      watched.removeEventListener('focusin', turn);
      watched.removeEventListener('pointerdown', turn, true);
      watched.removeEventListener('keydown', turnNow, true);
      window.removeEventListener('blur', onBlur);
    };
  }, [part]);
};

/** One of the stages with what chooses its evidence. Turning to it makes it the one that keys act on. */
export const StageFrame = ({ id, children }: { id: StageId; children: ReactNode }) => {
  const { stages } = useDesk();
  const frame = useRef<HTMLDivElement>(null);
  useTurnedTo(frame, () => stages.activate(id));
  const active = stages.second !== null && stages.activeId === id;
  return (
    <div className={styles.frame} data-active={active || undefined} ref={frame}>
      {children}
    </div>
  );
};
