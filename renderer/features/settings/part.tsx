import { type ReactNode, useId } from 'react';
import styles from './part.module.css';

type PartProps = {
  readonly title: string;
  /** What it is for: one paragraph each. */
  readonly lead: readonly ReactNode[];
  /** Buttons beside the title. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

/** A part of the settings that fills the screen, with a list that scrolls in it. */
export const Part = ({ title, lead, actions, children }: PartProps) => {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={styles.part}>
      <div className={styles.header}>
        <div>
          <h2 className={styles.title} id={titleId}>
            {title}
          </h2>
          {lead.map((words, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs never change their places.
            <p className={styles.lead} key={at}>
              {words}
            </p>
          ))}
        </div>
        <div className={styles.actions}>{actions}</div>
      </div>
      {children}
    </section>
  );
};
