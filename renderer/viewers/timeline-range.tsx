import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { type MediaRange, moveEnd, type Span } from './media-range.ts';
import { clampTime, roundTime } from './playback.ts';
import { TimeBubble } from './time-bubble.tsx';
import styles from './timeline-range.module.css';

type TimelineRangeProps = {
  readonly range: MediaRange;
  /** What the range covers now; with one end only, as far as the position. */
  readonly span: Span | null;
  /** The range of the citation that was jumped to. */
  readonly spot: Span | null;
  readonly looped: Span | null;
  /** Seconds. */
  readonly duration: number;
  readonly track: RefObject<HTMLElement | null>;
  readonly onChange: (range: MediaRange) => void;
  readonly onPreview: (seconds: number) => void;
  readonly step: () => number;
};

type Side = 'start' | 'end';

/** The range being marked, the one jumped to and the one looped, as bands over the timeline. */
export const TimelineRange = (props: TimelineRangeProps) => {
  const { range, span, spot, looped, duration } = props;
  const band = (shown: Span | null, kind: string) =>
    shown === null || duration <= 0 ? null : (
      <div
        className={styles.band}
        data-kind={kind}
        style={{
          left: `${(shown.start / duration) * 100}%`,
          width: `${(Math.max(0, Math.min(duration, shown.end) - shown.start) / duration) * 100}%`,
        }}
      />
    );
  return (
    <>
      {band(spot, 'spot')}
      {band(span, range.start === null || range.end === null ? 'open' : 'range')}
      {band(looped, 'loop')}
      {duration > 0 && range.start !== null && <Handle {...props} side="start" time={range.start} />}
      {duration > 0 && range.end !== null && <Handle {...props} side="end" time={range.end} />}
    </>
  );
};

/** The range after one of its ends was put at a time: never past the other one. */
const withEndAt = (range: MediaRange, side: Side, time: number, duration: number): MediaRange => {
  const { start, end } = range;
  if (start === null || end === null) return { ...range, [side]: roundTime(clampTime(time, duration)) };
  const moved = moveEnd({ start, end }, side, time, duration);
  return { start: roundTime(moved.start), end: roundTime(moved.end) };
};

type HandleProps = TimelineRangeProps & { readonly side: Side; readonly time: number };

/** One end of the range: drag it, or move it by arrows (a frame or a tenth of a second; with Shift a second). */
const Handle = ({ side, time, range, duration, track, onChange, onPreview, step }: HandleProps) => {
  const m = useMessages();
  const [dragged, setDragged] = useState<number | null>(null);
  const before = useRef<MediaRange | null>(null);

  const put = (seconds: number): void => {
    const next = withEndAt(range, side, seconds, duration);
    onChange(next);
    onPreview(next[side] ?? seconds);
  };
  const timeAt = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box === undefined || box.width === 0 ? time : ((event.clientX - box.left) / box.width) * duration;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    const by = event.shiftKey ? 1 : step();
    if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') put(time - by);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowUp') put(time + by);
    else if (event.key === 'Home') put(0);
    else if (event.key === 'End') put(duration);
    else return;
    event.preventDefault();
  };
  const finish = (): void => {
    before.current = null;
    setDragged(null);
  };
  useEscape(dragged !== null, () => {
    if (before.current !== null) onChange(before.current);
    finish();
  });

  return (
    <div
      aria-label={side === 'start' ? m.viewerMedia.rangeStart : m.viewerMedia.rangeEnd}
      aria-valuemax={duration}
      aria-valuemin={0}
      aria-valuenow={time}
      aria-valuetext={m.viewerMedia.exactTime(time)}
      className={styles.handle}
      data-side={side}
      onKeyDown={onKeyDown}
      onLostPointerCapture={finish}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        before.current = range;
        setDragged(time);
      }}
      onPointerMove={(event) => {
        if (before.current === null) return;
        setDragged(timeAt(event));
        put(timeAt(event));
      }}
      onPointerUp={finish}
      role="slider"
      style={{ left: `${(Math.min(time, duration) / duration) * 100}%` }}
      tabIndex={0}
    >
      {dragged !== null && <TimeBubble>{m.viewerMedia.exactTime(time)}</TimeBubble>}
    </div>
  );
};

/** Escape while something is dragged. */
const useEscape = (active: boolean, onEscape: () => void): void => {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    if (!active) return undefined;
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [active]);
};
