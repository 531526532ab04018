import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useGo } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RecusalFields, useRecusalForm } from '../../ui/recusal-fields.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

/** Recusal after the evidence was opened: it erases, so it asks, and names what goes. */
export const RecuseDialog = () => {
  const m = useMessages();
  const go = useGo();
  const announce = useAnnounce();
  const { assignmentId, document, openDialog } = useDesk();
  const form = useRecusalForm();
  const { reason, note } = form;
  const recuse = useAction(useReviewActions().recuse);
  const { code } = document.submission;
  const close = (): void => openDialog(null);

  const send = async (): Promise<void> => {
    if (reason === null || recuse.isRunning) return;
    // The screen goes first: nothing of the submission may be drawn, or read again, once it is erased.
    const answer = await recuse.run(assignmentId, reason, note.trim());
    if (!answer.ok) return;
    announce(m.review.recused(code));
    go({ name: 'queue' });
  };

  return (
    <Dialog
      footer={
        <>
          <Button onPress={close}>{m.review.keepWorking}</Button>
          <Button isDisabled={reason === null} onPress={() => void send()} variant="danger">
            {recuse.isRunning ? m.review.recusing : m.review.recuseConfirm}
          </Button>
        </>
      }
      isOpen
      onClose={close}
      role="alertdialog"
      title={m.review.recuseTitle(code)}
    >
      <DialogRoom>
        <p>{m.review.recuseText}</p>
        <RecusalFields form={form} problem={recuse.problem} />
      </DialogRoom>
    </Dialog>
  );
};
