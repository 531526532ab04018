import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './choice.module.css';

type Option<Value extends string> = {
  readonly value: Value;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
};

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
};

/** One of a few, each with room for a sentence. Arrows move and choose. */
export const Choice = <Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) => (
  <RadioGroup className={styles.group ?? ''} onChange={(next) => onChange(next as Value)} value={value}>
    <Label className={styles.label ?? ''}>{label}</Label>
    {options.map((option) => (
      <Radio
        className={styles.card ?? ''}
        isDisabled={option.disabled ?? false}
        key={option.value}
        value={option.value}
      >
        <span className={styles.dot} />
        <span className={styles.text}>
          <span className={styles.title}>{option.title}</span>
          {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
        </span>
      </Radio>
    ))}
  </RadioGroup>
);

/** One of a few short words in a row. The label is for screen readers. */
export const Segments = <Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) => (
  <RadioGroup
    aria-label={label}
    className={styles.segments ?? ''}
    onChange={(next) => onChange(next as Value)}
    orientation="horizontal"
    value={value}
  >
    {options.map((option) => (
      <Radio className={styles.segment ?? ''} key={option.value} value={option.value}>
        {option.icon}
        {option.title}
        {option.hint}
      </Radio>
    ))}
  </RadioGroup>
);
