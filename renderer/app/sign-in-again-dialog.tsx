import { useState } from 'react';
import type { AppState } from '../../shared/workbench-api/app-state.ts';
import { useMessages } from '../messages/use-messages.ts';
import { useApp, useStores } from '../stores/use-stores.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form, SendOrCancel } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';

type SignInAgainDialogProps = {
  readonly state: Extract<AppState, { phase: 'ready' }>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** A sign-in that ran out, renewed without leaving the work. */
export const SignInAgainDialog = ({ state, isOpen, onClose }: SignInAgainDialogProps) => {
  const m = useMessages();
  const { sync } = useStores();
  const [password, setPassword] = useState('');
  const signIn = useAction(useApp((slice) => slice.signIn));

  const send = async (): Promise<void> => {
    if (password === '' || signIn.isRunning) return;
    const answer = await signIn.run(state.account.account, password);
    setPassword('');
    if (!answer.ok) return;
    onClose();
    void sync.getState().syncNow();
  };

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={m.app.signInAgainTitle}>
      <p>{m.app.signInAgainText(state.hub.name)}</p>
      <Form
        actions={
          <SendOrCancel
            isDisabled={password === ''}
            isPending={signIn.isRunning}
            onCancel={onClose}
            send={signIn.isRunning ? m.setup.signingIn : m.setup.signIn}
          />
        }
        onSubmit={() => void send()}
        problem={signIn.problem}
      >
        <TextField isReadOnly label={m.setup.account} value={state.account.account} />
        <TextField
          autoComplete="current-password"
          autoFocus
          label={m.setup.password}
          onChange={setPassword}
          type="password"
          value={password}
        />
      </Form>
    </Dialog>
  );
};
