import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { useShortcut } from '../../../shortcuts/shortcut-context.tsx';
import { isInDialog, takesText } from '../../../shortcuts/typing-target.ts';
import { useDesk } from '../desk-context.tsx';
import { isCited } from './citation-rows.ts';
import { largeStep, smallStep } from './retime.ts';
import type { CitationList } from './use-citation-list.ts';

/** The citation of the active row, and an action on it as a key runs it. */
const activeOf = ({ rows, at }: CitationList) => {
  const row = rows[at];
  const annotation = row !== undefined && isCited(row) ? row.annotation : null;
  const withIt = (act: (one: Annotation) => void) => (): void => {
    if (annotation !== null) act(annotation);
  };
  return { annotation, withIt };
};

/**
 * The commands of the active row. They are there only while the focus is in the list (or in a dialog opened from it,
 * such as the palette), and not while its note is typed: elsewhere the same keys mean something else.
 */
const useRowCommands = (list: CitationList, inList: boolean, remove: () => void): void => {
  const { document, artifactId, criterionId, edits, writeNote } = useDesk();
  const { annotation, withIt } = activeOf(list);
  const acts = inList && annotation !== null && document.editable;
  const timed = acts && annotation.locator.kind === 'time';
  const onStage = timed && annotation.artifactId === artifactId;
  const toggle = withIt((one) => {
    if (criterionId !== null) edits.toggle(one, criterionId);
  });

  useShortcut(
    'citation.note',
    withIt((one) => writeNote(one.id)),
    acts,
  );
  useShortcut('citation.remove', remove, acts);
  useShortcut('citation.forCriterion', toggle, acts && criterionId !== null);
  useShortcut(
    'citation.earlier',
    withIt((one) => edits.retime(one, -smallStep)),
    timed,
  );
  useShortcut(
    'citation.later',
    withIt((one) => edits.retime(one, smallStep)),
    timed,
  );
  useShortcut(
    'citation.muchEarlier',
    withIt((one) => edits.retime(one, -largeStep)),
    timed,
  );
  useShortcut(
    'citation.muchLater',
    withIt((one) => edits.retime(one, largeStep)),
    timed,
  );
  useShortcut(
    'citation.startHere',
    withIt((one) => edits.edgeHere(one, 'start')),
    onStage,
  );
  useShortcut(
    'citation.endHere',
    withIt((one) => edits.edgeHere(one, 'end')),
    onStage,
  );
  useShortcut('citation.citeHere', withIt(edits.citeHere), acts && artifactId !== null);
};

/** The keys of the list that are no commands, and whether the focus is in it. */
export const useRowKeys = (list: CitationList, leaveRow: (index: number) => void) => {
  const { document, edits, showAnnotation } = useDesk();
  const [inList, setInList] = useState(false);
  const { withIt } = activeOf(list);
  const remove = withIt((one) => {
    leaveRow(list.at);
    edits.remove(one);
  });
  useRowCommands(list, inList, remove);

  /** Space shows the row's place, as it presses a button; Backspace means Delete here, never "clear the score". */
  const onKeyDownCapture = (event: KeyboardEvent): void => {
    const { target, key } = event;
    if (!(target instanceof HTMLElement) || target.dataset.citation === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const menu = key === 'ContextMenu' || (key === 'F10' && event.shiftKey);
    if (key === 'Backspace') {
      if (document.editable) remove();
    } else if (key === ' ' && !event.shiftKey) withIt(showAnnotation)();
    else if (menu) target.querySelector<HTMLElement>('[data-row-menu] button')?.click();
    else return;
    event.preventDefault();
  };

  return {
    onKeyDownCapture,
    onFocus: ({ target }: FocusEvent) => {
      setInList(!takesText(target));
      const id = target.closest<HTMLElement>('[data-citation]')?.dataset.citation;
      if (id !== undefined) list.activate(id);
    },
    onBlur: ({ relatedTarget, currentTarget }: FocusEvent) => {
      const stays = relatedTarget !== null && currentTarget.contains(relatedTarget as Node);
      if (!stays && !isInDialog(relatedTarget)) setInList(false);
    },
  };
};
