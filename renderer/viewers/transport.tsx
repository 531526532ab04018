import {
  ArrowRightFromLine,
  ArrowRightToLine,
  Captions,
  CaptionsOff,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  RotateCw,
  ScrollText,
  SquareDashed,
  StepBack,
  StepForward,
  Volume2,
  VolumeOff,
  VolumeX,
} from 'lucide-react';
import type { Locator } from '../../shared/domain/locator.ts';
import { useMessages } from '../messages/use-messages.ts';
import { IconButton } from '../ui/button.tsx';
import { playbackRates } from './playback.ts';
import { Timeline } from './timeline.tsx';
import { TimelineMarks } from './timeline-marks.tsx';
import { TimelineRange } from './timeline-range.tsx';
import styles from './transport.module.css';
import type { MediaState } from './use-media.ts';
import type { MediaFile } from './use-media-file.ts';
import type { MediaPlace } from './use-media-place.ts';
import type { PlaybackPreferences, ViewerAction } from './viewer.ts';

type TransportProps = {
  readonly state: MediaState;
  readonly file: MediaFile;
  readonly place: MediaPlace;
  readonly playback: PlaybackPreferences;
  readonly perform: (action: ViewerAction) => void;
  readonly onPick: (markId: string) => void;
  readonly onMove: ((markId: string, locator: Locator) => void) | null;
  readonly hasCaptions: boolean;
  /** Whether there is a picture: frames to step through, areas to mark. */
  readonly pictured: boolean;
  readonly marking: boolean;
  /** The smallest step of a place, in seconds. */
  readonly step: () => number;
};

/** The bar under what plays: timeline with citations and range, then the buttons, each with its key in the tooltip. */
export const Transport = (props: TransportProps) => {
  const { state, file, place, onPick, onMove, step } = props;
  const m = useMessages();
  const isDisabled = state.opening || file.failure !== null || state.failed;
  return (
    <fieldset aria-label={m.viewers.playback} className={styles.transport}>
      <TimelineMarks
        duration={state.duration}
        marks={place.timed}
        onMove={onMove}
        onPick={onPick}
        onPreview={place.preview}
        step={step}
        stillSaid={place.stillSaid}
      />
      <Timeline
        duration={state.duration}
        onSeek={place.seek}
        overlay={(track) => (
          <TimelineRange
            duration={state.duration}
            looped={place.looped}
            onChange={place.setRange}
            onPreview={place.preview}
            range={place.range}
            span={place.span}
            spot={place.spot}
            step={step}
            track={track}
          />
        )}
        time={state.time}
      />
      <div className={styles.buttons}>
        <MoveButtons {...props} isDisabled={isDisabled} />
        <span className={styles.times}>{m.viewers.times(state.time, state.duration)}</span>
        <span className={styles.gap} />
        <PlaceButtons {...props} isDisabled={isDisabled} />
        <span className={styles.gap} />
        <HearingButtons {...props} isDisabled={isDisabled} />
      </div>
    </fieldset>
  );
};

type ButtonsProps = TransportProps & { readonly isDisabled: boolean };

const MoveButtons = ({ perform, state, pictured, isDisabled }: ButtonsProps) => {
  const m = useMessages();
  const common = { isDisabled, placement: 'top' } as const;
  return (
    <>
      <IconButton
        {...common}
        command="evidence.playPause"
        icon={state.playing ? <Pause /> : <Play />}
        label={state.playing ? m.viewers.pause : m.viewers.play}
        onPress={() => perform('play-pause')}
      />
      <IconButton
        {...common}
        command="evidence.seekBack"
        icon={<RotateCcw />}
        label={m.viewers.seekBack}
        onPress={() => perform('seek-back')}
      />
      <IconButton
        {...common}
        command="evidence.seekForward"
        icon={<RotateCw />}
        label={m.viewers.seekForward}
        onPress={() => perform('seek-forward')}
      />
      {pictured && (
        <>
          <IconButton
            {...common}
            command="evidence.frameBack"
            icon={<StepBack />}
            label={m.viewers.frameBack}
            onPress={() => perform('frame-back')}
          />
          <IconButton
            {...common}
            command="evidence.frameForward"
            icon={<StepForward />}
            label={m.viewers.frameForward}
            onPress={() => perform('frame-forward')}
          />
        </>
      )}
    </>
  );
};

const PlaceButtons = ({ perform, place, pictured, marking, isDisabled }: ButtonsProps) => {
  const m = useMessages();
  const common = { isDisabled, placement: 'top' } as const;
  return (
    <>
      <IconButton
        {...common}
        command="evidence.setStart"
        icon={<ArrowRightFromLine />}
        label={m.viewerMedia.setStart}
        onPress={() => perform('set-start')}
      />
      <IconButton
        {...common}
        command="evidence.setEnd"
        icon={<ArrowRightToLine />}
        label={m.viewerMedia.setEnd}
        onPress={() => perform('set-end')}
      />
      <span className={styles.toggle} data-on={place.looped !== null || undefined}>
        <IconButton
          {...common}
          aria-pressed={place.looped !== null}
          command="evidence.loop"
          icon={<Repeat />}
          label={place.looped === null ? m.viewerMedia.loop : m.viewerMedia.stopLoop}
          onPress={() => perform('loop')}
        />
      </span>
      {pictured && (
        <span className={styles.toggle} data-on={marking || undefined}>
          <IconButton
            {...common}
            aria-pressed={marking}
            command="evidence.markArea"
            icon={<SquareDashed />}
            label={m.viewerMedia.markArea}
            onPress={() => perform('mark-area')}
          />
        </span>
      )}
    </>
  );
};

const HearingButtons = ({ perform, playback, state, file, hasCaptions, isDisabled }: ButtonsProps) => {
  const m = useMessages();
  const { silent } = file;
  const mute = state.muted ? m.viewers.unmute : m.viewers.mute;
  const noSound = silent?.codec == null ? m.viewerMedia.noSound : m.viewerMedia.soundNotPlayed(silent.codec);
  return (
    <>
      <RateChoice isDisabled={isDisabled} playback={playback} />
      <span className={styles.toggle} data-on={playback.transcript || undefined}>
        <IconButton
          aria-pressed={playback.transcript}
          command="evidence.transcript"
          icon={<ScrollText />}
          label={m.viewerMedia.transcript}
          onPress={() => perform('transcript')}
          placement="top"
        />
      </span>
      <IconButton
        aria-pressed={hasCaptions && playback.captions}
        command="evidence.captions"
        icon={playback.captions && hasCaptions ? <Captions /> : <CaptionsOff />}
        isDisabled={!hasCaptions}
        label={hasCaptions ? m.viewers.captions : m.viewers.noCaptions}
        onPress={() => perform('captions')}
        placement="top"
      />
      <IconButton
        command="evidence.mute"
        icon={silent !== null ? <VolumeOff /> : state.muted ? <VolumeX /> : <Volume2 />}
        isDisabled={isDisabled}
        label={silent === null ? mute : noSound}
        onPress={() => perform('mute')}
        placement="top"
      />
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
