import { useState } from 'react';
import type { ProblemCode } from '../../../shared/lib/problem.ts';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';

type Locked = Pick<Extract<AppState, { phase: 'locked' }>, 'hub' | 'protection'>;

/** Reasons that lie in what was typed: they stand under the field. */
const aboutTheField: ReadonlySet<ProblemCode> = new Set([
  'wrong-passphrase',
  'wrong-recovery-code',
  'recovery-code-incomplete',
  'recovery-code-mistyped',
]);

/**
 * A workspace is here, encrypted: its passphrase or its recovery code opens it. Where the computer's keystore should have,
 * the recovery code does, or the keystore asked once more.
 */
export const Unlock = ({ hub, protection }: Locked) => {
  const m = useMessages();
  const byKeystore = protection === 'os-keystore';
  const [method, setMethod] = useState<'passphrase' | 'recovery-code'>(
    byKeystore ? 'recovery-code' : 'passphrase',
  );
  const [secret, setSecret] = useState('');
  const unlock = useAction(useApp((app) => app.unlock));
  const byCode = method === 'recovery-code';
  const wrong = unlock.problem !== null && aboutTheField.has(unlock.problem.code);

  const send = async (): Promise<void> => {
    if (secret === '' || unlock.isRunning) return;
    await unlock.run(byCode ? { with: method, recoveryCode: secret } : { with: method, passphrase: secret });
  };

  const changeMethod = (): void => {
    if (byKeystore) {
      void unlock.run({ with: 'keystore' });
      return;
    }
    setMethod(byCode ? 'passphrase' : 'recovery-code');
    setSecret('');
    unlock.clear();
  };

  const otherWay = byCode ? m.setup.unlockUsePassphrase : m.setup.unlockUseCode;

  return (
    <Doorway
      focusesField
      lead={byKeystore ? m.setup.unlockKeystoreText(hub.name) : m.setup.unlockText(hub.name)}
      title={m.setup.unlockTitle}
    >
      <Form
        actions={
          <>
            <Button isDisabled={secret === ''} isPending={unlock.isRunning} type="submit" variant="primary">
              {unlock.isRunning ? m.setup.unlocking : m.setup.unlock}
            </Button>
            <Button onPress={changeMethod} variant="quiet">
              {byKeystore ? m.setup.unlockUseKeystore : otherWay}
            </Button>
          </>
        }
        onSubmit={() => void send()}
        problem={wrong ? null : unlock.problem}
      >
        <TextField
          autoComplete={byCode ? 'off' : 'current-password'}
          autoFocus
          error={wrong && unlock.problem !== null ? m.common.problem(unlock.problem) : null}
          key={method}
          label={byCode ? m.setup.unlockCode : m.setup.unlockPassphrase}
          large
          onChange={setSecret}
          type={byCode ? 'text' : 'password'}
          value={secret}
          {...(byCode ? { hint: m.setup.unlockCodeHint } : {})}
        />
      </Form>
    </Doorway>
  );
};
