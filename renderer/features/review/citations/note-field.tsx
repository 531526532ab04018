import { useLayoutEffect, useRef } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useSettings } from '../../../stores/use-stores.tsx';
import { classNames } from '../../../ui/class-names.ts';
import small from '../../../ui/small-input.module.css';
import { useDesk } from '../desk-context.tsx';
import { SnippetField } from '../snippets/snippet-field.tsx';
import styles from './note-field.module.css';

/** The note of a citation while it is written. Enter goes back to the row; leaving the field keeps what it holds. */
export const NoteField = ({ annotation }: { annotation: Annotation }) => {
  const m = useMessages();
  const { type, flush, performInViewer, writeNote } = useDesk();
  const pauses = useSettings(({ settings }) => settings.pauseWhileTyping);
  const field = useRef<HTMLInputElement>(null);
  /** Playback stops once per visit to the field, so that who starts it again can type and listen. */
  const paused = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(end, end);
  }, []);
  return (
    <>
      <input
        aria-label={m.review.noteOf(m.viewers.place(annotation.locator))}
        className={classNames(small.input, styles.note)}
        maxLength={10_000}
        onBlur={() => {
          flush();
          writeNote(null);
        }}
        onChange={(event) => {
          if (pauses && !paused.current) performInViewer('pause');
          paused.current = true;
          type({ op: 'annotation.put', annotation: { ...annotation, text: event.currentTarget.value } });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          // The row is there before the field goes, so the focus never falls to the top of the page.
          event.currentTarget.closest<HTMLElement>('[data-citation]')?.focus({ preventScroll: true });
        }}
        placeholder={m.review.notePlaceholder}
        ref={field}
        value={annotation.text}
      />
      <SnippetField
        citation={annotation}
        criterionId={annotation.criterionIds[0] ?? null}
        field={field}
        kind="note"
      />
    </>
  );
};
