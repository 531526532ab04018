import styles from './time-bubble.module.css';

/** The time over what is being moved on the timeline, for the eyes: others are told it another way. */
export const TimeBubble = ({ children }: { children: string }) => (
  <output aria-hidden className={styles.bubble}>
    {children}
  </output>
);
