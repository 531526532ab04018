import { X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import small from '../ui/small-input.module.css';
import styles from './find-bar.module.css';
import { FindSteps } from './find-steps.tsx';

type FindBarProps = {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly placeholder: string;
  readonly closeLabel: string;
  /** What is sought. */
  readonly words: string;
  /** What was found, in words. */
  readonly count: string;
  /** All was looked through, and there is nothing. */
  readonly nothing: boolean;
  readonly matches: number;
  readonly onSeek: (words: string) => void;
  readonly onStep: (direction: -1 | 1) => void;
  readonly onClose: () => void;
};

/** The search above a file. Enter goes on to the next match, with Shift back; Escape closes it. */
export const FindBar = (props: FindBarProps) => {
  const { field, label, placeholder, closeLabel, words, count, nothing, matches, onSeek, onStep, onClose } =
    props;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === field.current) onStep(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search aria-label={label} className={styles.bar} onKeyDown={onKeyDown}>
      <input
        aria-label={label}
        autoComplete="off"
        className={classNames(small.input, styles.field)}
        onChange={({ currentTarget }) => onSeek(currentTarget.value)}
        placeholder={placeholder}
        ref={field}
        spellCheck={false}
        type="text"
        value={words}
      />
      <output className={styles.count} data-nothing={nothing || undefined}>
        {count}
      </output>
      <FindSteps enabled={matches > 0} onStep={onStep} />
      <IconButton icon={<X />} label={closeLabel} onPress={onClose} size="small" />
    </search>
  );
};
