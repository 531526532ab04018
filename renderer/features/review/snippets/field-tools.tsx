import { BookMarked, Quote } from 'lucide-react';
import type { RefObject } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useShortcut, useShortcutRegistry } from '../../../shortcuts/shortcut-context.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { fitText, insertText, selectionOf, type TextField } from '../../../ui/insert-text.ts';
import { useDesk } from '../desk-context.tsx';
import { citationInline, citationsFor, draftFromCitations } from './citation-words.ts';
import styles from './field-tools.module.css';
import { useCurrentField, useReveal } from './snippet-field.tsx';

type FieldToolsProps = {
  readonly field: RefObject<TextField | null>;
  /** The field's name. */
  readonly label: string;
  readonly criterionId: CriterionId | null;
};

/** Appends to a field what it does not say yet of the citations, as one step of its undo. */
export const useWriteFromCitations = (criterionId: CriterionId | null): ((field: TextField) => void) => {
  const m = useMessages();
  const announce = useAnnounce();
  const { document: review, content } = useDesk();
  return (field) => {
    const citations = citationsFor(review, content, criterionId);
    const { text, count } = draftFromCitations(review, citations, field.value, m);
    const end = { start: field.value.length, end: field.value.length };
    field.focus();
    if (citations.length === 0) announce(m.commentBank.noCitations);
    else if (count === 0) announce(m.commentBank.citationsThere);
    else {
      const blank = text.indexOf(m.commentBank.blankNote);
      const select = blank === -1 ? null : { start: blank, end: blank + m.commentBank.blankNote.length };
      const written = insertText(field, end, text, select);
      announce(written ? m.commentBank.citationsInserted(count) : m.commentBank.noRoom);
    }
  };
};

/** What can be inserted into a field, beside its name while it has the focus: citations one by one, all, or a snippet. */
export const FieldTools = ({ field, label, criterionId }: FieldToolsProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const registry = useShortcutRegistry();
  const { document: review, content } = useDesk();
  const current = useCurrentField(field);
  const reveal = useReveal(field);
  const write = useWriteFromCitations(criterionId);
  const citations = citationsFor(review, content, criterionId);
  const writeHere = (): void => {
    const element = reveal();
    if (element !== null) write(element);
  };
  useShortcut('review.feedbackFromCitations', writeHere, review.editable && current);

  const insertOne = (annotation: Annotation): void => {
    const element = field.current;
    if (element === null) return;
    const at = selectionOf(element);
    const text = fitText(element, at, citationInline(review, annotation, m));
    const blank = text.indexOf(m.commentBank.blankNote);
    const select = blank === -1 ? null : { start: blank, end: blank + m.commentBank.blankNote.length };
    if (!insertText(element, at, text, select)) announce(m.commentBank.noRoom);
  };
  const openBank = (): void => {
    field.current?.focus();
    registry.run('review.commentBank');
  };

  return (
    <fieldset aria-label={m.commentBank.tools(label)} className={styles.tools} data-field-tools>
      <div className={styles.citations}>
        {citations.map((annotation) => {
          const place = m.viewers.place(annotation.locator);
          return (
            <button
              aria-label={m.commentBank.insertCitation(place, annotation.text)}
              className={styles.citation}
              key={annotation.id}
              onClick={() => insertOne(annotation)}
              // The caret stays in the field, where the words go.
              onMouseDown={(event) => event.preventDefault()}
              title={annotation.text}
              type="button"
            >
              {place}
            </button>
          );
        })}
      </div>
      {citations.length > 0 && (
        <IconButton
          command="review.feedbackFromCitations"
          icon={<Quote />}
          label={m.commentBank.fromCitations}
          onPress={writeHere}
          placement="top"
          size="small"
        />
      )}
      <IconButton
        command="review.commentBank"
        icon={<BookMarked />}
        label={m.commentBank.insert}
        onPress={openBank}
        placement="top"
        size="small"
      />
    </fieldset>
  );
};
