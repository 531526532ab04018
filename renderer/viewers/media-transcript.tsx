import styles from './media-transcript.module.css';
import { TranscriptPanel } from './transcript-panel.tsx';
import type { MediaPlace } from './use-media-place.ts';
import type { TranscriptState } from './use-transcript.ts';
import type { PlaybackPreferences } from './viewer.ts';

type MediaTranscriptProps = {
  readonly places: MediaPlace;
  readonly citable: boolean;
  readonly playback: PlaybackPreferences;
  readonly transcript: TranscriptState;
  /** Seconds. */
  readonly time: number;
};

/** The transcript in its place: beside what plays where there is room, else below. */
export const MediaTranscript = ({ places, citable, playback, transcript, time }: MediaTranscriptProps) => (
  <div className={styles.place} data-bare={transcript.kind !== 'ready' || undefined}>
    <TranscriptPanel
      citable={citable}
      findAtOnce={places.findAtOnce}
      onClose={() => playback.onTranscript(false)}
      onSeek={places.seek}
      quotes={places.quotes}
      ref={places.panel}
      state={transcript}
      time={time}
    />
  </div>
);
