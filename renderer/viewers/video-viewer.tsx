import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import videojs from 'video.js/core.es.js';
import type Player from 'video.js/dist/types/player';
import { useMessages } from '../messages/use-messages.ts';
import { describeTime, performOnMedia, revealTime } from './media-actions.ts';
import { createFrameClock } from './playback.ts';
import { Transport } from './transport.tsx';
import { useMedia } from './use-media.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import styles from './video-viewer.module.css';
import type { PlaybackPreferences, ViewerMark, ViewerProps, ViewerSource } from './viewer.ts';
import { FailedFace } from './viewer-face.tsx';

type Opened = { readonly player: Player; readonly media: HTMLVideoElement };

/** A player without its own buttons and keys: those are ours. Captions are drawn by it. */
const openPlayer = (place: HTMLElement, source: ViewerSource): Opened => {
  const media = document.createElement('video');
  media.className = 'video-js';
  media.crossOrigin = 'anonymous';
  media.playsInline = true;
  media.preload = 'metadata';
  place.append(media);
  const player = videojs(media, {
    controls: false,
    children: ['mediaLoader', 'textTrackDisplay', 'resizeManager'],
    fill: true,
    userActions: { hotkeys: false, doubleClick: false, click: false },
    tracks:
      source.captionsUrl === null
        ? []
        : [{ kind: 'captions', src: source.captionsUrl, srclang: 'en', label: 'CC' }],
    sources: [
      { src: source.url, type: source.mediaType === 'video/quicktime' ? 'video/mp4' : source.mediaType },
    ],
  });
  return { player, media };
};

const showCaptions = (player: Player, shown: boolean): void => {
  const tracks = player.textTracks() as unknown as ArrayLike<TextTrack>;
  for (const track of Array.from(tracks)) track.mode = shown ? 'showing' : 'hidden';
};

/** Learns the frame length from what is presented, where the browser tells. */
const useFrameClock = (media: HTMLVideoElement | null) => {
  const [clock] = useState(createFrameClock);
  useEffect(() => {
    if (media === null || typeof media.requestVideoFrameCallback !== 'function') return undefined;
    let handle = 0;
    const presented = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      clock.presented(mediaTime);
      handle = media.requestVideoFrameCallback(presented);
    };
    handle = media.requestVideoFrameCallback(presented);
    return () => media.cancelVideoFrameCallback(handle);
  }, [media, clock]);
  return clock.frame;
};

/** Opens the player in its place, and keeps speed and captions as the reviewer likes them. */
const usePlayer = (
  place: RefObject<HTMLElement | null>,
  source: ViewerSource,
  playback: PlaybackPreferences,
  attempt: number,
): HTMLVideoElement | null => {
  const [opened, setOpened] = useState<Opened | null>(null);
  const media = opened?.media ?? null;

  const { url, captionsUrl, mediaType } = source;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the player is made anew for another file or a new attempt, not for a new label.
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = openPlayer(place.current, source);
    setOpened(made);
    return () => {
      made.player.dispose();
      setOpened(null);
    };
  }, [url, captionsUrl, mediaType, attempt]);

  useEffect(() => {
    if (media !== null) media.playbackRate = playback.rate;
    if (media !== null) media.defaultPlaybackRate = playback.rate;
  }, [media, playback.rate]);

  useEffect(() => {
    if (opened === null) return undefined;
    const apply = (): void => showCaptions(opened.player, playback.captions);
    apply();
    opened.player.on('loadeddata', apply);
    return () => {
      if (!opened.player.isDisposed()) opened.player.off('loadeddata', apply);
    };
  }, [opened, playback.captions]);

  return media;
};

export const VideoViewer = ({ ref, source, playback, onPick, onActivity }: ViewerProps) => {
  const m = useMessages();
  const place = useRef<HTMLDivElement>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const [attempt, setAttempt] = useState(0);
  const media = usePlayer(place, source, playback, attempt);
  const state = useMedia(media, onActivity);
  const frame = useFrameClock(media);

  useViewerHandle(ref, {
    describe: () => describeTime(media),
    reveal: (locator) => revealTime(media, locator),
    highlight: setMarks,
    perform: (action) => media !== null && performOnMedia(media, action, playback, frame),
  });

  const toggle = useCallback(() => {
    if (media !== null) performOnMedia(media, 'play-pause', playback, null);
  }, [media, playback]);

  return (
    <div className={styles.viewer}>
      <section aria-label={m.viewers.video(source.label)} className={styles.screen}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a click on the picture plays or pauses; the keyboard has the button and K for it. */}
        <div className={styles.player} onClick={toggle} ref={place} role="presentation" />
        {state.failed && (
          <div className={styles.over}>
            <FailedFace onRetry={() => setAttempt(attempt + 1)} text={m.viewers.failedPlay} />
          </div>
        )}
      </section>
      <Transport
        frame={frame}
        hasCaptions={source.captionsUrl !== null}
        marks={marks}
        media={media}
        onPick={onPick}
        playback={playback}
        state={state}
      />
    </div>
  );
};
