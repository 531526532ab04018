import { useCallback, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import type { AnnotationId, ArtifactId, AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { useMessages } from '../../messages/use-messages.ts';
import type { ReviewSession } from '../../stores/review-sessions.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { marksOf } from './annotation-marks.ts';
import type { Desk, Fold, ReviewDialog } from './desk-context.tsx';
import { type Stage, useStage } from './use-stage.ts';

type Shown = ReviewSession & {
  readonly document: NonNullable<ReviewSession['document']>;
  readonly content: NonNullable<ReviewSession['content']>;
};

/** A tall window has room for the feedback from the start. */
const foldsAtFirst = (): ReadonlySet<Fold> => new Set<Fold>(window.innerHeight >= 900 ? ['feedback'] : []);

/** Everything the parts of the screen share, made from the session and what is only looked at here. */
export const useDeskState = (
  assignmentId: AssignmentId,
  { document, content, criterionId, artifactId }: Shown,
): { readonly desk: Desk; readonly stage: Stage } => {
  const m = useMessages();
  const announce = useAnnounce();
  const actions = useReviewActions();
  const [dialog, openDialog] = useState<ReviewDialog | null>(null);
  const [folds, setFolds] = useState<ReadonlySet<Fold>>(foldsAtFirst);
  const [notedId, writeNote] = useState<AnnotationId | null>(null);
  // Blind first: the earlier attempt's scores are shown when the reviewer asks for them.
  const [priorShown, showPrior] = useState(false);

  const { criteria } = document.microCredential.rubric;
  const marks = useMemo(
    () => (artifactId === null ? [] : marksOf(content.annotations, artifactId, criteria, m)),
    [content.annotations, artifactId, criteria, m],
  );
  const showArtifact = useCallback(
    (next: ArtifactId) => actions.look(assignmentId, { artifactId: next }),
    [actions, assignmentId],
  );
  const onOrphan = useCallback(() => announce(m.review.orphan), [announce, m]);
  const stage = useStage(artifactId, marks, showArtifact, onOrphan);

  const cite = (withNote: boolean): void => {
    if (artifactId === null) return;
    const locator = stage.describe();
    const criterionIds = criterionId === null ? [] : [criterionId];
    const made = actions.cite(assignmentId, { artifactId, locator, text: '', criterionIds });
    if (made === null) return;
    // Drawn at once: what is typed next belongs into the note.
    if (withNote) flushSync(() => writeNote(made));
    const at = criteria.findIndex(({ id }) => id === criterionId);
    announce(m.review.cited(m.viewers.place(locator), at === -1 ? m.review.overall : criterionLetter(at)));
  };

  const desk: Desk = {
    assignmentId,
    document,
    content,
    criterionId,
    artifactId,
    focusCriterion: (next: CriterionId | null) => actions.look(assignmentId, { criterionId: next }),
    showArtifact,
    showAnnotation: stage.show,
    cite,
    notedId,
    writeNote,
    decide: (operation) => actions.edit(assignmentId, operation, 'now'),
    type: (operation) => actions.edit(assignmentId, operation, 'idle'),
    flush: () => void actions.flush(assignmentId),
    performInViewer: stage.perform,
    dialog,
    openDialog,
    folds,
    setFold: (fold, open) => {
      const next = new Set(folds);
      if (open) next.add(fold);
      else next.delete(fold);
      setFolds(next);
    },
    priorShown,
    showPrior,
  };
  return { desk, stage };
};
