import { Download, UserX } from 'lucide-react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useGo, useNow } from '../../stores/use-stores.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Switch } from '../../ui/toggle.tsx';
import styles from './assignment-detail.module.css';
import { canKeep, canOpen, filterOf, isOfflineReady, isOverdue } from './queue-rows.ts';
import type { RowActions } from './row-actions.ts';
import { StateBadge } from './state-badge.tsx';

type AssignmentDetailProps = { readonly item: QueueItem; readonly actions: RowActions };

/** What is known of the selected assignment without opening it, and what can be done with it. */
export const AssignmentDetail = ({ item, actions }: AssignmentDetailProps) => {
  const m = useMessages();
  const now = useNow();
  const todo = filterOf(item.state) === 'todo';
  return (
    <section aria-label={m.queue.detail} className={styles.detail}>
      <div className={styles.about}>
        <h2 className={styles.title}>
          <span className={styles.code}>{item.submissionCode}</span>
          {item.microCredential.title}
          <StateBadge state={item.state} />
        </h2>
        <p className={styles.facts}>
          <span>{m.queue.earner(item.earnerCode)}</span>
          <span>{m.queue.attempt(item.attempt)}</span>
          <span>{m.queue.dueFact(item, now, isOverdue(item, now))}</span>
          <span>{m.queue.scoredLong(item.scored.done, item.scored.of)}</span>
        </p>
        <p className={styles.context}>{item.context}</p>
        {item.state === 'new' && <p className={styles.muted}>{m.queue.notOpened}</p>}
      </div>
      <div className={styles.side}>
        <EvidenceSummary item={item} keepOffline={actions.keepOffline} />
        <Notes item={item} />
      </div>
      <div className={styles.actions}>
        {canOpen(item) && (
          <Button command="queue.open" onPress={actions.open} variant="primary">
            {todo ? m.queue.open : m.queue.read}
            <KeyCaps command="queue.open" />
          </Button>
        )}
        {!isOfflineReady(item) && canOpen(item) && (
          <Button command="queue.download" icon={<Download aria-hidden />} onPress={actions.download}>
            {m.queue.download}
            <KeyCaps command="queue.download" />
          </Button>
        )}
        {item.state === 'new' && (
          <Button command="queue.recuse" icon={<UserX aria-hidden />} onPress={actions.recuse}>
            {m.queue.recuse}
            <KeyCaps command="queue.recuse" />
          </Button>
        )}
      </div>
    </section>
  );
};

type EvidenceSummaryProps = { readonly item: QueueItem; readonly keepOffline: () => void };

const EvidenceSummary = ({ item, keepOffline }: EvidenceSummaryProps) => {
  const m = useMessages();
  const { files, filesHere, bytes, bytesHere, away } = item.evidence;
  const ready = isOfflineReady(item);
  if (files === 0) return <p className={styles.muted}>{m.queue.noEvidence}</p>;
  return (
    <div className={styles.evidence}>
      <p>{m.queue.evidenceHere(filesHere, files, bytesHere, bytes)}</p>
      <Progress
        label={m.queue.downloadLabel(item.submissionCode)}
        of={bytes}
        tone={ready ? 'good' : 'accent'}
        value={bytesHere}
        valueText={m.queue.partly(bytesHere, bytes)}
      />
      {away > 0 && <p className={styles.muted}>{m.storage.awayLong(away)}</p>}
      {canKeep(item) && (
        <div className={styles.keep}>
          <Switch label={m.storage.keep} onChange={keepOffline} value={item.keptOffline} />
          <KeyCaps command="queue.keepOffline" />
        </div>
      )}
    </div>
  );
};

const Notes = ({ item }: { item: QueueItem }) => {
  const m = useMessages();
  const go = useGo();
  return (
    <>
      {item.incompleteEvidence && (
        <Banner inset tone="warn">
          {m.queue.incompleteLong}
        </Banner>
      )}
      {item.blocked > 0 && (
        <Banner
          action={
            <Button onPress={() => go({ name: 'sync' })} size="small">
              {m.queue.seeSync}
            </Button>
          }
          inset
          tone="bad"
        >
          {m.queue.blockedLong(item.blocked)}
        </Banner>
      )}
      {item.unsent > 0 && <p className={styles.muted}>{m.queue.unsentLong(item.unsent)}</p>}
    </>
  );
};
