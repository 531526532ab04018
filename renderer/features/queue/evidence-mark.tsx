import { CircleCheck, CloudDownload, Pin, TriangleAlert } from 'lucide-react';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Progress } from '../../ui/progress.tsx';
import styles from './evidence-mark.module.css';
import { isOfflineReady } from './queue-rows.ts';

/** How much evidence there is, and how much of it is on this computer. */
export const EvidenceMark = ({ item }: { item: QueueItem }) => {
  const m = useMessages();
  const { evidence } = item;
  if (evidence.files === 0) return <span className={styles.sub}>{m.queue.noEvidence}</span>;
  if (isOfflineReady(item)) {
    return (
      <>
        <span className={styles.ready}>
          <CircleCheck aria-hidden />
          {m.queue.ready}
        </span>
        <span className={styles.sub}>
          {m.queue.size(evidence.bytes)}
          <KeptMark item={item} />
        </span>
      </>
    );
  }
  if (evidence.failed > 0) {
    return (
      <>
        <span className={styles.failed}>
          <TriangleAlert aria-hidden />
          {m.queue.failed(evidence.failed)}
        </span>
        <span className={styles.sub}>{m.queue.partly(evidence.bytesHere, evidence.bytes)}</span>
      </>
    );
  }
  if (evidence.away === evidence.files) {
    return (
      <span className={styles.away}>
        <CloudDownload aria-hidden />
        {m.storage.away(evidence.bytes)}
      </span>
    );
  }
  return (
    <>
      <span className={styles.bar}>
        <Progress
          label={m.queue.downloadLabel(item.submissionCode)}
          of={evidence.bytes}
          value={evidence.bytesHere}
          valueText={m.queue.partly(evidence.bytesHere, evidence.bytes)}
        />
      </span>
      <span className={styles.sub}>
        {evidence.bytesHere === 0
          ? m.queue.notHere(evidence.bytes)
          : m.queue.partly(evidence.bytesHere, evidence.bytes)}
        <KeptMark item={item} />
      </span>
    </>
  );
};

const KeptMark = ({ item }: { item: QueueItem }) => {
  const m = useMessages();
  return item.keptOffline ? <Pin aria-label={m.storage.keptMark} className={styles.pin} role="img" /> : null;
};
