import { useMessages } from '../../../messages/use-messages.ts';
import { type CommandId, commandTable } from '../../../shortcuts/commands.ts';
import { defaultKeys } from '../../../shortcuts/key-choices.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useConflictWords, useKeyChoices } from './use-key-choices.ts';

/** Asked when the keys that a command came with belong to another one by now. */
export const ResetDialog = ({ id, onClose }: { id: CommandId; onClose: () => void }) => {
  const m = useMessages();
  const { conflicts, reset } = useKeyChoices();
  const conflictWords = useConflictWords();
  const clashes = [...new Set(conflicts(id, defaultKeys(id)).map(conflictWords))];
  return (
    <Dialog
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {m.common.cancel}
          </Button>
          <Button
            onPress={() => {
              reset(id);
              onClose();
            }}
            variant="primary"
          >
            {m.keyBindings.takeOver}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={m.keyBindings.resetTitle(commandTable[id].label(m))}
    >
      <p>{clashes.join(' ')}</p>
      <p>{m.keyBindings.resetOffer}</p>
    </Dialog>
  );
};

export const ResetAllDialog = ({ changed, onClose }: { changed: number; onClose: () => void }) => {
  const m = useMessages();
  const { resetAll } = useKeyChoices();
  return (
    <Dialog
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {m.common.cancel}
          </Button>
          <Button
            onPress={() => {
              resetAll();
              onClose();
            }}
            variant="primary"
          >
            {m.keyBindings.resetAllConfirm}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={m.keyBindings.resetAllTitle}
    >
      <p>{m.keyBindings.resetAllText(changed)}</p>
    </Dialog>
  );
};
