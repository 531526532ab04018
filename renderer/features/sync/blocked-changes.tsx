import type { BlockedChange } from '../../../shared/workbench-api/sync-status.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow, useSync } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './sync-screen.module.css';

/** What the hub refused, why, and where to look. */
export const BlockedChanges = () => {
  const m = useMessages();
  const blocked = useSync((slice) => slice.blocked);
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.blockedTitle}</h2>
      <p className={styles.muted}>{blocked.length === 0 ? m.sync.blockedNone : m.sync.blockedText}</p>
      {blocked.length > 0 && (
        <ul className={styles.list}>
          {blocked.map((change) => (
            <Blocked change={change} key={change.eventId} />
          ))}
        </ul>
      )}
    </section>
  );
};

const Blocked = ({ change }: { change: BlockedChange }) => {
  const m = useMessages();
  const now = useNow();
  const go = useGo();
  return (
    <li className={styles.blocked}>
      <div>
        <p className={styles.blockedTitle}>
          <span>{m.sync.eventOf(m.sync.eventName(change.type), change.submissionCode)}</span>
          <span>{m.sync.when(change.occurredAt, now)}</span>
        </p>
        <p>{m.common.problem(change.problem)}</p>
      </div>
      <Button onPress={() => go({ name: 'review', assignmentId: change.assignmentId })} size="small">
        {m.sync.blockedOpen(change.submissionCode)}
      </Button>
    </li>
  );
};
