import { useMessages } from '../messages/use-messages.ts';
import { useApp, useGo, useSync } from '../stores/use-stores.tsx';
import { Badge } from '../ui/badge.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './status-bar.module.css';

/** What holds true now, at the foot of every screen: connection, changes, evidence, hub. */
export const StatusBar = () => {
  const m = useMessages();
  const hub = useApp(({ state }) => (state?.phase === 'ready' ? state.hub : null));
  return (
    <footer className={styles.bar}>
      <SyncWords />
      <span className={styles.hub}>
        {hub?.sample === true && <Badge tone="warn">{m.app.sampleMark}</Badge>}
        {hub?.name}
      </span>
    </footer>
  );
};

const SyncWords = () => {
  const m = useMessages();
  const go = useGo();
  const status = useSync((slice) => slice.status);
  const { changes, downloads, connection = 'unknown' } = status ?? {};
  return (
    <button className={styles.sync} onClick={() => go({ name: 'sync' })} type="button">
      <span className={styles.connection} role="status">
        <span className={classNames(styles.dot, styles[connection])} />
        {m.app.connection[connection]}
      </span>
      {changes !== undefined && (
        <span>
          {m.app.acknowledged(changes.acknowledged, changes.total)}
          {changes.waiting > 0 && m.app.and(m.app.waiting(changes.waiting))}
        </span>
      )}
      {changes !== undefined && changes.blocked > 0 && (
        <span className={styles.bad}>{m.app.blocked(changes.blocked)}</span>
      )}
      {downloads !== undefined && downloads.files > 0 && (
        <span>
          {downloads.bytesHere === downloads.bytes
            ? m.app.evidenceHere
            : m.app.downloading(downloads.bytesHere, downloads.bytes)}
        </span>
      )}
      {downloads !== undefined && downloads.failed > 0 && (
        <span className={styles.bad}>{m.app.evidenceFailed(downloads.failed)}</span>
      )}
    </button>
  );
};
