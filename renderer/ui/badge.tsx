import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

type BadgeProps = {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** More words for a hovering mouse; screen readers get them too. */
  readonly title?: string;
  readonly children: ReactNode;
};

/** A short word of state. */
export const Badge = ({ tone = 'neutral', icon, title, children }: BadgeProps) => (
  <span className={classNames(styles.badge, tone !== 'neutral' && styles[tone])} title={title}>
    {icon}
    {children}
  </span>
);
