import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp, useNow } from '../../stores/use-stores.tsx';
import styles from './sync-screen.module.css';

/** Which hub, whether it answers, when last and when next. */
export const ConnectionCard = ({ status }: { status: SyncStatus }) => {
  const m = useMessages();
  const now = useNow();
  const hub = useApp(({ state }) => (state?.phase === 'ready' ? state.hub : null));
  const { lastSyncAt, nextAttemptAt } = status;
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.connection}</h2>
      <dl className={styles.facts}>
        <dt>{m.sync.hub}</dt>
        <dd>{hub?.name}</dd>
        <dt>{m.sync.state}</dt>
        <dd>{m.app.connection[status.connection]}</dd>
        <dt>{m.sync.doing}</dt>
        <dd>{m.sync.activity[status.activity]}</dd>
        <dt>{m.sync.lastSync}</dt>
        <dd>{lastSyncAt === null ? m.sync.never : m.sync.when(lastSyncAt, now)}</dd>
        <dt>{m.sync.next}</dt>
        <dd>{nextAttemptAt === null ? m.sync.nextNone : m.sync.nextAt(nextAttemptAt, now)}</dd>
      </dl>
    </section>
  );
};
