import type { CSSProperties } from 'react';
import type { PercentRect } from '../../shared/domain/locator.ts';
import styles from './image-viewer.module.css';
import { toneStyle } from './tone.ts';
import type { ViewerMark } from './viewer.ts';

const placed = ({ x, y, width, height }: PercentRect): CSSProperties => ({
  left: `${x}%`,
  top: `${y}%`,
  width: `${width}%`,
  height: `${height}%`,
});

type ImageMarksProps = {
  /** Marked, not cited yet. */
  readonly area: PercentRect | null;
  readonly marks: readonly ViewerMark[];
  readonly onPick: (markId: string) => void;
};

export const ImageMarks = ({ area, marks, onPick }: ImageMarksProps) => (
  <>
    {marks.map((mark) =>
      mark.locator.kind === 'region' ? (
        <button
          aria-label={mark.title}
          className={styles.mark}
          key={mark.id}
          onClick={() => onPick(mark.id)}
          style={{ ...placed(mark.locator.region), ...toneStyle(mark.tone) }}
          tabIndex={-1}
          title={mark.title}
          type="button"
        >
          <span>{mark.letters}</span>
        </button>
      ) : null,
    )}
    {area !== null && <div className={styles.area} style={placed(area)} />}
  </>
);
