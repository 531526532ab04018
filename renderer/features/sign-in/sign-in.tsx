import { useState } from 'react';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { Doorway } from '../../ui/doorway.tsx';
import { BrowserSignIn } from './browser-sign-in.tsx';
import { PasswordSignIn } from './password-sign-in.tsx';
import { SampleSignIn } from './sample-sign-in.tsx';

type SignedOut = Extract<AppState, { phase: 'signed-out' }>;

type SignInProps = {
  readonly state: SignedOut;
  /** Asks whether the sample program is to be left. */
  readonly onLeaveSample: () => void;
};

/** A hub, but nobody signed in. The sample offers its people; a real hub asks, in the browser first. */
export const SignIn = ({ state, onLeaveSample }: SignInProps) => {
  const { hub, sampleSignIns, browserSignIn } = state;
  const m = useMessages();
  const [way, setWay] = useState<'sample' | 'browser' | 'password'>('sample');
  if (way === 'sample' && sampleSignIns !== null && browserSignIn === null) {
    return (
      <SampleSignIn
        hub={hub}
        onLeave={onLeaveSample}
        onOther={() => setWay('browser')}
        signIns={sampleSignIns}
      />
    );
  }
  const back = sampleSignIns === null ? {} : { onBack: () => setWay('sample') };
  if (way === 'password' && browserSignIn?.state !== 'waiting') {
    return <PasswordSignIn hub={hub} onBrowser={() => setWay('browser')} {...back} />;
  }
  const waiting = browserSignIn?.state === 'waiting';
  return (
    <Doorway
      focusesField
      lead={m.setup.signInText(hub.name, hub.url)}
      title={waiting ? m.setup.browserWaitTitle : m.setup.signInTitle}
    >
      <BrowserSignIn onPassword={() => setWay('password')} state={browserSignIn} {...back} />
    </Doorway>
  );
};
