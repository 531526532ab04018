import type { ReactNode } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { classNames } from './class-names.ts';
import styles from './doorway.module.css';
import { Mark } from './mark.tsx';
import { ScreenHeading } from './screen-heading.tsx';

type DoorwayProps = {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  readonly foot?: ReactNode;
  /** A field inside has `autoFocus`; else the heading takes the focus. */
  readonly focusesField?: boolean;
  readonly children: ReactNode;
};

/** The page before the desk: one panel in the middle. `title` changes take the focus to the heading again. */
export const Doorway = ({
  title,
  lead,
  wide = false,
  foot,
  focusesField = false,
  children,
}: DoorwayProps) => {
  const m = useMessages();
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <p className={styles.brand}>
          <Mark size={32} />
          {m.common.appName}
        </p>
        <div className={classNames(styles.panel, wide && styles.wide)}>
          <div className={styles.head}>
            <ScreenHeading key={title} takesFocus={!focusesField}>
              {title}
            </ScreenHeading>
            {lead !== undefined && <p className={styles.lead}>{lead}</p>}
          </div>
          {children}
        </div>
      </main>
      <footer className={styles.foot}>{foot}</footer>
    </div>
  );
};
