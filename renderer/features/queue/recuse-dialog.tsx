import type { QueueItem } from '../../../shared/workbench-api/queue.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useQueue } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RecusalFields, useRecusalForm } from '../../ui/recusal-fields.tsx';
import { useAction } from '../../ui/use-action.ts';

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
  const form = useRecusalForm();
  const { reason, note } = form;
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
      <RecusalFields form={form} problem={recuse.problem} />
    </Dialog>
  );
};
