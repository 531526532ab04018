import styles from './mark.module.css';

/** The sign of Assay: levels rising, one of them chosen. Decoration; the name stands beside it in words. */
export const Mark = ({ size }: { size: number }) => (
  <svg aria-hidden="true" className={styles.mark} height={size} viewBox="0 0 32 32" width={size}>
    <rect className={styles.ground} height="32" rx="7" width="32" />
    <rect className={styles.bar} height="7" rx="1" width="4" x="6" y="18" />
    <rect className={styles.bar} height="11" rx="1" width="4" x="11.5" y="14" />
    <rect className={styles.gold} height="15" rx="1" width="4" x="17" y="10" />
    <rect className={styles.bar} height="19" rx="1" width="4" x="22.5" y="6" />
  </svg>
);
