import { useState } from 'react';
import type { EarlierVersion } from '../../../shared/workbench-api/review-history.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useNow } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';
import styles from './history-dialog.module.css';
import { HistoryLine } from './history-line.tsx';
import { useHistory } from './use-history.ts';

const everything = '';

/** What this review said before, place by place, and the way back to it. */
export const HistoryDialog = () => {
  const m = useMessages();
  const now = useNow();
  const announce = useAnnounce();
  const { assignmentId, document, openDialog } = useDesk();
  const [key, setKey] = useState(everything);
  const [asked, setAsked] = useState<EarlierVersion | null>(null);
  const { versions, next, problem, more, again } = useHistory(assignmentId, key === everything ? null : key);
  const restoring = useAction(useReviewActions().restore);
  const close = (): void => openDialog(null);

  const restore = async (version: EarlierVersion, what: 'place' | 'draft', said: string): Promise<void> => {
    if (restoring.isRunning) return;
    const done = await restoring.run(assignmentId, version.seq, what);
    setAsked(null);
    if (!done.ok) return;
    announce(said);
    again();
  };
  const shown = restoring.problem ?? problem;

  return (
    <Dialog
      footer={<Button onPress={close}>{m.reviewHistory.close}</Button>}
      isOpen
      onClose={close}
      title={m.reviewHistory.title}
      wide
    >
      <DialogRoom>
        <p>{document.editable ? m.reviewHistory.text : m.reviewHistory.closed}</p>
        <PlaceChoice onChange={setKey} value={key} />
        {shown !== null && (
          <Banner inset role="alert" tone="bad">
            {m.common.problem(shown)}
          </Banner>
        )}
        {asked !== null && (
          <Banner
            action={
              <div className={styles.choice}>
                <Button onPress={() => setAsked(null)} size="small">
                  {m.reviewHistory.draftKeep}
                </Button>
                <Button
                  autoFocus
                  onPress={() => void restore(asked, 'draft', m.reviewHistory.draftRestored)}
                  size="small"
                  variant="primary"
                >
                  {m.reviewHistory.draftConfirm}
                </Button>
              </div>
            }
            inset
            role="alert"
            tone="warn"
          >
            {m.reviewHistory.draftSure(asked.writtenAt, now)}
          </Banner>
        )}
        {versions === null && problem === null && <Skeleton lines={4} />}
        {versions?.length === 0 && (
          <p className={styles.none}>
            {key === everything ? m.reviewHistory.none : m.reviewHistory.noneHere}
          </p>
        )}
        <ul aria-label={m.reviewHistory.title} className={styles.list}>
          {versions?.map((version) => (
            <HistoryLine
              key={version.seq}
              onDraft={() => setAsked(version)}
              onRestore={(where) => void restore(version, 'place', m.reviewHistory.restored(where))}
              version={version}
            />
          ))}
        </ul>
        {next !== null && <Button onPress={more}>{m.reviewHistory.more}</Button>}
      </DialogRoom>
    </Dialog>
  );
};

const fields = ['score', 'rationale', 'strength', 'gap', 'nextStep'] as const;

/** Every place of the rubric that a version can be of; citations and conditions are among all of them. */
const PlaceChoice = ({ value, onChange }: { value: string; onChange: (key: string) => void }) => {
  const m = useMessages();
  const { criteria } = useDesk().document.microCredential.rubric;
  const feedback = fields.slice(2);
  const options = [
    { value: everything, title: m.reviewHistory.everything },
    ...criteria.flatMap(({ id, title }) =>
      fields.map((field) => ({
        value: field === 'score' || field === 'rationale' ? `${field}:${id}` : `feedback:${field}:${id}`,
        title: m.otherDevice.where(field, title, null),
      })),
    ),
    ...feedback.map((field) => ({
      value: `feedback:${field}:`,
      title: m.otherDevice.where(field, null, null),
    })),
  ];
  return <Select label={m.reviewHistory.place} onChange={onChange} options={options} value={value} />;
};
