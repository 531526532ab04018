import { useState } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { FoundHub } from './found-hub.ts';

type AddressStepProps = {
  readonly initialUrl: string;
  readonly onBack: () => void;
  readonly onFound: (hub: FoundHub) => void;
};

/** Where the hub is. Looked at before anything is created. */
export const AddressStep = ({ initialUrl, onBack, onFound }: AddressStepProps) => {
  const m = useMessages();
  const [url, setUrl] = useState(initialUrl);
  const check = useAction(useApp(({ checkHub }) => checkHub));

  const send = async (): Promise<void> => {
    if (url.trim() === '' || check.isRunning) return;
    const answer = await check.run(url.trim());
    if (answer.ok) onFound(answer.value);
  };

  return (
    <Doorway focusesField lead={m.setup.hubText} title={m.setup.addressTitle}>
      <Form
        actions={
          <>
            <Button
              isDisabled={url.trim() === ''}
              isPending={check.isRunning}
              type="submit"
              variant="primary"
            >
              {check.isRunning ? m.setup.addressChecking : m.setup.addressCheck}
            </Button>
            <Button onPress={onBack} variant="quiet">
              {m.common.back}
            </Button>
          </>
        }
        onSubmit={() => void send()}
        problem={check.problem}
      >
        <TextField
          autoFocus
          hint={m.setup.addressHint}
          inputMode="url"
          label={m.setup.addressLabel}
          large
          onChange={setUrl}
          spellCheck="false"
          value={url}
        />
      </Form>
    </Doorway>
  );
};
