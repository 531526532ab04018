import { Check } from 'lucide-react';
import { Checkbox as AriaCheckbox, Switch as AriaSwitch } from 'react-aria-components';
import styles from './toggle.module.css';

type ToggleProps = {
  readonly label: string;
  readonly hint?: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly isDisabled?: boolean;
};

const Words = ({ label, hint }: Pick<ToggleProps, 'label' | 'hint'>) => (
  <span className={styles.text}>
    <span>{label}</span>
    {hint !== undefined && <span className={styles.hint}>{hint}</span>}
  </span>
);

/** On or off, in force at once. */
export const Switch = ({ label, hint, value, onChange, isDisabled = false }: ToggleProps) => (
  <AriaSwitch className={styles.toggle ?? ''} isDisabled={isDisabled} isSelected={value} onChange={onChange}>
    <span className={styles.track} />
    <Words label={label} {...(hint === undefined ? {} : { hint })} />
  </AriaSwitch>
);

/** Yes or no, in force when the form is sent. */
export const Checkbox = ({ label, hint, value, onChange, isDisabled = false }: ToggleProps) => (
  <AriaCheckbox
    className={styles.toggle ?? ''}
    isDisabled={isDisabled}
    isSelected={value}
    onChange={onChange}
  >
    <span className={styles.box}>
      <Check aria-hidden strokeWidth={3} />
    </span>
    <Words label={label} {...(hint === undefined ? {} : { hint })} />
  </AriaCheckbox>
);
