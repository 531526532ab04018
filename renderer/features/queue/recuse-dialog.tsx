import { useState } from 'react';
import type { RecusalReason } from '../../../shared/hub-api/events.ts';
import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useQueue } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';

const reasons: readonly RecusalReason[] = ['know-the-earner', 'same-school', 'taught-with', 'other'];

type RecuseDialogProps = {
  readonly item: QueueItem;
  readonly onClose: () => void;
  /** The assignment has left the work to do. */
  readonly onRecused: () => void;
};

/** Recusal before the evidence was opened. */
export const RecuseDialog = ({ item, onClose, onRecused }: RecuseDialogProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const [reason, setReason] = useState<RecusalReason | null>(null);
  const [note, setNote] = useState('');
  const recuse = useAction(useQueue((slice) => slice.recuse));

  const send = async (): Promise<void> => {
    if (reason === null || recuse.isRunning) return;
    const answer = await recuse.run(item.assignmentId, reason, note.trim());
    if (!answer.ok) return;
    onRecused();
    onClose();
    announce(m.queue.recused(item.submissionCode));
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            isDisabled={reason === null}
            isPending={recuse.isRunning}
            onPress={() => void send()}
            variant="primary"
          >
            {recuse.isRunning ? m.queue.recusing : m.queue.recuseConfirm}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={m.queue.recuseTitle(item.submissionCode)}
    >
      <p>{m.queue.recuseText}</p>
      <Choice
        label={m.queue.recuseReason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, title: m.queue.reason[value] }))}
        value={reason}
      />
      <TextField
        hint={m.queue.recuseNoteHint}
        label={m.queue.recuseNote}
        maxLength={4000}
        onChange={setNote}
        optional
        rows={2}
        value={note}
      />
      {recuse.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(recuse.problem)}
        </Banner>
      )}
    </Dialog>
  );
};
