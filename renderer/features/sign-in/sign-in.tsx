import { useState } from 'react';
import type { AppState } from '../../../shared/workbench-api/app-state.ts';
import { PasswordSignIn } from './password-sign-in.tsx';
import { SampleSignIn } from './sample-sign-in.tsx';

type SignedOut = Extract<AppState, { phase: 'signed-out' }>;

type SignInProps = {
  readonly state: SignedOut;
  /** Asks whether the sample program is to be left. */
  readonly onLeaveSample: () => void;
};

/** A hub, but nobody signed in. The sample offers its people; a real hub asks. */
export const SignIn = ({ state, onLeaveSample }: SignInProps) => {
  const [byPassword, setByPassword] = useState(false);
  if (state.sampleSignIns === null || byPassword) {
    return (
      <PasswordSignIn
        hub={state.hub}
        {...(state.sampleSignIns === null ? {} : { onBack: () => setByPassword(false) })}
      />
    );
  }
  return (
    <SampleSignIn
      hub={state.hub}
      onLeave={onLeaveSample}
      onOther={() => setByPassword(true)}
      signIns={state.sampleSignIns}
    />
  );
};
