import { type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject, useRef } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { clampTime } from './playback.ts';
import styles from './timeline.module.css';

type TimelineProps = {
  readonly time: number;
  readonly duration: number;
  readonly onSeek: (seconds: number) => void;
  /** What lies over the track, placed in per cent of it. */
  readonly overlay?: (track: RefObject<HTMLDivElement | null>) => ReactNode;
};

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -5,
  ArrowDown: -5,
  ArrowRight: 5,
  ArrowUp: 5,
  PageDown: -30,
  PageUp: 30,
};

/** The position as a slider: drag, click, arrows (5 s), Page keys (30 s), Home, End. */
export const Timeline = ({ time, duration, onSeek, overlay }: TimelineProps) => {
  const m = useMessages();
  const track = useRef<HTMLDivElement>(null);

  const seekTo = (event: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    onSeek(clampTime(((event.clientX - box.left) / box.width) * duration, duration));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step !== undefined) onSeek(clampTime(time + step, duration));
    else if (event.key === 'Home') onSeek(0);
    else if (event.key === 'End') onSeek(duration);
    else return;
    event.preventDefault();
  };

  const share = duration > 0 ? Math.min(1, time / duration) : 0;
  return (
    <div className={styles.timeline}>
      <div
        aria-label={m.viewers.position}
        aria-valuemax={Math.round(duration)}
        aria-valuemin={0}
        aria-valuenow={Math.round(time)}
        aria-valuetext={m.viewers.positionOf(time, duration)}
        className={styles.slider}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
        role="slider"
        tabIndex={0}
      >
        <div className={styles.track} ref={track}>
          <div className={styles.fill} style={{ width: `${share * 100}%` }} />
          <div className={styles.thumb} style={{ left: `${share * 100}%` }} />
        </div>
      </div>
      {overlay !== undefined && <div className={styles.overlay}>{overlay(track)}</div>}
    </div>
  );
};
