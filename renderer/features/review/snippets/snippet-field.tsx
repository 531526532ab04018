import { type RefObject, useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CommentSnippet, SnippetKind } from '../../../../shared/domain/comment-snippet.ts';
import { fillSnippet, type TextRange } from '../../../../shared/domain/fill-snippet.ts';
import type { CriterionId, MicroCredentialId } from '../../../../shared/domain/ids.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useShortcut } from '../../../shortcuts/shortcut-context.tsx';
import { useCommentBank, useStores } from '../../../stores/use-stores.tsx';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { fitText, insertText, selectionOf, type TextField } from '../../../ui/insert-text.ts';
import { useDesk } from '../desk-context.tsx';
import { isInSnippetPopover, SnippetPopover } from './snippet-popover.tsx';
import { snippetValues } from './snippet-values.ts';

type SnippetFieldProps = {
  /** The text field it serves; mounted as long as this is. */
  readonly field: RefObject<TextField | null>;
  readonly kind: SnippetKind;
  /** Null: the submission as a whole. */
  readonly criterionId: CriterionId | null;
  /** The citation whose note it is: quotation and place are then its own. */
  readonly citation?: Annotation;
  /** The field that the command goes to while none was entered. */
  readonly isDefault?: boolean;
};

/** Makes a field the one that the bank's commands act on, from when it is entered until another is, or it goes. */
export const useCurrentField = (field: RefObject<TextField | null>, isDefault = false): boolean => {
  const { commentBank } = useStores();
  useEffect(() => {
    const element: HTMLElement | null = field.current;
    const { enterField, leaveField } = commentBank.getState();
    const enter = (): void => enterField(field);
    element?.addEventListener('focusin', enter);
    if (element !== null && element === document.activeElement) enter();
    return () => {
      element?.removeEventListener('focusin', enter);
      leaveField(field);
    };
  }, [commentBank, field]);
  return useCommentBank((slice) => slice.field === field || (isDefault && slice.field === null));
};

/** Going into the popover is not leaving the field: the field's own handlers do not hear of it. */
const useHeldFocus = (field: RefObject<TextField | null>): void => {
  useEffect(() => {
    const element: HTMLElement | null = field.current;
    const hold = (event: FocusEvent): void => {
      if (isInSnippetPopover(event.relatedTarget)) event.stopPropagation();
    };
    element?.addEventListener('focusout', hold);
    return () => element?.removeEventListener('focusout', hold);
  }, [field]);
};

/** The bank may have been read before the first sync brought this micro-credential. */
const useIssuersBank = (id: MicroCredentialId): void => {
  const { commentBank } = useStores();
  const known = useCommentBank(({ issuers }) =>
    issuers.some(({ microCredentialId }) => microCredentialId === id),
  );
  useEffect(() => {
    if (!known) void commentBank.getState().refresh();
  }, [commentBank, known]);
};

/** Shows a field whose section is folded away. */
export const useReveal = (field: RefObject<TextField | null>): (() => TextField | null) => {
  const { setFold } = useDesk();
  return () => {
    if (field.current?.offsetParent === null) flushSync(() => setFold('feedback', true));
    return field.current;
  };
};

/** The comment bank at a text field of the review, opened with its command. */
export const SnippetField = ({
  field,
  kind,
  criterionId,
  citation,
  isDefault = false,
}: SnippetFieldProps) => {
  const m = useMessages();
  const announce = useAnnounce();
  const { document: review, content } = useDesk();
  const { commentBank } = useStores();
  const current = useCurrentField(field, isDefault);
  const reveal = useReveal(field);
  /** What was selected when the bank was opened; null while it is closed. */
  const [selected, setSelected] = useState<TextRange | null>(null);
  useHeldFocus(field);
  useIssuersBank(review.microCredential.id);
  const values = useMemo(
    () => (selected === null ? {} : snippetValues(review, content, criterionId, m, citation)),
    [selected, review, content, criterionId, m, citation],
  );

  const open = (): void => {
    const element = reveal();
    if (element === null) return;
    setSelected(selectionOf(element));
    void commentBank.getState().refresh();
  };
  useShortcut('review.commentBank', open, review.editable && current);

  const close = (): void => {
    // Drawn at once: an open popover would take the focus back.
    flushSync(() => setSelected(null));
    field.current?.focus();
    if (selected !== null) field.current?.setSelectionRange(selected.start, selected.end);
  };
  const insert = (snippet: CommentSnippet): void => {
    const element = field.current;
    if (element === null || selected === null) return;
    close();
    const filled = fillSnippet(snippet.text, values);
    const text = fitText(element, selected, filled.text);
    const shift = text.indexOf(filled.text);
    const blank = filled.firstBlank;
    const select = blank && { start: blank.start + shift, end: blank.end + shift };
    if (!insertText(element, selected, text, select)) {
      announce(m.commentBank.noRoom);
      return;
    }
    announce(m.commentBank.inserted(snippet.title, filled.blanks.length));
    void commentBank.getState().used(snippet.id);
  };

  return selected === null ? null : (
    <SnippetPopover
      field={field}
      onClose={close}
      onInsert={insert}
      place={{ kind, microCredentialId: review.microCredential.id, criterionId }}
      selection={field.current?.value.slice(selected.start, selected.end) ?? ''}
      values={values}
    />
  );
};
