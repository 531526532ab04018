import { useCallback, useMemo, useState } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import { criterionLetter } from '../../../../shared/domain/rubric.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { type Desk, useDesk } from '../desk-context.tsx';
import {
  type CitationFilter,
  type CitationLook,
  type CitationRow,
  citationRows,
  isCited,
  isOrphan,
  standingOf,
} from './citation-rows.ts';

/** The list as it is looked at, and the row that the keys act on. */
export type CitationList = {
  readonly rows: readonly CitationRow[];
  readonly look: CitationLook;
  readonly setFilter: (filter: CitationFilter) => void;
  readonly setWords: (words: string) => void;
  /** How many citations are not found in their files. */
  readonly lost: number;
  /** The letter of the criterion in focus, or the word for the submission as a whole. */
  readonly criterionName: string;
  /** The position in `rows` of the row that Tab stops at; −1 without any. */
  readonly at: number;
  readonly activeId: string | null;
  /** Whether the active row was cited, shown or chosen, and is not merely the first. */
  readonly isChosen: boolean;
  readonly activate: (id: string) => void;
};

/** The quoted words of a place, in full. */
export const quoteOfPlace = ({ locator }: Annotation): string => {
  if (locator.kind === 'text' || locator.kind === 'time') return locator.quote?.exact ?? '';
  if (locator.kind !== 'page') return '';
  return [locator, ...locator.continued]
    .map(({ quote }) => quote?.exact ?? '')
    .join(' ')
    .trim();
};

/** The active row: the one chosen in the list, until a citation is cited or shown. */
const useActive = (current: Desk['current']) => {
  const [chosen, setChosen] = useState<{ id: string | null; after: Desk['current'] }>({
    id: null,
    after: null,
  });
  const activeId = chosen.after === current && chosen.id !== null ? chosen.id : (current?.id ?? null);
  const activate = useCallback((id: string) => setChosen({ id, after: current }), [current]);
  return { activeId, activate };
};

const useLook = () => {
  const { artifactId, criterionId } = useDesk();
  const [filter, setFilter] = useState<CitationFilter>('all');
  const [words, setWords] = useState('');
  const look = useMemo(
    (): CitationLook => ({ filter, words, artifactId, criterionId }),
    [filter, words, artifactId, criterionId],
  );
  return { look, setFilter, setWords };
};

export const useCitationList = (): CitationList => {
  const m = useMessages();
  const { document, citations, anchors, files, criterionId, current, notedId } = useDesk();
  const { look, setFilter, setWords } = useLook();
  const { activeId, activate } = useActive(current);
  const { criteria } = document.microCredential.rubric;

  const listed = useMemo(() => {
    const standing = (annotation: Annotation) => standingOf(annotation, anchors, files);
    const textOf = (annotation: Annotation): string =>
      [
        annotation.text,
        quoteOfPlace(annotation),
        m.viewers.place(annotation.locator),
        files.get(annotation.artifactId)?.label ?? '',
      ].join(' ');
    const rowsFor = (one: CitationLook): CitationRow[] => citationRows(citations, one, standing, textOf);
    const rows = rowsFor(look);
    const lost = citations.inOrder.filter((annotation) => isOrphan(standing(annotation))).length;
    // A note is written in the list, so its citation is shown whatever the list is limited to.
    const noteHidden = notedId !== null && !rows.some((row) => isCited(row) && row.annotation.id === notedId);
    return { rows: noteHidden ? rowsFor({ ...look, filter: 'all', words: '' }) : rows, lost };
  }, [citations, anchors, files, look, notedId, m]);

  const known = useMemo(
    () => listed.rows.findIndex((row) => isCited(row) && row.annotation.id === activeId),
    [listed.rows, activeId],
  );
  const at = known === -1 ? listed.rows.findIndex(isCited) : known;
  const row = listed.rows[at];
  const position = criteria.findIndex(({ id }) => id === criterionId);
  return {
    ...listed,
    look,
    setFilter,
    setWords,
    criterionName: position === -1 ? m.review.overall : criterionLetter(position),
    at,
    isChosen: known !== -1,
    activeId: row !== undefined && isCited(row) ? row.annotation.id : null,
    activate,
  };
};
