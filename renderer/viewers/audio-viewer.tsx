import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { AudioMarks } from './audio-marks.tsx';
import styles from './audio-viewer.module.css';
import { CutOffNotice } from './cut-off-notice.tsx';
import { MediaFace } from './media-face.tsx';
import { MediaTranscript } from './media-transcript.tsx';
import { cueBefore, type Transcript } from './transcript-text.ts';
import { Transport } from './transport.tsx';
import { useMedia } from './use-media.ts';
import { useMediaFile } from './use-media-file.ts';
import { useMediaPlace } from './use-media-place.ts';
import { useTranscript } from './use-transcript.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { useWaveform } from './use-waveform.ts';
import type { ViewerAction, ViewerProps } from './viewer.ts';

/** The smallest step of a place in sound, in seconds. */
const tenth = (): number => 0.1;

/** The words being said; a caption that began earlier and still goes on is not lost behind a later one. */
const lineAt = ({ cues }: Transcript, transcript: Transcript, time: number): string => {
  const last = cueBefore(transcript, time);
  return cues
    .slice(Math.max(0, last - 3), last + 1)
    .filter(({ end }) => time < end)
    .map(({ text }) => text)
    .join('\n');
};

export const AudioViewer = (props: ViewerProps) => {
  const { ref, source, playback, citable, onPick, onMove, onAnchors, onActivity } = props;
  const m = useMessages();
  const [media, setMedia] = useState<HTMLAudioElement | null>(null);
  const state = useMedia(media, onActivity);
  const file = useMediaFile(source, state, { wantsPicture: false, pictured: false });
  const transcript = useTranscript(source.captionsUrl);
  const places = useMediaPlace({ media, state, playback, transcript, frames: null, onAnchors });
  const perform = (action: ViewerAction): boolean => places.perform(action, null);
  const failing = state.failed || file.failure !== null;

  useEffect(() => {
    if (media === null) return;
    media.playbackRate = playback.rate;
    media.defaultPlaybackRate = playback.rate;
  }, [media, playback.rate]);

  useViewerHandle(ref, {
    describe: () => places.describe(null),
    reveal: places.reveal,
    highlight: places.setMarks,
    perform,
  });

  return (
    <div className={styles.viewer}>
      <div className={styles.main}>
        <section aria-label={m.viewers.audio(source.label)} className={styles.screen}>
          {/* biome-ignore lint/a11y/useMediaCaption: the captions are shown as words below and in the transcript. */}
          <audio
            crossOrigin="anonymous"
            key={source.url}
            preload="metadata"
            ref={setMedia}
            src={source.url}
          />
          {failing ? (
            <MediaFace failure={file.failure} onRetry={() => media?.load()} />
          ) : (
            <Sound media={media} places={places} time={state.time} transcript={transcript} {...props} />
          )}
          {!failing && <CutOffNotice className={styles.notice} present={file.present} />}
        </section>
        {playback.transcript && (
          <MediaTranscript
            citable={citable}
            places={places}
            playback={playback}
            time={state.time}
            transcript={transcript}
          />
        )}
      </div>
      <Transport
        file={file}
        hasCaptions={source.captionsUrl !== null}
        marking={false}
        onMove={onMove}
        onPick={onPick}
        perform={perform}
        pictured={false}
        place={places}
        playback={playback}
        state={state}
        step={tenth}
      />
    </div>
  );
};

type SoundProps = ViewerProps & {
  readonly media: HTMLAudioElement | null;
  readonly places: ReturnType<typeof useMediaPlace>;
  readonly transcript: ReturnType<typeof useTranscript>;
  /** Seconds. */
  readonly time: number;
};

/** The waveform with what is cited in it, and the words being said. */
const Sound = ({ media, places, transcript, time, source, playback }: SoundProps) => {
  const m = useMessages();
  const waveform = useWaveform(media, source);
  const shown = waveform.state === 'shown';
  const words = transcript.kind === 'ready' ? transcript.transcript : null;
  const duration = useRef(0);
  if (media !== null && Number.isFinite(media.duration)) duration.current = media.duration;
  return (
    <div className={styles.sound}>
      {waveform.state === 'loading' && <Skeleton lines={3} />}
      {waveform.state === 'none' && <p className={styles.plain}>{m.viewers.timelineOnly}</p>}
      <div className={styles.waveform} hidden={!shown}>
        <div aria-label={m.viewers.waveform} className={styles.wave} ref={waveform.place} role="img" />
        <AudioMarks duration={duration.current} places={places} />
      </div>
      {words !== null && playback.captions && <p className={styles.line}>{lineAt(words, words, time)}</p>}
    </div>
  );
};
