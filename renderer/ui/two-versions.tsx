import type { ReactNode } from 'react';
import styles from './two-versions.module.css';

type Version = { readonly label: string; readonly text: string; readonly note?: string };

type TwoVersionsProps = {
  readonly title: string;
  readonly before: Version;
  readonly after: Version;
  readonly actions?: ReactNode;
};

/** Two versions of one thing side by side, each under its name. */
export const TwoVersions = ({ title, before, after, actions }: TwoVersionsProps) => (
  <li className={styles.pair}>
    <h3 className={styles.title}>{title}</h3>
    <dl className={styles.versions}>
      {[before, after].map(({ label, text, note }) => (
        <div className={styles.version} key={label}>
          <dt className={styles.label}>{label}</dt>
          <dd className={styles.text}>{text}</dd>
          {note !== undefined && <dd className={styles.note}>{note}</dd>}
        </div>
      ))}
    </dl>
    {actions !== undefined && <div className={styles.actions}>{actions}</div>}
  </li>
);

/** A list of them. */
export const VersionList = ({ children }: { children: ReactNode }) => (
  <ul className={styles.list}>{children}</ul>
);
