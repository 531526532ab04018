import { useEffect } from 'react';
import { useApp } from '../stores/use-stores.tsx';

/** Keys, pointers and wheels; and evidence that plays, because watching a lesson is work too. */
const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'timeupdate'] as const;

/** Tells that somebody works at this window, so that the workspace is not locked under their hands. */
export const useActivity = (): void => {
  const noteActivity = useApp((slice) => slice.noteActivity);
  useEffect(() => {
    // Capturing: media events do not bubble, and a viewer may stop the others.
    const options = { capture: true, passive: true } as const;
    for (const sign of signs) window.addEventListener(sign, noteActivity, options);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, noteActivity, options);
    };
  }, [noteActivity]);
};
