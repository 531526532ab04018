import { useId, useRef } from 'react';
import type { SnippetKind } from '../../../shared/domain/comment-snippet.ts';
import type { CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import { useSettings } from '../../stores/use-stores.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './draft-area.module.css';
import { FieldTools } from './snippets/field-tools.tsx';
import { SnippetField } from './snippets/snippet-field.tsx';

type DraftAreaProps = {
  readonly label: string;
  readonly value: string;
  readonly onType: (text: string) => void;
  /** What the comment bank offers here. */
  readonly kind: SnippetKind;
  /** Null: on the submission as a whole. */
  readonly criterionId: CriterionId | null;
  readonly hint?: string;
  readonly required?: boolean;
  readonly rows?: number;
  /** How the keyboard commands find it. */
  readonly field?: string;
  /** The comment bank opens here while no other field was entered. */
  readonly isDefault?: boolean;
};

/** Text of the review. Committed while it is written and when it is left; grows with its words. */
export const DraftArea = ({
  label,
  value,
  onType,
  kind,
  criterionId,
  hint,
  required = false,
  rows = 2,
  field,
  isDefault = false,
}: DraftAreaProps) => {
  const m = useMessages();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
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
      {document.editable && <FieldTools criterionId={criterionId} field={area} label={label} />}
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
        ref={area}
        rows={rows}
        value={value}
      />
      <SnippetField criterionId={criterionId} field={area} isDefault={isDefault} kind={kind} />
    </div>
  );
};
