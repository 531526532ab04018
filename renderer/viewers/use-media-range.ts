import { useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { play } from './media-actions.ts';
import {
  innermost,
  isEmptyRange,
  type MediaRange,
  noRange,
  type Span,
  spanOf,
  withEnd,
  withStart,
} from './media-range.ts';
import type { TimedMark } from './media-retime.ts';
import { roundTime } from './playback.ts';
import { useLoop } from './use-loop.ts';
import type { VideoFrames } from './use-video-frames.ts';

/** The range that is looped: the one that is set, as it changes, or a span that stays. */
type Loop = { readonly kind: 'range' } | { readonly kind: 'span'; readonly span: Span };

type RangeParts = {
  readonly media: HTMLMediaElement | null;
  readonly frames: VideoFrames | null;
  readonly timed: readonly TimedMark[];
  /** The range of the citation that was jumped to last. */
  readonly spot: Span | null;
};

/** The range and the loop of what plays, with their keys. */
export const useMediaRange = ({ media, frames, timed, spot }: RangeParts) => {
  const m = useMessages();
  const announce = useAnnounce();
  const [range, setRange] = useState(noRange);
  const [loop, setLoop] = useState<Loop | null>(null);

  const position = (): number => frames?.position() ?? roundTime(media?.currentTime ?? 0);
  const span = spanOf(range, position());
  const looped =
    loop?.kind === 'span' ? loop.span : loop?.kind === 'range' && range.end !== null ? span : null;
  useLoop(media, looped);

  const change = (next: MediaRange): void => {
    setRange(next);
    const whole = next.start === null || next.end === null ? null : spanOf(next, 0);
    if (whole !== null) announce(m.viewerMedia.rangeSet(whole.start, whole.end));
    else if (next.start !== null) announce(m.viewerMedia.rangeBegun(next.start));
    else if (next.end !== null) announce(m.viewerMedia.rangeEnds(next.end));
  };

  const clear = (): void => {
    if (loop?.kind === 'range') setLoop(span === null ? null : { kind: 'span', span });
    if (!isEmptyRange(range)) announce(m.viewerMedia.rangeCleared);
    setRange(noRange);
  };

  const startLoop = (from: Span, next: Loop): void => {
    setLoop(next);
    announce(m.viewerMedia.looping(from.start, from.end));
    if (media === null) return;
    frames?.cancel();
    if (media.currentTime < from.start || media.currentTime >= from.end) media.currentTime = from.start;
    play(media);
  };

  const toggleLoop = (): void => {
    if (looped !== null) {
      setLoop(null);
      announce(m.viewerMedia.loopStopped);
      return;
    }
    const ranges = timed.flatMap(({ locator: { start, end } }) => (end === null ? [] : [{ start, end }]));
    const cited = innermost(spot === null ? ranges : [...ranges, spot], position());
    const whole = range.start !== null && range.end !== null;
    if (span !== null) startLoop(span, whole ? { kind: 'range' } : { kind: 'span', span });
    else if (cited !== null) startLoop(cited, { kind: 'span', span: cited });
    else announce(m.viewerMedia.nothingToLoop);
  };

  return {
    range,
    span,
    looped,
    position,
    set: setRange,
    setStart: () => change(withStart(range, position())),
    setEnd: () => change(withEnd(range, position())),
    clear,
    toggleLoop,
  };
};
