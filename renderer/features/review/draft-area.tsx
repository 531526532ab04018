import { useId, useRef } from 'react';
import { useMessages } from '../../messages/use-messages.ts';
import { useSettings } from '../../stores/use-stores.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './draft-area.module.css';

type DraftAreaProps = {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly hint?: string;
  readonly required?: boolean;
  readonly rows?: number;
  /** How the keyboard commands find it. */
  readonly field?: string;
};

/** Text of the review. Committed while it is written and when it is left; grows with its words. */
export const DraftArea = ({
  label,
  value,
  onType,
  hint,
  required = false,
  rows = 2,
  field,
}: DraftAreaProps) => {
  const m = useMessages();
  const id = useId();
  const { document, flush, performInViewer } = useDesk();
  const pauses = useSettings(({ settings }) => settings.pauseWhileTyping);
  /** Playback stops once per visit to the field, so that who starts it again can type and listen. */
  const paused = useRef(false);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {required && <span>{m.common.required}</span>}
      </label>
      <textarea
        aria-required={required}
        className={styles.area}
        data-field={field}
        id={id}
        maxLength={20_000}
        onBlur={() => {
          paused.current = false;
          flush();
        }}
        onChange={(event) => {
          if (pauses && !paused.current) performInViewer('pause');
          paused.current = true;
          onType(event.currentTarget.value);
        }}
        placeholder={hint}
        readOnly={!document.editable}
        rows={rows}
        value={value}
      />
    </div>
  );
};
