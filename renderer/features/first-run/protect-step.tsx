import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { CommandInput } from '../../../shared/workbench-api/commands.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './first-run.module.css';
import type { FoundHub } from './found-hub.ts';
import { PassphraseFields, type PassphraseInput, passphraseFault } from './passphrase-fields.tsx';

type Protection = CommandInput<'setup.connectHub'>['protection'];

type ProtectStepProps = { readonly hub: FoundHub; readonly onBack: () => void };

/** How the work on this computer is protected; then the workspace is made. */
export const ProtectStep = ({ hub, onBack }: ProtectStepProps) => {
  const m = useMessages();
  const keystore = useApp(({ about }) => about?.osKeystore ?? false);
  const [kind, setKind] = useState<Protection['kind']>(keystore ? 'os-keystore' : 'passphrase');
  const [input, setInput] = useState<PassphraseInput>({ passphrase: '', again: '' });
  const [tried, setTried] = useState(false);
  const connect = useAction(useApp(({ connectHub }) => connectHub));
  const fault = kind === 'passphrase' ? passphraseFault(input) : null;

  const send = async (): Promise<void> => {
    setTried(true);
    if (fault !== null || connect.isRunning) return;
    const protection: Protection = kind === 'passphrase' ? { kind, passphrase: input.passphrase } : { kind };
    await connect.run({ url: hub.url, protection });
  };

  return (
    <Doorway focusesField={!keystore} lead={m.setup.protectText} title={m.setup.protectTitle}>
      <div className={styles.found} role="status">
        <CircleCheck aria-hidden size={18} />
        <div>
          <p className={styles.foundName}>{m.setup.foundTitle(hub.name)}</p>
          <p className={styles.muted}>{m.setup.foundText(hub.url)}</p>
        </div>
      </div>
      <Form
        actions={
          <>
            <Button isPending={connect.isRunning} type="submit" variant="primary">
              {connect.isRunning ? m.setup.creating : m.setup.create}
            </Button>
            <Button isDisabled={connect.isRunning} onPress={onBack} variant="quiet">
              {m.common.back}
            </Button>
          </>
        }
        onSubmit={() => void send()}
        problem={connect.problem}
      >
        {keystore ? (
          <Choice
            label={m.setup.protectBy}
            onChange={setKind}
            options={[
              { value: 'os-keystore', title: m.setup.keystoreTitle, hint: m.setup.keystoreText },
              { value: 'passphrase', title: m.setup.passphraseTitle, hint: m.setup.passphraseText },
            ]}
            value={kind}
          />
        ) : (
          <p className={styles.muted}>{m.setup.keystoreMissing}</p>
        )}
        {kind === 'passphrase' && (
          <PassphraseFields
            autoFocus={!keystore}
            fault={tried ? fault : null}
            input={input}
            onChange={setInput}
          />
        )}
      </Form>
    </Doorway>
  );
};
