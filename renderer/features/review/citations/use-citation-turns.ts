import { useEffect, useState } from 'react';
import { useMessages } from '../../../messages/use-messages.ts';
import { useShortcut } from '../../../shortcuts/shortcut-context.tsx';
import { isInDialog, takesText } from '../../../shortcuts/typing-target.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { lettersOf } from '../annotation-marks.ts';
import { useDesk } from '../desk-context.tsx';
import { isCited, stepFrom } from './citation-rows.ts';
import type { CitationList } from './use-citation-list.ts';

/**
 * Whether the focus is in a text field of the screen, where Ctrl+Z belongs to the typing. Not in a dialog: no key of
 * the screen acts there, and the palette offers the command.
 */
const useTyping = (): boolean => {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    const look = (target: EventTarget | null): void => setTyping(takesText(target) && !isInDialog(target));
    const onIn = (event: FocusEvent): void => look(event.target);
    const onOut = (event: FocusEvent): void => look(event.relatedTarget);
    document.addEventListener('focusin', onIn);
    document.addEventListener('focusout', onOut);
    return () => {
      document.removeEventListener('focusin', onIn);
      document.removeEventListener('focusout', onOut);
    };
  }, []);
  return typing;
};

/** The keys that work wherever the focus is: the next and the previous citation of the list, and undoing. */
export const useCitationTurns = (list: CitationList): void => {
  const m = useMessages();
  const announce = useAnnounce();
  const { document, citations, current, edits, showAnnotation } = useDesk();
  const { criteria } = document.microCredential.rubric;
  const typing = useTyping();

  /** From the citation looked at last; from the active row when none was yet, which is then the first to be shown. */
  const go = (step: -1 | 1): void => {
    const cited = list.rows.flatMap((row) => (isCited(row) ? [row] : []));
    const fresh = current === null || !citations.byId.has(current.id);
    const to = fresh && step === 1 ? list.at : stepFrom(list.rows, list.at, step);
    const row = list.rows[to];
    if (row === undefined || !isCited(row)) {
      announce(m.citations.noneListed);
      return;
    }
    const { annotation } = row;
    if (annotation.id === current?.id && list.at === to) {
      announce(m.citations.lastOne);
      return;
    }
    const what = m.citations.rowName([
      lettersOf(annotation, criteria),
      m.citations.place(annotation.locator, m.viewers.place(annotation.locator)),
      annotation.text,
    ]);
    announce(m.citations.atOf(cited.indexOf(row) + 1, cited.length, what));
    showAnnotation(annotation);
  };

  const some = citations.inOrder.length > 0;
  useShortcut('review.nextCitation', () => go(1), some);
  useShortcut('review.previousCitation', () => go(-1), some);
  useShortcut('review.undoCitation', edits.undo, document.editable && !typing);
  useShortcut('review.redoCitation', edits.redo, document.editable && !typing);
};
