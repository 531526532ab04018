import type { ReactNode } from 'react';
import styles from './section.module.css';

/** A card of settings that belong together. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className={styles.section}>
    <h2 className={styles.title}>{title}</h2>
    {children}
  </section>
);
