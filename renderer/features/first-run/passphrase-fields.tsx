import { useMessages } from '../../messages/use-messages.ts';
import { Progress } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './first-run.module.css';
import { passphraseStrength } from './passphrase-strength.ts';

export type PassphraseInput = { readonly passphrase: string; readonly again: string };

export type PassphraseFault = 'short' | 'differs';

export const passphraseFault = ({ passphrase, again }: PassphraseInput): PassphraseFault | null => {
  if (passphrase.length < 8) return 'short';
  return passphrase === again ? null : 'differs';
};

const bars = { weak: 1, fair: 2, strong: 3 } as const;
const tones = { weak: 'bad', fair: 'warn', strong: 'good' } as const;

const StrengthHint = ({ passphrase }: { passphrase: string }) => {
  const m = useMessages();
  const strength = passphraseStrength(passphrase);
  return (
    <div aria-live="polite" className={styles.strength}>
      <Progress
        label={m.setup.strengthLabel}
        of={3}
        tone={tones[strength]}
        value={bars[strength]}
        valueText={m.setup.strength[strength]}
      />
      <p className={styles.muted}>{m.setup.strength[strength]}</p>
    </div>
  );
};

type PassphraseFieldsProps = {
  readonly input: PassphraseInput;
  readonly onChange: (input: PassphraseInput) => void;
  /** Shown after the first try only: nobody is told off while typing. */
  readonly fault: PassphraseFault | null;
  readonly autoFocus: boolean;
};

export const PassphraseFields = ({ input, onChange, fault, autoFocus }: PassphraseFieldsProps) => {
  const m = useMessages();
  return (
    <>
      <TextField
        autoComplete="new-password"
        autoFocus={autoFocus}
        error={fault === 'short' ? m.setup.passphraseShort : null}
        hint={m.setup.passphraseHint}
        label={m.setup.passphraseLabel}
        large
        onChange={(passphrase) => onChange({ ...input, passphrase })}
        type="password"
        value={input.passphrase}
      />
      {input.passphrase !== '' && <StrengthHint passphrase={input.passphrase} />}
      <TextField
        autoComplete="new-password"
        error={fault === 'differs' ? m.setup.passphraseDiffers : null}
        label={m.setup.passphraseConfirm}
        large
        onChange={(again) => onChange({ ...input, again })}
        type="password"
        value={input.again}
      />
    </>
  );
};
