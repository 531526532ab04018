import { useState } from 'react';
import type { RecusalReason } from '../../../shared/hub-api/events.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useGo } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useDesk } from './desk-context.tsx';
import { DialogRoom } from './dialog-room.tsx';

const reasons: readonly RecusalReason[] = ['know-the-earner', 'same-school', 'taught-with', 'other'];

/** Recusal after the evidence was opened: it erases, so it asks, and names what goes. */
export const RecuseDialog = () => {
  const m = useMessages();
  const go = useGo();
  const announce = useAnnounce();
  const { assignmentId, document, openDialog } = useDesk();
  const [reason, setReason] = useState<RecusalReason | null>(null);
  const [note, setNote] = useState('');
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
        <Choice
          label={m.review.recuseReason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, title: m.review.reason[value] }))}
          value={reason}
        />
        <TextField
          hint={m.review.recuseNoteHint}
          label={m.review.recuseNote}
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
      </DialogRoom>
    </Dialog>
  );
};
