import { useMemo } from 'react';
import { placed } from './area-handles.tsx';
import type { TimedMark } from './media-retime.ts';
import { toneStyle } from './tone.ts';
import styles from './video-regions.module.css';

/** Seconds around a point in which the area cited at it is shown. */
const around = 0.5;

/** Whether a citation is about what is on screen at a time. */
export const isAbout = ({ locator: { start, end } }: TimedMark, time: number): boolean =>
  end === null ? Math.abs(time - start) <= around : time >= start - 0.001 && time <= end + 0.001;

type VideoRegionsProps = {
  readonly marks: readonly TimedMark[];
  /** Seconds. */
  readonly time: number;
  readonly onPick: (markId: string) => void;
};

/** Areas of the picture that were cited around the time that is shown. */
export const VideoRegions = ({ marks, time, onPick }: VideoRegionsProps) => {
  const pictured = useMemo(() => marks.filter(({ locator }) => locator.region !== null), [marks]);
  return pictured
    .filter((mark) => isAbout(mark, time))
    .map((mark) =>
      mark.locator.region === null ? null : (
        <button
          aria-label={mark.title}
          className={styles.region}
          key={mark.id}
          onClick={(event) => {
            // The picture underneath plays and pauses on a click.
            event.stopPropagation();
            onPick(mark.id);
          }}
          style={{ ...placed(mark.locator.region), ...toneStyle(mark.tone) }}
          tabIndex={-1}
          title={mark.title}
          type="button"
        >
          {mark.letters !== '' && <span>{mark.letters}</span>}
        </button>
      ),
    );
};
