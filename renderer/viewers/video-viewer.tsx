import { type RefObject, useEffect, useRef, useState } from 'react';
import videojs from 'video.js/core.es.js';
import type Player from 'video.js/dist/types/player';
import { useMessages } from '../messages/use-messages.ts';
import { CutOffNotice } from './cut-off-notice.tsx';
import { MediaFace } from './media-face.tsx';
import { isEmptyRange } from './media-range.ts';
import { MediaTranscript } from './media-transcript.tsx';
import { Transport } from './transport.tsx';
import { useMedia } from './use-media.ts';
import { type MediaFile, useMediaFile } from './use-media-file.ts';
import { type MediaPlace, useMediaPlace } from './use-media-place.ts';
import { useSize } from './use-size.ts';
import { useTranscript } from './use-transcript.ts';
import { useVideoArea, type VideoArea as VideoAreaState } from './use-video-area.ts';
import { useVideoFrames } from './use-video-frames.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { VideoArea } from './video-area.tsx';
import { pictureBox } from './video-picture.ts';
import { VideoRegions } from './video-regions.tsx';
import styles from './video-viewer.module.css';
import type { PlaybackPreferences, ViewerAction, ViewerProps, ViewerSource } from './viewer.ts';
import type { Size } from './zoom.ts';

const noSize: Size = { width: 0, height: 0 };

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

/** The size of the picture itself, in its own pixels; zero until it is known. */
const usePictureSize = (media: HTMLVideoElement | null): Size => {
  const [size, setSize] = useState<Size>(noSize);
  useEffect(() => {
    const measure = (): void =>
      setSize(media === null ? noSize : { width: media.videoWidth, height: media.videoHeight });
    measure();
    for (const name of ['loadedmetadata', 'resize', 'emptied']) media?.addEventListener(name, measure);
    return () => {
      for (const name of ['loadedmetadata', 'resize', 'emptied']) media?.removeEventListener(name, measure);
    };
  }, [media]);
  return size;
};

export const VideoViewer = (props: ViewerProps) => {
  const { ref, source, playback, citable, onPick, onMove, onAnchors, onActivity } = props;
  const place = useRef<HTMLDivElement>(null);
  const [attempt, setAttempt] = useState(0);
  const media = usePlayer(place, source, playback, attempt);
  const frames = useVideoFrames(media);
  const state = useMedia(media, onActivity, frames.quiet);
  const picture = usePictureSize(media);
  const pictured = picture.width > 0;
  const file = useMediaFile(source, state, { wantsPicture: true, pictured });
  const transcript = useTranscript(source.captionsUrl);
  const places = useMediaPlace({ media, state, playback, transcript, frames, onAnchors });
  const { time, playing } = state;
  const ranged = !isEmptyRange(places.range);
  const area = useVideoArea({ time, playing, ranged, pause: () => media?.pause() });
  const failing = state.failed || file.failure !== null;
  const tool = pictured && !failing ? area : null;
  const perform = (action: ViewerAction): boolean => places.perform(action, tool);

  useViewerHandle(ref, {
    describe: () => places.describe(tool?.area ?? null),
    reveal: places.reveal,
    highlight: places.setMarks,
    perform,
  });

  return (
    <div className={styles.viewer}>
      <div className={styles.main}>
        <Screen
          area={area}
          failing={failing}
          file={file}
          label={source.label}
          onPick={onPick}
          onRetry={() => setAttempt(attempt + 1)}
          perform={perform}
          picture={picture}
          place={place}
          places={places}
          time={time}
        />
        {playback.transcript && (
          <MediaTranscript
            citable={citable}
            places={places}
            playback={playback}
            time={time}
            transcript={transcript}
          />
        )}
      </div>
      <Transport
        file={file}
        hasCaptions={source.captionsUrl !== null}
        marking={area.marking}
        onMove={onMove}
        onPick={onPick}
        perform={perform}
        pictured={pictured}
        place={places}
        playback={playback}
        state={state}
        step={frames.length}
      />
    </div>
  );
};

type ScreenProps = {
  readonly label: string;
  readonly place: RefObject<HTMLDivElement | null>;
  readonly picture: Size;
  readonly time: number;
  readonly file: MediaFile;
  readonly failing: boolean;
  readonly places: MediaPlace;
  readonly area: VideoAreaState;
  readonly perform: (action: ViewerAction) => boolean;
  readonly onPick: (markId: string) => void;
  readonly onRetry: () => void;
};

/** The picture with what is cited in it; or why there is none. */
const Screen = ({ label, place, picture, time, file, failing, places, area, ...acts }: ScreenProps) => {
  const m = useMessages();
  const box = pictureBox(useSize(place), picture);
  return (
    <section aria-label={m.viewers.video(label)} className={styles.screen}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a click on the picture plays or pauses; the keyboard has the button and K for it. */}
      <div
        className={styles.player}
        onClick={() => acts.perform('play-pause')}
        ref={place}
        role="presentation"
      />
      {box !== null && !failing && (
        <div className={styles.picture} style={box}>
          <VideoRegions marks={places.timed} onPick={acts.onPick} time={time} />
          {(area.marking || area.area !== null) && <VideoArea state={area} />}
        </div>
      )}
      {file.soundOnly && !failing && <p className={styles.soundOnly}>{m.viewerMedia.soundOnly}</p>}
      {!failing && <CutOffNotice className={styles.notice} present={file.present} />}
      {failing && (
        <div className={styles.over}>
          <MediaFace failure={file.failure} onRetry={acts.onRetry} />
        </div>
      )}
    </section>
  );
};
