import { useState } from 'react';
import { AddressStep } from './address-step.tsx';
import { ChoiceStep } from './choice-step.tsx';
import type { FoundHub } from './found-hub.ts';
import { ProtectStep } from './protect-step.tsx';

type Step =
  | { readonly name: 'choice' }
  | { readonly name: 'address'; readonly url: string }
  | { readonly name: 'protect'; readonly hub: FoundHub };

/** Nothing is set up: the sample program, or a hub. */
export const FirstRun = () => {
  const [step, setStep] = useState<Step>({ name: 'choice' });
  if (step.name === 'choice') return <ChoiceStep onConnect={() => setStep({ name: 'address', url: '' })} />;
  if (step.name === 'address') {
    return (
      <AddressStep
        initialUrl={step.url}
        onBack={() => setStep({ name: 'choice' })}
        onFound={(hub) => setStep({ name: 'protect', hub })}
      />
    );
  }
  return <ProtectStep hub={step.hub} onBack={() => setStep({ name: 'address', url: step.hub.url })} />;
};
