import { type KeyboardEvent, type RefObject, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import type { CommentSnippet } from '../../../../shared/domain/comment-snippet.ts';
import type { SnippetValues } from '../../../../shared/domain/fill-snippet.ts';
import type { SnippetPlace } from '../../../../shared/domain/rank-snippets.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import type { TextField } from '../../../ui/insert-text.ts';
import { SaveSnippet } from './save-snippet.tsx';
import styles from './snippet-popover.module.css';
import { SnippetSearch } from './snippet-search.tsx';

/** In pixels; a field may be narrower than a comment can be read in. */
const narrowest = 440;

export const isInSnippetPopover = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-snippets]') !== null;

const listKeys = /^(?:Arrow|Page|Home$|End$|Enter$| $|Delete$|Backspace$)/;

/** The field may stand in a list, which would take these keys as its own. */
const keepKeys = (event: KeyboardEvent): void => {
  if (listKeys.test(event.key) && !event.ctrlKey && !event.metaKey) event.stopPropagation();
};

type SnippetPopoverProps = {
  readonly field: RefObject<TextField | null>;
  readonly place: SnippetPlace;
  readonly values: SnippetValues;
  /** The words selected in the field; empty when there are none. */
  readonly selection: string;
  readonly onInsert: (snippet: CommentSnippet) => void;
  readonly onClose: () => void;
};

/** The bank at a field: what fits is found and inserted, or the selected words are put into the bank. */
export const SnippetPopover = ({
  field,
  place,
  values,
  selection,
  onInsert,
  onClose,
}: SnippetPopoverProps) => {
  const m = useMessages();
  const [saving, setSaving] = useState(false);
  return (
    <Popover
      className={styles.popover ?? ''}
      data-snippets
      isOpen
      maxHeight={420}
      offset={4}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      placement="bottom start"
      style={{ width: Math.max(field.current?.offsetWidth ?? 0, narrowest) }}
      triggerRef={field}
    >
      <Dialog aria-label={m.commentBank.popover} className={styles.dialog ?? ''}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it takes no keys, it keeps them here */}
        <div className={styles.dialog} onKeyDown={keepKeys}>
          {saving ? (
            <SaveSnippet onClose={onClose} place={place} selection={selection} values={values} />
          ) : (
            <SnippetSearch
              onInsert={onInsert}
              onSave={selection.trim() === '' ? null : () => setSaving(true)}
              place={place}
              values={values}
            />
          )}
        </div>
      </Dialog>
    </Popover>
  );
};
