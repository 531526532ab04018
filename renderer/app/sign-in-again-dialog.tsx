import { useEffect, useState } from 'react';
import type { AppState } from '../../shared/workbench-api/app-state.ts';
import { BrowserSignIn } from '../features/sign-in/browser-sign-in.tsx';
import { useMessages } from '../messages/use-messages.ts';
import { useApp } from '../stores/use-stores.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';

type Ready = Extract<AppState, { phase: 'ready' }>;

type SignInAgainDialogProps = {
  readonly state: Ready;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

/** A sign-in that ran out, renewed without leaving the work, the way this account signed in last. */
export const SignInAgainDialog = ({ state, isOpen, onClose }: SignInAgainDialogProps) => {
  const m = useMessages();
  const [way, setWay] = useState(state.signsInBy);
  const cancel = useApp((app) => app.cancelBrowserSignIn);
  const { browserSignIn, signInNeeded } = state;

  useEffect(() => {
    if (isOpen && !signInNeeded) onClose();
  }, [isOpen, signInNeeded, onClose]);

  const close = (): void => {
    if (browserSignIn !== null) void cancel();
    onClose();
  };

  return (
    <Dialog isOpen={isOpen} onClose={close} title={m.app.signInAgainTitle}>
      <p>{m.app.signInAgainText(state.hub.name)}</p>
      {way === 'password' && browserSignIn?.state !== 'waiting' ? (
        <PasswordAgain account={state.account.account} onBrowser={() => setWay('browser')} />
      ) : (
        <BrowserSignIn onPassword={() => setWay('password')} state={browserSignIn} />
      )}
    </Dialog>
  );
};

type PasswordAgainProps = { readonly account: string; readonly onBrowser: () => void };

const PasswordAgain = ({ account, onBrowser }: PasswordAgainProps) => {
  const m = useMessages();
  const [password, setPassword] = useState('');
  const signIn = useAction(useApp((slice) => slice.signIn));

  const send = async (): Promise<void> => {
    if (password === '' || signIn.isRunning) return;
    await signIn.run(account, password);
    setPassword('');
  };

  return (
    <Form
      actions={
        <>
          <Button isDisabled={password === ''} isPending={signIn.isRunning} type="submit" variant="primary">
            {signIn.isRunning ? m.setup.signingIn : m.setup.signIn}
          </Button>
          <Button onPress={onBrowser} variant="quiet">
            {m.setup.useBrowser}
          </Button>
        </>
      }
      onSubmit={() => void send()}
      problem={signIn.problem}
    >
      <TextField isReadOnly label={m.setup.account} value={account} />
      <TextField
        autoComplete="current-password"
        autoFocus
        label={m.setup.password}
        onChange={setPassword}
        type="password"
        value={password}
      />
    </Form>
  );
};
