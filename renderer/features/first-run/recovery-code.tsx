import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Doorway } from '../../ui/doorway.tsx';
import { Form } from '../../ui/form.tsx';
import { Checkbox } from '../../ui/toggle.tsx';
import styles from './first-run.module.css';

type CopyState = 'not-yet' | 'copied' | 'failed';

/** Shows the recovery code this once, and goes on when the person says it is kept. */
export const RecoveryCode = ({ code }: { code: string }) => {
  const m = useMessages();
  const kept = useApp(({ recoveryCodeKept }) => recoveryCodeKept);
  const [copied, setCopied] = useState<CopyState>('not-yet');
  const [confirmed, setConfirmed] = useState(false);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied('copied');
    } catch {
      // No permission or no clipboard: the sentence asks to write it down.
      setCopied('failed');
    }
  };

  return (
    <Doorway lead={m.setup.recoveryText} title={m.setup.recoveryTitle}>
      <p className={styles.code}>{code}</p>
      <div className={styles.copy}>
        <Button icon={<Copy aria-hidden />} onPress={() => void copy()}>
          {m.setup.recoveryCopy}
        </Button>
        <p className={styles.muted} role="status">
          {copied === 'copied' && m.setup.recoveryCopied}
          {copied === 'failed' && m.setup.recoveryCopyFailed}
        </p>
      </div>
      <Form
        actions={
          <Button isDisabled={!confirmed} type="submit" variant="primary">
            {m.setup.recoveryGo}
          </Button>
        }
        onSubmit={() => {
          if (confirmed) kept();
        }}
      >
        <Checkbox label={m.setup.recoveryConfirm} onChange={setConfirmed} value={confirmed} />
      </Form>
    </Doorway>
  );
};
