import type { ReactNode } from 'react';
import styles from './dialog-room.module.css';

/** The inside of a dialog with much to say: it scrolls, so that the buttons stay in view on a small window. */
export const DialogRoom = ({ children }: { children: ReactNode }) => (
  <div className={styles.room}>{children}</div>
);
