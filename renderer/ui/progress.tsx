import { ProgressBar } from 'react-aria-components';
import { classNames } from './class-names.ts';
import styles from './progress.module.css';

type ProgressProps = {
  /** For screen readers: what is under way. */
  readonly label: string;
  readonly value: number;
  readonly of: number;
  /** The value in words; per cent without. */
  readonly valueText?: string;
  readonly tone?: 'accent' | 'good' | 'warn' | 'bad';
};

/** How much of something is there. */
export const Progress = ({ label, value, of, valueText, tone = 'accent' }: ProgressProps) => (
  <ProgressBar
    aria-label={label}
    className={classNames(styles.track, tone !== 'accent' && styles[tone])}
    maxValue={Math.max(of, 1)}
    value={of === 0 ? 1 : value}
    {...(valueText === undefined ? {} : { valueLabel: valueText })}
  >
    {({ percentage }) => <span className={styles.fill} style={{ width: `${percentage ?? 0}%` }} />}
  </ProgressBar>
);
