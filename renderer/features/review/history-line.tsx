import type { EarlierVersion } from '../../../shared/workbench-api/review-history.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useNow } from '../../stores/use-stores.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './history-dialog.module.css';

type HistoryLineProps = {
  readonly version: EarlierVersion;
  readonly onRestore: (where: string) => void;
  /** Asks whether the whole review is to be as it was then. */
  readonly onDraft: () => void;
};

/** One earlier version: where, when, what, and what can be done with it. */
export const HistoryLine = ({ version, onRestore, onDraft }: HistoryLineProps) => {
  const m = useMessages();
  const now = useNow();
  const { document } = useDesk();
  const { rubric, policies } = document.microCredential;
  const { field, criterionId, code, value, writtenAt, stands } = version;
  const criterion = rubric.criteria.find(({ id }) => id === criterionId)?.title ?? null;
  const condition = policies.conditionCodes.find((one) => one.code === code)?.title ?? null;
  const where = m.otherDevice.where(field, criterion, condition);
  const words =
    value === null
      ? m.reviewHistory.nothing
      : typeof value === 'number'
        ? m.reviewHistory.score(value)
        : value === ''
          ? m.reviewHistory.noNote
          : value;
  return (
    <li className={styles.line}>
      <div className={styles.head}>
        <h3 className={styles.where}>{where}</h3>
        {stands && <Badge tone="good">{m.reviewHistory.stands}</Badge>}
        <time className={styles.time} dateTime={writtenAt}>
          {m.reviewHistory.written(writtenAt, now)}
        </time>
      </div>
      <p className={value === null || value === '' ? styles.none : styles.words}>{words}</p>
      {document.editable && (
        <div className={styles.choice}>
          {!stands && (
            <Button
              aria-label={m.reviewHistory.restoreOf(where, writtenAt, now)}
              onPress={() => onRestore(where)}
              size="small"
            >
              {m.reviewHistory.restore}
            </Button>
          )}
          <Button
            aria-label={m.reviewHistory.draftOf(writtenAt, now)}
            onPress={onDraft}
            size="small"
            variant="quiet"
          >
            {m.reviewHistory.draft}
          </Button>
        </div>
      )}
    </li>
  );
};
