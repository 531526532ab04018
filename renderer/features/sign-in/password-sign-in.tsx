import { useState } from 'react';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';

type PasswordSignInProps = {
  readonly hub: Extract<AppState, { phase: 'signed-out' }>['hub'];
  readonly onBrowser: () => void;
  readonly onBack?: () => void;
};

export const PasswordSignIn = ({ hub, onBrowser, onBack }: PasswordSignInProps) => {
  const m = useMessages();
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useAction(useApp((app) => app.signIn));
  const ready = account.trim() !== '' && password !== '';

  const send = async (): Promise<void> => {
    if (ready && !signIn.isRunning) await signIn.run(account.trim(), password);
  };

  return (
    <Doorway focusesField lead={m.setup.signInText(hub.name, hub.url)} title={m.setup.signInTitle}>
      <Form
        actions={
          <>
            <Button isDisabled={!ready} isPending={signIn.isRunning} type="submit" variant="primary">
              {signIn.isRunning ? m.setup.signingIn : m.setup.signIn}
            </Button>
            <Button onPress={onBrowser} variant="quiet">
              {m.setup.useBrowser}
            </Button>
            {onBack !== undefined && (
              <Button onPress={onBack} variant="quiet">
                {m.common.back}
              </Button>
            )}
          </>
        }
        onSubmit={() => void send()}
        problem={signIn.problem}
      >
        <TextField
          autoComplete="username"
          autoFocus
          label={m.setup.account}
          large
          onChange={setAccount}
          spellCheck="false"
          value={account}
        />
        <TextField
          autoComplete="current-password"
          label={m.setup.password}
          large
          onChange={setPassword}
          type="password"
          value={password}
        />
      </Form>
    </Doorway>
  );
};
