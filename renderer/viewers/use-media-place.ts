import { useMemo, useRef, useState } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import { performOnMedia, revealTime } from './media-actions.ts';
import { type Span, spanOf } from './media-range.ts';
import { timedMarks } from './media-retime.ts';
import { roundTime } from './playback.ts';
import type { Stretch, TimeLocator } from './transcript-text.ts';
import type { MediaState } from './use-media.ts';
import { useMediaAnchors } from './use-media-anchors.ts';
import { useMediaRange } from './use-media-range.ts';
import type { TranscriptState } from './use-transcript.ts';
import type { VideoFrames } from './use-video-frames.ts';
import type { AnchorState, PlaybackPreferences, ViewerAction, ViewerHandle, ViewerMark } from './viewer.ts';

/** What the transcript beside the player can be asked. */
export type TranscriptPanelHandle = {
  readonly selected: () => TimeLocator | null;
  readonly find: () => void;
  readonly findNext: (direction: -1 | 1) => void;
  readonly showWords: (stretch: Stretch) => void;
  readonly clearSelection: () => void;
};

/** Marking an area of the picture; null where there is no picture. */
export type AreaTool = {
  readonly area: PercentRect | null;
  readonly begin: () => void;
  readonly clear: () => void;
};

type PlaceParts = {
  readonly media: HTMLMediaElement | null;
  readonly state: MediaState;
  readonly playback: PlaybackPreferences;
  readonly transcript: TranscriptState;
  readonly frames: VideoFrames | null;
  readonly onAnchors: (states: ReadonlyMap<string, AnchorState>) => void;
};

/** The transcript panel as its keys reach it, whether it is shown or not. */
const usePanel = (playback: PlaybackPreferences) => {
  const panel = useRef<TranscriptPanelHandle | null>(null);
  const [findAtOnce, setFindAtOnce] = useState(false);
  return {
    panel,
    findAtOnce,
    toggle: (): void => {
      setFindAtOnce(false);
      playback.onTranscript(!playback.transcript);
    },
    find: (): void => {
      if (panel.current === null) {
        setFindAtOnce(true);
        playback.onTranscript(true);
      } else panel.current.find();
    },
  };
};

/** Going to a time by hand, and showing one that is being chosen. */
const moversOf = (media: HTMLMediaElement | null, frames: VideoFrames | null) => ({
  seek: (seconds: number): void => {
    frames?.cancel();
    if (media !== null) media.currentTime = seconds;
  },
  /** What plays goes on playing where it is. */
  preview: (seconds: number): void => {
    if (media === null || (!media.paused && !(frames?.quiet() ?? false))) return;
    if (frames === null) media.currentTime = seconds;
    else frames.show(seconds);
  },
});

/** Everything a reviewer does with places in what plays: ranges, loops, quotes from the transcript, citing, jumping. */
export const useMediaPlace = ({ media, state, playback, transcript, frames, onAnchors }: PlaceParts) => {
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const [spot, setSpot] = useState<Span | null>(null);
  const words = usePanel(playback);
  const timed = useMemo(() => timedMarks(marks), [marks]);
  const { duration } = state;
  const { quotes, stillSaid } = useMediaAnchors(marks, timed, { duration, transcript, onAnchors });
  const ranged = useMediaRange({ media, frames, timed, spot });

  const describe = (region: PercentRect | null): TimeLocator => {
    const chosen = words.panel.current?.selected() ?? null;
    if (chosen !== null) return { ...chosen, region };
    const at = ranged.position();
    const span = spanOf(ranged.range, at);
    if (span === null) return { kind: 'time', start: at, end: null, region, quote: null };
    return { kind: 'time', start: roundTime(span.start), end: roundTime(span.end), region, quote: null };
  };

  const reveal: ViewerHandle['reveal'] = (locator) => {
    if (locator.kind === 'time') {
      const { start, end, quote } = locator;
      setSpot(end === null ? null : { start, end });
      const mark = timed.find(({ locator: one }) => one.start === start && one.quote?.exact === quote?.exact);
      const place = mark === undefined ? undefined : quotes.get(mark.id);
      if (place !== undefined) words.panel.current?.showWords(place);
    }
    return revealTime(media, locator, frames?.show);
  };

  const performers = (area: AreaTool | null): Partial<Record<ViewerAction, () => void>> => ({
    'set-start': ranged.setStart,
    'set-end': ranged.setEnd,
    loop: ranged.toggleLoop,
    transcript: words.toggle,
    find: words.find,
    'find-next': () => words.panel.current?.findNext(1),
    'find-previous': () => words.panel.current?.findNext(-1),
    'clear-place': () => {
      words.panel.current?.clearSelection();
      ranged.clear();
      setSpot(null);
      area?.clear();
    },
    ...(area === null ? {} : { 'mark-area': area.begin }),
  });

  const perform = (action: ViewerAction, area: AreaTool | null): boolean => {
    if (media === null) return false;
    const act = performers(area)[action];
    if (act === undefined) return performOnMedia(media, action, playback, frames);
    act();
    return true;
  };

  return {
    timed,
    setMarks,
    quotes,
    panel: words.panel,
    findAtOnce: words.findAtOnce,
    spot,
    range: ranged.range,
    span: ranged.span,
    looped: ranged.looped,
    setRange: ranged.set,
    describe,
    reveal,
    perform,
    stillSaid,
    ...moversOf(media, frames),
  };
};

export type MediaPlace = ReturnType<typeof useMediaPlace>;
