import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Progress } from '../../ui/progress.tsx';
import styles from './sync-screen.module.css';

/** The reviewer's changes: acknowledged, waiting, refused. */
export const ChangesCard = ({ status }: { status: SyncStatus }) => {
  const m = useMessages();
  const { total, acknowledged, waiting, blocked } = status.changes;
  const text = m.sync.changesText(acknowledged, total);
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.changes}</h2>
      <Progress
        label={m.sync.changes}
        of={total}
        tone={acknowledged === total ? 'good' : 'accent'}
        value={acknowledged}
        valueText={text}
      />
      <dl className={styles.facts}>
        <dt>{m.sync.acknowledged}</dt>
        <dd>{m.sync.number(acknowledged)}</dd>
        <dt>{m.sync.waiting}</dt>
        <dd>{m.sync.number(waiting)}</dd>
        <dt>{m.sync.refused}</dt>
        <dd className={blocked > 0 ? styles.failed : undefined}>{m.sync.number(blocked)}</dd>
      </dl>
    </section>
  );
};

/** The evidence that has been downloaded, of all that is assigned. */
export const EvidenceCard = ({ status }: { status: SyncStatus }) => {
  const m = useMessages();
  const { files, filesHere, bytes, bytesHere, failed } = status.downloads;
  return (
    <section className={styles.card}>
      <h2 className={styles.cardTitle}>{m.sync.evidence}</h2>
      {files === 0 ? (
        <p className={styles.muted}>{m.sync.evidenceNone}</p>
      ) : (
        <>
          <Progress
            label={m.sync.evidence}
            of={bytes}
            tone={bytes === bytesHere ? 'good' : 'accent'}
            value={bytesHere}
            valueText={m.sync.evidenceBytes(bytesHere, bytes)}
          />
          <p>{m.sync.evidenceText(filesHere, files)}</p>
          <p className={styles.muted}>{m.sync.evidenceBytes(bytesHere, bytes)}</p>
          {failed > 0 && <p className={styles.failed}>{m.sync.evidenceFailed(failed)}</p>}
        </>
      )}
    </section>
  );
};
