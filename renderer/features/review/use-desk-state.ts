import { useCallback, useState } from 'react';
import type { AnnotationId, AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import { useMessages } from '../../messages/use-messages.ts';
import type { ReviewSession } from '../../stores/review-sessions.ts';
import { useReviewActions } from '../../stores/use-review.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { useCitationEdits } from './citations/use-citation-edits.ts';
import { useCited } from './citations/use-cited.ts';
import { whyNotCited } from './comparison/stage-words.ts';
import { useStages } from './comparison/use-stages.ts';
import type { Desk, Fold, ReviewDialog } from './desk-context.tsx';
import type { Stage } from './use-stage.ts';

type Shown = ReviewSession & {
  readonly document: NonNullable<ReviewSession['document']>;
  readonly content: NonNullable<ReviewSession['content']>;
};

/** A tall window has room for the feedback from the start. */
const foldsAtFirst = (): ReadonlySet<Fold> => new Set<Fold>(window.innerHeight >= 900 ? ['feedback'] : []);

const useFolds = (): Pick<Desk, 'folds' | 'setFold'> => {
  const [folds, setFolds] = useState<ReadonlySet<Fold>>(foldsAtFirst);
  const setFold = (fold: Fold, open: boolean): void => {
    const next = new Set(folds);
    if (open) next.add(fold);
    else next.delete(fold);
    setFolds(next);
  };
  return { folds, setFold };
};

/** Everything the parts of the screen share, made from the session and what is only looked at here. */
export const useDeskState = (
  assignmentId: AssignmentId,
  { document, content, criterionId, artifactId: firstId, beside }: Shown,
): { readonly desk: Desk; readonly stage: Stage } => {
  const m = useMessages();
  const announce = useAnnounce();
  const actions = useReviewActions();
  const [dialog, openDialog] = useState<ReviewDialog | null>(null);
  const folding = useFolds();
  const [notedId, writeNote] = useState<AnnotationId | null>(null);
  // Blind first: the earlier attempt's scores are shown when the reviewer asks for them.
  const [priorShown, showPrior] = useState(false);

  const { shown, settled, choose, forgetAnchor } = useCited(document, content.annotations, notedId);

  const onOrphan = useCallback(() => announce(m.review.orphan), [announce, m]);
  const stages = useStages({
    assignmentId,
    document,
    citations: settled,
    artifactId: firstId,
    beside,
    onOrphan,
  });
  const { artifactId, active: stage } = stages;

  const edits = useCitationEdits({
    ...{ assignmentId, document, artifactId, criterionId, stage, writeNote, choose, forgetAnchor },
    ...shown,
  });

  const desk: Desk = {
    assignmentId,
    document,
    content,
    ...shown,
    criterionId,
    stages,
    artifactId,
    focusCriterion: (next: CriterionId | null) => actions.look(assignmentId, { criterionId: next }),
    showArtifact: stages.showFile,
    showAnnotation: (annotation) => {
      choose(annotation.id);
      stage.show(annotation);
    },
    cite: (withNote) => {
      // Said, not ignored: the key was pressed on the attempt before, or on what changed since.
      if (artifactId === null && stages.second !== null) announce(whyNotCited(stages, m));
      else edits.cite(withNote);
    },
    edits,
    moveCitation: edits.move,
    notedId,
    writeNote,
    decide: (operation) => actions.edit(assignmentId, operation, 'now'),
    type: (operation) => actions.edit(assignmentId, operation, 'idle'),
    flush: () => void actions.flush(assignmentId),
    performInViewer: stage.perform,
    dialog,
    openDialog,
    ...folding,
    priorShown,
    showPrior,
  };
  return { desk, stage: { ...stage, viewerRef: stages.first.viewerRef } };
};
