import { type ReactNode, useCallback, useState } from 'react';
import { FirstRun } from '../features/first-run/first-run.tsx';
import { RecoveryCode } from '../features/first-run/recovery-code.tsx';
import { Revoked } from '../features/revoked/revoked.tsx';
import { SignIn } from '../features/sign-in/sign-in.tsx';
import { Unlock } from '../features/unlock/unlock.tsx';
import { useMessages } from '../messages/use-messages.ts';
import { ShortcutProvider } from '../shortcuts/shortcut-context.tsx';
import type { ShortcutRegistry } from '../shortcuts/shortcut-registry.ts';
import type { Stores } from '../stores/stores.ts';
import { StoresProvider, useApp, useSettings } from '../stores/use-stores.tsx';
import { AnnouncerProvider } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Doorway } from '../ui/doorway.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Desk } from './desk.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { LeaveSampleDialog } from './leave-sample-dialog.tsx';
import { useActivity } from './use-activity.ts';
import { useTheme } from './use-theme.ts';

/** Everything in the window. */
export const App = ({ stores, registry }: { stores: Stores; registry: ShortcutRegistry }) => (
  <StoresProvider stores={stores}>
    <Shortcuts registry={registry}>
      <AnnouncerProvider>
        <ErrorBoundary>
          <Phases />
        </ErrorBoundary>
      </AnnouncerProvider>
    </Shortcuts>
  </StoresProvider>
);

/** The keys of the commands, as the settings of the account say. */
const Shortcuts = ({ registry, children }: { registry: ShortcutRegistry; children: ReactNode }) => {
  const choices = useSettings(({ settings }) => settings.keys);
  return (
    <ShortcutProvider choices={choices} registry={registry}>
      {children}
    </ShortcutProvider>
  );
};

/** From first run to the desk. Which phase it is, main says. */
const Phases = () => {
  useTheme();
  useActivity();
  const [leaving, setLeaving] = useState(false);
  const askToLeave = useCallback(() => setLeaving(true), []);
  return (
    <>
      <Phase onLeaveSample={askToLeave} />
      <LeaveSampleDialog isOpen={leaving} onClose={() => setLeaving(false)} />
    </>
  );
};

const Phase = ({ onLeaveSample }: { onLeaveSample: () => void }) => {
  const state = useApp((slice) => slice.state);
  const recoveryCode = useApp((slice) => slice.recoveryCode);
  if (recoveryCode !== null) return <RecoveryCode code={recoveryCode} />;
  switch (state?.phase) {
    case undefined:
      return <Starting />;
    case 'first-run':
      return <FirstRun />;
    case 'revoked':
      return <Revoked state={state} />;
    case 'locked':
      return <Unlock hub={state.hub} protection={state.protection} />;
    case 'signed-out':
      return <SignIn onLeaveSample={onLeaveSample} state={state} />;
    case 'ready':
      return state.account.roles.includes('reviewer') ? (
        <Frame onLeaveSample={onLeaveSample} />
      ) : (
        <Desk onLeaveSample={onLeaveSample} />
      );
  }
};

const Starting = () => {
  const m = useMessages();
  const problem = useApp((slice) => slice.problem);
  const refresh = useApp((slice) => slice.refresh);
  return (
    <Doorway title={m.app.starting}>
      {problem === null ? (
        <Skeleton lines={3} />
      ) : (
        <>
          <p role="alert">{m.common.problem(problem)}</p>
          <Button onPress={() => void refresh()}>{m.common.retry}</Button>
        </>
      )}
    </Doorway>
  );
};
