import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { BrowserSignInState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useApp } from '../../stores/use-stores.tsx';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './sign-in.module.css';

type Waiting = Extract<BrowserSignInState, { state: 'waiting' }>;

type BrowserSignInProps = {
  readonly state: BrowserSignInState | null;
  /** Signing in by password instead. */
  readonly onPassword: () => void;
  readonly onBack?: () => void;
};

/** Signing in with the browser: starting it, waiting for the person there, and what went wrong. */
export const BrowserSignIn = ({ state, onPassword, onBack }: BrowserSignInProps) =>
  state?.state === 'waiting' ? (
    <WaitForBrowser waiting={state} />
  ) : (
    <StartInBrowser onPassword={onPassword} state={state} {...(onBack === undefined ? {} : { onBack })} />
  );

type StartProps = Omit<BrowserSignInProps, 'state'> & {
  readonly state: Extract<BrowserSignInState, { state: 'failed' }> | null;
};

const StartInBrowser = ({ state, onPassword, onBack }: StartProps) => {
  const m = useMessages();
  const start = useAction(useApp((app) => app.startBrowserSignIn));
  return (
    <Form
      actions={
        <>
          <Button autoFocus isPending={start.isRunning} type="submit" variant="primary">
            {m.setup.browserStart}
          </Button>
          <Button onPress={onPassword} variant="quiet">
            {m.setup.usePassword}
          </Button>
          {onBack !== undefined && (
            <Button onPress={onBack} variant="quiet">
              {m.common.back}
            </Button>
          )}
        </>
      }
      onSubmit={() => {
        if (!start.isRunning) void start.run();
      }}
      problem={start.problem ?? state?.problem ?? null}
    >
      <p className={styles.text}>{m.setup.browserText}</p>
    </Form>
  );
};

type CopyState = 'not-yet' | 'copied' | 'failed';

const WaitForBrowser = ({ waiting: { address, until, opened } }: { waiting: Waiting }) => {
  const m = useMessages();
  const [copied, setCopied] = useState<CopyState>('not-yet');
  const inBrowser = useApp(({ about }) => about?.host === 'web');
  const cancel = useApp((app) => app.cancelBrowserSignIn);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied('copied');
    } catch {
      // No permission or no clipboard: the address is shown, to be selected.
      setCopied('failed');
    }
  };

  return (
    <div className={styles.waiting}>
      <p className={styles.text} role="status">
        {opened ? m.setup.browserWaitOpened : m.setup.browserWaitToOpen} {m.setup.browserUntil(until)}
      </p>
      {copied !== 'not-yet' && (
        <p className={styles.text} role="status">
          {copied === 'copied' ? m.setup.browserCopied : m.setup.browserCopyFailed}
        </p>
      )}
      {copied === 'failed' && <code className={styles.address}>{address}</code>}
      <div className={styles.steps}>
        {inBrowser && !opened && (
          <LinkButton autoFocus href={address}>
            {m.setup.browserOpen}
          </LinkButton>
        )}
        <Button autoFocus={opened || !inBrowser} icon={<Copy aria-hidden />} onPress={() => void copy()}>
          {m.setup.browserCopy}
        </Button>
        <Button onPress={() => void cancel()} variant="quiet">
          {m.common.cancel}
        </Button>
      </div>
    </div>
  );
};
