import { useMessages } from '../messages/use-messages.ts';
import { useApp } from '../stores/use-stores.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';

/** Leaving deletes the sample workspace, so it is asked first. */
export const LeaveSampleDialog = ({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) => {
  const m = useMessages();
  const leave = useAction(useApp((slice) => slice.leaveSample));
  const confirm = async (): Promise<void> => {
    const answer = await leave.run();
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {m.app.leaveKeep}
          </Button>
          <Button isPending={leave.isRunning} onPress={() => void confirm()} variant="danger">
            {m.app.leaveConfirm}
          </Button>
        </>
      }
      isOpen={isOpen}
      onClose={onClose}
      role="alertdialog"
      title={m.app.leaveTitle}
    >
      <p>{m.app.leaveText}</p>
      {leave.problem !== null && (
        <Banner inset role="alert" tone="bad">
          {m.common.problem(leave.problem)}
        </Banner>
      )}
    </Dialog>
  );
};
