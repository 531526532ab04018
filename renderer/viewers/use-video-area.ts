import { useEffect, useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { firstArea } from './area-box.ts';
import type { AreaTool } from './use-media-place.ts';

/** Seconds that the position may move before an area that was marked at it is no longer meant. */
const near = 0.5;

type AreaParts = {
  readonly time: number;
  readonly playing: boolean;
  /** A range is being marked: an area then belongs to all of it. */
  readonly ranged: boolean;
  readonly pause: () => void;
};

/** Marking an area of the picture: drawn, adjusted, then kept until it is cited, cleared, or the picture goes on. */
export const useVideoArea = ({ time, playing, ranged, pause }: AreaParts) => {
  const m = useMessages();
  const announce = useAnnounce();
  const [area, setArea] = useState<PercentRect | null>(null);
  const [marking, setMarking] = useState(false);
  const [markedAt, setMarkedAt] = useState(0);
  const before = useRef<Element | null>(null);

  const clear = (): void => {
    setArea(null);
    setMarking(false);
  };

  /** Gives the focus back to where it was before the area was drawn. */
  const leave = (): void => {
    setMarking(false);
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    before.current = null;
  };

  useEffect(() => {
    if (area === null || marking || ranged) return;
    if (playing || Math.abs(time - markedAt) > near) setArea(null);
  }, [area, marking, ranged, playing, time, markedAt]);

  const cancel = (): void => {
    setArea(null);
    leave();
    announce(m.viewerMedia.areaLeft);
  };

  const tool: AreaTool = {
    area,
    begin: () => {
      if (marking) return cancel();
      pause();
      before.current = document.activeElement;
      setMarkedAt(time);
      setArea(area ?? firstArea);
      setMarking(true);
    },
    clear,
  };

  return {
    ...tool,
    marking,
    change: setArea,
    keep: (): void => {
      leave();
      announce(m.viewerMedia.areaKept);
    },
    cancel,
  };
};

export type VideoArea = ReturnType<typeof useVideoArea>;
