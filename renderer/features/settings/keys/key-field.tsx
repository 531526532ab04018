import type { ReactNode, Ref } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import type { KeyPress } from '../../../shortcuts/chord.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx';

type KeyFieldProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What was pressed, in words; empty while waiting. */
  readonly words: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** True when the key was used; false leaves it to the page, as Tab and Escape are. */
  readonly onKey: (press: KeyPress) => boolean;
};

/** A field that hears keys in place of text. Nothing can be typed into it; what was pressed is shown and said. */
export const KeyField = ({ label, hint, words, inputRef, onKey }: KeyFieldProps) => {
  const m = useMessages();
  return (
    <div>
      <TextField
        autoFocus
        isReadOnly
        label={label}
        large
        onKeyDown={(event) => {
          if (onKey(event)) event.preventDefault();
          else event.continuePropagation();
        }}
        placeholder={m.keyBindings.waiting}
        value={words}
        {...(hint === undefined ? {} : { hint })}
        {...(inputRef === undefined ? {} : { inputRef })}
      />
      <span aria-live="polite">
        <VisuallyHidden>{words === '' ? '' : m.keyBindings.pressed(words)}</VisuallyHidden>
      </span>
    </div>
  );
};
