import type { ReactNode } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { type CommandId, commandTable } from '../../../shortcuts/commands.ts';
import { defaultKeys } from '../../../shortcuts/key-choices.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { useConflictWords, useKeyChoices } from './use-key-choices.ts';

type AskFirstProps = {
  readonly title: string;
  /** What the button does, in words. */
  readonly action: string;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Cancel has the focus: keys are given back only on purpose. */
const AskFirst = ({ title, action, onAct, onClose, children }: AskFirstProps) => {
  const m = useMessages();
  return (
    <Dialog
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {m.common.cancel}
          </Button>
          <Button
            onPress={() => {
              onAct();
              onClose();
            }}
            variant="primary"
          >
            {action}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={title}
    >
      {children}
    </Dialog>
  );
};

/** Asked when the keys that a command came with belong to another one by now. */
export const ResetDialog = ({ id, onClose }: { id: CommandId; onClose: () => void }) => {
  const m = useMessages();
  const { conflicts, reset } = useKeyChoices();
  const conflictWords = useConflictWords();
  const clashes = [...new Set(conflicts(id, defaultKeys(id)).map(conflictWords))];
  return (
    <AskFirst
      action={m.keyBindings.takeOver}
      onAct={() => reset(id)}
      onClose={onClose}
      title={m.keyBindings.resetTitle(commandTable[id].label(m))}
    >
      <p>{clashes.join(' ')}</p>
      <p>{m.keyBindings.resetOffer}</p>
    </AskFirst>
  );
};

export const ResetAllDialog = ({ changed, onClose }: { changed: number; onClose: () => void }) => {
  const m = useMessages();
  const { resetAll } = useKeyChoices();
  return (
    <AskFirst
      action={m.keyBindings.resetAllConfirm}
      onAct={resetAll}
      onClose={onClose}
      title={m.keyBindings.resetAllTitle}
    >
      <p>{m.keyBindings.resetAllText(changed)}</p>
    </AskFirst>
  );
};
