import { useEffect } from 'react';
import { play } from './media-actions.ts';
import { loopJump, type Span } from './media-range.ts';

/** Goes back to the start of a span whenever its end is passed by playing. Going elsewhere by hand is left alone. */
export const useLoop = (media: HTMLMediaElement | null, loop: Span | null): void => {
  const start = loop?.start ?? null;
  const end = loop?.end ?? null;
  useEffect(() => {
    if (media === null || start === null || end === null) return undefined;
    let before = media.currentTime;
    let drawing = 0;
    const check = (): void => {
      const now = media.currentTime;
      const target = media.paused || media.seeking ? null : loopJump({ start, end }, before, now);
      if (target !== null) media.currentTime = target;
      before = target ?? now;
    };
    const everyDrawing = (): void => {
      check();
      drawing = requestAnimationFrame(everyDrawing);
    };
    // A range to the very end: the player stops there before it is passed.
    const onEnded = (): void => {
      if (end < media.duration - 0.25) return;
      media.currentTime = start;
      play(media);
    };
    drawing = requestAnimationFrame(everyDrawing);
    // Drawings rest while the window is hidden; this goes on.
    media.addEventListener('timeupdate', check);
    media.addEventListener('ended', onEnded);
    return () => {
      cancelAnimationFrame(drawing);
      media.removeEventListener('timeupdate', check);
      media.removeEventListener('ended', onEnded);
    };
  }, [media, start, end]);
};
