import { useEffect, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './audio-viewer.module.css';
import { describeTime, performOnMedia, revealTime } from './media-actions.ts';
import { Transport } from './transport.tsx';
import { useMedia } from './use-media.ts';
import { useViewerHandle } from './use-viewer-handle.ts';
import { useWaveform } from './use-waveform.ts';
import type { ViewerMark, ViewerProps } from './viewer.ts';
import { FailedFace } from './viewer-face.tsx';

/** The words being said, as the caption file has them. */
const useCaptionLine = (media: HTMLAudioElement | null, captionsUrl: string | null): string => {
  const [line, setLine] = useState('');
  useEffect(() => {
    setLine('');
    const track = media?.textTracks[0];
    if (track === undefined || captionsUrl === null) return undefined;
    track.mode = 'hidden';
    const follow = (): void => {
      const cues = Array.from(track.activeCues ?? []);
      setLine(cues.map((cue) => (cue as VTTCue).getCueAsHTML().textContent ?? '').join('\n'));
    };
    track.addEventListener('cuechange', follow);
    return () => track.removeEventListener('cuechange', follow);
  }, [media, captionsUrl]);
  return line;
};

export const AudioViewer = ({ ref, source, playback, onPick, onActivity }: ViewerProps) => {
  const m = useMessages();
  const [media, setMedia] = useState<HTMLAudioElement | null>(null);
  const [marks, setMarks] = useState<readonly ViewerMark[]>([]);
  const state = useMedia(media, onActivity);
  const waveform = useWaveform(media, source);
  const line = useCaptionLine(media, source.captionsUrl);

  useEffect(() => {
    if (media === null) return;
    media.playbackRate = playback.rate;
    media.defaultPlaybackRate = playback.rate;
  }, [media, playback.rate]);

  useViewerHandle(ref, {
    describe: () => describeTime(media),
    reveal: (locator) => revealTime(media, locator),
    highlight: setMarks,
    perform: (action) => media !== null && performOnMedia(media, action, playback, null),
  });

  return (
    <div className={styles.viewer}>
      <section aria-label={m.viewers.audio(source.label)} className={styles.screen}>
        {/* biome-ignore lint/a11y/useMediaCaption: a track is there whenever the evidence has captions. */}
        <audio crossOrigin="anonymous" key={source.url} preload="metadata" ref={setMedia} src={source.url}>
          {source.captionsUrl !== null && (
            <track kind="captions" label="CC" src={source.captionsUrl} srcLang="en" />
          )}
        </audio>
        {state.failed ? (
          <FailedFace onRetry={() => media?.load()} text={m.viewers.failedPlay} />
        ) : (
          <div className={styles.sound}>
            {waveform.state === 'loading' && <Skeleton lines={3} />}
            {waveform.state === 'none' && <p className={styles.plain}>{m.viewers.timelineOnly}</p>}
            <div
              aria-label={m.viewers.waveform}
              className={styles.waveform}
              hidden={waveform.state !== 'shown'}
              ref={waveform.place}
              role="img"
            />
            {source.captionsUrl !== null && playback.captions && <p className={styles.line}>{line}</p>}
          </div>
        )}
      </section>
      <Transport
        frame={null}
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
