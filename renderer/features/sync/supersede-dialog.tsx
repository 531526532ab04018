import { useState } from 'react';
import { type BlockedChange, shortestReason } from '../../../shared/workbench-api/sync-status.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useSync } from '../../stores/use-stores.tsx';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';

type SupersedeDialogProps = { readonly change: BlockedChange; readonly onClose: () => void };

/** Why a final that came too late should count: goes to the lead with both finals. */
export const SupersedeDialog = ({ change, onClose }: SupersedeDialogProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const request = useAction(useSync((slice) => slice.requestSupersede));
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const send = async (): Promise<void> => {
    if (request.isRunning || said.length < shortestReason) return;
    const answer = await request.run(change.eventId, said);
    if (!answer.ok) return;
    announce(m.supersede.done);
    onClose();
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{m.supersede.cancel}</Button>
          <Button
            isDisabled={said.length < shortestReason}
            isPending={request.isRunning}
            onPress={() => void send()}
            variant="primary"
          >
            {request.isRunning ? m.supersede.sending : m.supersede.send}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={m.supersede.title(change.submissionCode)}
    >
      <p>{m.supersede.text}</p>
      <TextField
        hint={m.supersede.reasonHint}
        label={m.supersede.reason}
        maxLength={4000}
        onChange={setReason}
        rows={4}
        value={reason}
      />
      {request.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(request.problem)}
        </Banner>
      )}
    </Dialog>
  );
};
