import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useRef } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { CriterionId } from '../../../../shared/domain/ids.ts';
import type { Criterion } from '../../../../shared/domain/rubric.ts';
import type { EvidenceItem } from '../../../../shared/workbench-api/review-document.ts';
import { useDesk } from '../desk-context.tsx';

/** What can be done with the citation of a row. */
export type RowActions = {
  readonly show: (annotation: Annotation) => void;
  readonly writeNote: (annotation: Annotation) => void;
  /** Removes it; the focus goes to a neighbour first. */
  readonly remove: (annotation: Annotation, index: number) => void;
  readonly citeHere: (annotation: Annotation) => void;
  readonly edgeHere: (annotation: Annotation, edge: 'start' | 'end') => void;
  readonly toggle: (annotation: Annotation, criterionId: CriterionId) => void;
};

type RowDesk = {
  readonly criteria: readonly Criterion[];
  readonly files: ReadonlyMap<string, EvidenceItem>;
  readonly editable: boolean;
  /** The file on stage. */
  readonly artifactId: string | null;
  readonly act: RowActions;
};

const RowContext = createContext<RowDesk | null>(null);

/**
 * The part of the desk that rows need. It changes seldom, so that a key in the list, or a letter in a note, draws the
 * rows that it is about and not all of them.
 */
export const RowProvider = ({
  leaveRow,
  children,
}: {
  leaveRow: (index: number) => void;
  children: ReactNode;
}) => {
  const { document, files, artifactId, edits, showAnnotation, writeNote } = useDesk();
  const latest = useRef({ edits, showAnnotation, writeNote, leaveRow });
  useLayoutEffect(() => {
    latest.current = { edits, showAnnotation, writeNote, leaveRow };
  });
  const act = useMemo(
    (): RowActions => ({
      show: (annotation) => latest.current.showAnnotation(annotation),
      writeNote: ({ id }) => latest.current.writeNote(id),
      remove: (annotation, index) => {
        latest.current.leaveRow(index);
        latest.current.edits.remove(annotation);
      },
      citeHere: (annotation) => latest.current.edits.citeHere(annotation),
      edgeHere: (annotation, edge) => latest.current.edits.edgeHere(annotation, edge),
      toggle: (annotation, criterionId) => latest.current.edits.toggle(annotation, criterionId),
    }),
    [],
  );
  const { criteria } = document.microCredential.rubric;
  const { editable } = document;
  const desk = useMemo(
    () => ({ criteria, files, editable, artifactId, act }),
    [criteria, files, editable, artifactId, act],
  );
  return <RowContext value={desk}>{children}</RowContext>;
};

export const useRowDesk = (): RowDesk => {
  const desk = useContext(RowContext);
  if (desk === null) throw new Error('a row of the citations is used outside their list');
  return desk;
};
