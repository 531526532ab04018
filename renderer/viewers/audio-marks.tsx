import { type CSSProperties, useMemo, useRef } from 'react';
import styles from './audio-marks.module.css';
import type { Span } from './media-range.ts';
import { layOutLanes } from './timeline-lanes.ts';
import { toneStyle } from './tone.ts';
import type { MediaPlace } from './use-media-place.ts';
import { useSize } from './use-size.ts';

type AudioMarksProps = {
  readonly places: MediaPlace;
  /** Seconds; 0: not known. */
  readonly duration: number;
};

const across = ({ start, end }: Span, duration: number): CSSProperties => ({
  left: `${(start / duration) * 100}%`,
  width: `${((Math.min(end, duration) - start) / duration) * 100}%`,
});

/**
 * Citations and the marked range over the waveform, for the eye alone: the timeline below has them for keyboard and
 * pointer. As many as the timeline shows one by one, so that thousands stay quick.
 */
export const AudioMarks = ({ places, duration }: AudioMarksProps) => {
  const layer = useRef<HTMLDivElement>(null);
  const { width } = useSize(layer);
  const { timed, span } = places;
  const items = useMemo(() => layOutLanes(timed, duration, width).items, [timed, duration, width]);
  return (
    <div aria-hidden className={styles.layer} ref={layer}>
      {duration > 0 && span !== null && <div className={styles.range} style={across(span, duration)} />}
      {items.map(({ marks: [mark], row }) => {
        const { start, end } = mark.locator;
        return (
          <div
            className={styles.mark}
            data-range={end !== null || undefined}
            key={mark.id}
            style={{
              ...across({ start: Math.min(start, duration), end: end ?? start }, duration),
              ...toneStyle(mark.tone),
            }}
          >
            {mark.letters !== '' && <span style={{ top: `${row * 1.125}rem` }}>{mark.letters}</span>}
          </div>
        );
      })}
    </div>
  );
};
