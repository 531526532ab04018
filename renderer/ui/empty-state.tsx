import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What comes here, and why there is nothing; or what went wrong, and what to do. */
  readonly text: ReactNode;
  readonly action?: ReactNode;
};

/** The face of a view with nothing to show: empty, or in error. */
export const EmptyState = ({ icon, title, text, action }: EmptyStateProps) => (
  <div className={styles.state}>
    {icon !== undefined && <span className={styles.icon}>{icon}</span>}
    <h2 className={styles.title}>{title}</h2>
    <p className={styles.text}>{text}</p>
    {action !== undefined && <div className={styles.action}>{action}</div>}
  </div>
);
