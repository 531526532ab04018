import { CloudOff, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useMessages } from '../messages/use-messages.ts';
import { useApp, useGo, useStorage, useSync } from '../stores/use-stores.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { useAction } from '../ui/use-action.ts';
import { SignInAgainDialog } from './sign-in-again-dialog.tsx';

/** What the reviewer should know on every screen. Offline is no fault: work goes on. */
export const Banners = () => {
  const m = useMessages();
  const state = useApp((slice) => slice.state);
  const offline = useSync(({ status }) => status?.connection === 'offline');
  const copied = useSync(({ status }) => (status?.problem?.code === 'device-forked' ? status.problem : null));
  const [signingIn, setSigningIn] = useState(false);
  const closeSignIn = useCallback(() => setSigningIn(false), []);
  const [dismissed, setDismissed] = useState(false);
  if (state?.phase !== 'ready') return null;
  return (
    <>
      {state.signInNeeded && (
        <Banner
          action={
            <Button onPress={() => setSigningIn(true)} size="small">
              {m.app.signInAgain}
            </Button>
          }
          tone="warn"
        >
          {copied === null ? m.app.signInNeeded : m.common.problem(copied)}
        </Banner>
      )}
      {offline && (
        <Banner icon={<CloudOff aria-hidden />} tone="neutral">
          {m.app.offline}
        </Banner>
      )}
      {state.backup.problem !== null && (
        <Banner tone="warn">
          {m.app.backupFailed(state.backup.newest)} {m.common.problem(state.backup.problem)}
        </Banner>
      )}
      {!state.cleanExit && !dismissed && (
        <Banner
          action={
            <IconButton icon={<X />} label={m.app.dismiss} onPress={() => setDismissed(true)} size="small" />
          }
          tone="info"
        >
          {m.app.uncleanExit}
        </Banner>
      )}
      <ReserveBanner />
      <ErasedBanners />
      <SignInAgainDialog isOpen={signingIn} onClose={closeSignIn} state={state} />
    </>
  );
};

/** A full disk keeps nothing from being saved yet: said on every screen while there is still room to do something. */
const ReserveBanner = () => {
  const m = useMessages();
  const go = useGo();
  const reserve = useStorage(({ storage }) => storage?.reserve);
  if (reserve?.state !== 'missing') return null;
  return (
    <Banner
      action={
        <Button onPress={() => go({ name: 'settings', section: 'storage' })} size="small">
          {m.storage.title}
        </Button>
      }
      role="alert"
      tone="bad"
    >
      {m.storage.reserveMissing(reserve.bytes, reserve.needed)}
    </Banner>
  );
};

/** Work that was taken off this computer without the reviewer doing anything: said on every screen until it is read. */
const ErasedBanners = () => {
  const m = useMessages();
  const erased = useSync(({ status }) => status?.erased);
  const dismiss = useAction(useSync((slice) => slice.dismissErased));
  return erased?.map(({ erasureId, submissionCode, unsent, hubTold }) => (
    <Banner
      action={
        <IconButton
          icon={<X />}
          isDisabled={dismiss.isRunning}
          label={m.sync.erasedDismiss(submissionCode)}
          onPress={() => void dismiss.run(erasureId)}
          size="small"
        />
      }
      key={erasureId}
      tone="info"
    >
      {dismiss.problem === null
        ? m.sync.erased(submissionCode, unsent, hubTold)
        : m.common.problem(dismiss.problem)}
    </Banner>
  ));
};
