import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './banner.module.css';
import { classNames } from './class-names.ts';

type BannerProps = {
  readonly tone: 'neutral' | 'info' | 'good' | 'warn' | 'bad';
  readonly icon?: ReactNode;
  /** A box inside a screen, instead of a strip across it. */
  readonly inset?: boolean;
  /** `alert` is read out at once, for what the reviewer has just caused. */
  readonly role?: 'status' | 'alert';
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

const icons = {
  neutral: <Info aria-hidden />,
  info: <Info aria-hidden />,
  good: <CircleCheck aria-hidden />,
  warn: <TriangleAlert aria-hidden />,
  bad: <CircleAlert aria-hidden />,
};

/** A sentence about the state of things, with what to do. */
export const Banner = ({ tone, icon, inset = false, role = 'status', action, children }: BannerProps) => (
  <div className={classNames(styles.banner, styles[tone], inset && styles.inset)} role={role}>
    {icon ?? icons[tone]}
    <div className={styles.text}>{children}</div>
    {action}
  </div>
);
