import {
  Captions,
  CaptionsOff,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  StepBack,
  StepForward,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { performOnMedia } from './media-actions.ts';
import { playbackRates } from './playback.ts';
import { Timeline, TimelineMarks } from './timeline.tsx';
import styles from './transport.module.css';
import type { MediaState } from './use-media.ts';
import type { PlaybackPreferences, ViewerAction, ViewerMark } from './viewer.ts';

type TransportProps = {
  readonly media: HTMLMediaElement | null;
  readonly state: MediaState;
  readonly playback: PlaybackPreferences;
  readonly marks: readonly ViewerMark[];
  readonly onPick: (markId: string) => void;
  readonly hasCaptions: boolean;
  /** Seconds of one frame; null for sound alone. */
  readonly frame: (() => number) | null;
};

/** The bar under what plays: timeline with citations, then the buttons, each with its key in the tooltip. */
export const Transport = ({ media, state, playback, marks, onPick, hasCaptions, frame }: TransportProps) => {
  const m = useMessages();
  const act = (action: ViewerAction) => (): void => {
    if (media !== null) performOnMedia(media, action, playback, frame);
  };
  const isDisabled = media === null || state.failed;
  return (
    <fieldset aria-label={m.viewers.playback} className={styles.transport}>
      <TimelineMarks duration={state.duration} marks={marks} onPick={onPick} />
      <Timeline
        duration={state.duration}
        onSeek={(seconds) => {
          if (media !== null) media.currentTime = seconds;
        }}
        time={state.time}
      />
      <div className={styles.buttons}>
        <MoveButtons act={act} isDisabled={isDisabled} playing={state.playing} steps={frame !== null} />
        <span className={styles.times}>{m.viewers.times(state.time, state.duration)}</span>
        <span className={styles.gap} />
        <RateChoice isDisabled={isDisabled} playback={playback} />
        <IconButton
          aria-pressed={hasCaptions && playback.captions}
          command="evidence.captions"
          icon={playback.captions && hasCaptions ? <Captions /> : <CaptionsOff />}
          isDisabled={!hasCaptions}
          label={hasCaptions ? m.viewers.captions : m.viewers.noCaptions}
          onPress={act('captions')}
          placement="top"
        />
        <IconButton
          command="evidence.mute"
          icon={state.muted ? <VolumeX /> : <Volume2 />}
          isDisabled={isDisabled}
          label={state.muted ? m.viewers.unmute : m.viewers.mute}
          onPress={act('mute')}
          placement="top"
        />
      </div>
    </fieldset>
  );
};

type MoveButtonsProps = {
  readonly act: (action: ViewerAction) => () => void;
  readonly playing: boolean;
  readonly isDisabled: boolean;
  /** Whether there are frames to step through. */
  readonly steps: boolean;
};

const MoveButtons = ({ act, playing, isDisabled, steps }: MoveButtonsProps) => {
  const m = useMessages();
  const common = { isDisabled, placement: 'top' } as const;
  return (
    <>
      <IconButton
        {...common}
        command="evidence.playPause"
        icon={playing ? <Pause /> : <Play />}
        label={playing ? m.viewers.pause : m.viewers.play}
        onPress={act('play-pause')}
      />
      <IconButton
        {...common}
        command="evidence.seekBack"
        icon={<RotateCcw />}
        label={m.viewers.seekBack}
        onPress={act('seek-back')}
      />
      <IconButton
        {...common}
        command="evidence.seekForward"
        icon={<RotateCw />}
        label={m.viewers.seekForward}
        onPress={act('seek-forward')}
      />
      {steps && (
        <>
          <IconButton
            {...common}
            command="evidence.frameBack"
            icon={<StepBack />}
            label={m.viewers.frameBack}
            onPress={act('frame-back')}
          />
          <IconButton
            {...common}
            command="evidence.frameForward"
            icon={<StepForward />}
            label={m.viewers.frameForward}
            onPress={act('frame-forward')}
          />
        </>
      )}
    </>
  );
};

const RateChoice = ({ playback, isDisabled }: { playback: PlaybackPreferences; isDisabled: boolean }) => {
  const m = useMessages();
  const rates = [...new Set([...playbackRates, playback.rate])].sort((a, b) => a - b);
  return (
    <label className={styles.rate}>
      <span className={styles.rateLabel}>{m.viewers.speed}</span>
      <select
        aria-label={m.viewers.speed}
        disabled={isDisabled}
        onChange={(event) => playback.onRate(Number(event.currentTarget.value))}
        value={String(playback.rate)}
      >
        {rates.map((rate) => (
          <option key={rate} value={String(rate)}>
            {m.viewers.rate(rate)}
          </option>
        ))}
      </select>
    </label>
  );
};
