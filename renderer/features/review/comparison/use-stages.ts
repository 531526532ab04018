import { type RefCallback, useCallback, useMemo } from 'react';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { ArtifactId, AssignmentId } from '../../../../shared/domain/ids.ts';
import type { ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import type { BesideStage } from '../../../stores/review-sessions.ts';
import { useReviewActions, useReviewStore } from '../../../stores/use-review.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import type { ViewerHandle } from '../../../viewers/viewer.ts';
import { marksOf } from '../annotation-marks.ts';
import { type AnnotationIndex, citedIn } from '../citations/annotation-index.ts';
import { type Stage, useStage } from '../use-stage.ts';
import { besideChoice, type FileOnStage, fileOf, orderOf, type StageId, stageFor } from './stage-files.ts';

/**
 * The two stages. Everything here without a stage's name is about the active one: that which had the focus or the pointer
 * last, on which keys and commands act.
 */
export type Stages = {
  readonly activeId: StageId;
  readonly activate: (id: StageId) => void;
  /** Describes, shows and acts on the active stage; `show` prefers a stage that has the citation's file already. */
  readonly active: Pick<Stage, 'describe' | 'show' | 'perform'>;
  /** What the active stage shows, of this submission or of the attempt before; null: nothing, or no file. */
  readonly file: FileOnStage | null;
  /** The same, only where it is this submission's: what can be cited. */
  readonly artifactId: ArtifactId | null;
  /** The number of the attempt before; 0 where it is not shown. */
  readonly priorAttempt: number;
  /** The files that next and previous go through on the active stage. */
  readonly order: readonly ArtifactId[];
  readonly showFile: (artifactId: ArtifactId) => void;
  readonly first: { readonly file: FileOnStage | null; readonly viewerRef: RefCallback<ViewerHandle> };
  /** Null while there is one stage. `changes`: what changed in the texts, in place of a file. */
  readonly second: {
    readonly file: FileOnStage | null;
    readonly changes: boolean;
    readonly viewerRef: RefCallback<ViewerHandle>;
  } | null;
  readonly toggleSecond: () => void;
  readonly otherStage: () => void;
  /** Opens the second stage with this, and makes it the active one. */
  readonly showBeside: (shows: ArtifactId | 'changes') => void;
  readonly showOn: (stage: StageId, artifactId: ArtifactId) => void;
};

type StagesInput = {
  readonly assignmentId: AssignmentId;
  readonly document: ReviewDocument;
  readonly citations: AnnotationIndex;
  /** What the first stage shows. */
  readonly artifactId: ArtifactId | null;
  readonly beside: BesideStage;
  readonly onOrphan: () => void;
};

const useMarks = (
  file: FileOnStage | null,
  { citations, document }: Pick<StagesInput, 'citations' | 'document'>,
) => {
  const m = useMessages();
  const { criteria } = document.microCredential.rubric;
  const id = file === null || file.ofPrior ? null : file.item.id;
  return useMemo(
    () => (id === null ? [] : marksOf(citedIn(citations, id), id, criteria, m)),
    [citations, id, criteria, m],
  );
};

/** One hook for both stages: what each shows, which is active, and how to change that. */
export const useStages = (input: StagesInput): Stages => {
  const { assignmentId, document, artifactId, beside, onOrphan } = input;
  const m = useMessages();
  const announce = useAnnounce();
  const store = useReviewStore();
  const { look } = useReviewActions();
  const choice = besideChoice(document, artifactId, beside.shows);
  const firstFile = fileOf(document, artifactId);
  const changes = beside.open && choice === 'changes';
  const secondFile = beside.open && choice !== 'changes' ? fileOf(document, choice) : null;
  const secondIsActive = beside.open && beside.active;

  const turn = useCallback(
    (change: Partial<BesideStage>) => {
      const now = store.getState().sessions[assignmentId]?.beside;
      if (now !== undefined) look(assignmentId, { beside: { ...now, ...change } });
    },
    [store, look, assignmentId],
  );
  const showFirst = useCallback(
    (next: ArtifactId) => look(assignmentId, { artifactId: next }),
    [look, assignmentId],
  );
  const showSecond = useCallback((shows: ArtifactId) => turn({ shows }), [turn]);
  const first = useStage(firstFile?.item.id ?? null, useMarks(firstFile, input), showFirst, onOrphan);
  const second = useStage(secondFile?.item.id ?? null, useMarks(secondFile, input), showSecond, onOrphan);

  const activate = (id: StageId): void => {
    if (beside.open && (id === 'second') !== beside.active) turn({ active: id === 'second' });
  };
  const show = (annotation: Annotation): void => {
    const id = stageFor(annotation.artifactId, { firstFile, secondFile, secondIsActive, changes });
    if (id === 'first') {
      activate('first');
      first.show(annotation);
      return;
    }
    // One change of state: the file and the stage that is active.
    if (secondFile?.item.id === annotation.artifactId) activate('second');
    second.show(annotation);
  };

  const file = secondIsActive ? secondFile : firstFile;
  const stage = secondIsActive ? second : first;
  return {
    activeId: secondIsActive ? 'second' : 'first',
    activate,
    active: { describe: stage.describe, perform: stage.perform, show },
    file,
    artifactId: file === null || file.ofPrior ? null : file.item.id,
    priorAttempt: document.prior?.submission.attempt ?? 0,
    order: file === null ? [] : orderOf(document, file),
    showFile: secondIsActive ? showSecond : showFirst,
    first: { file: firstFile, viewerRef: first.viewerRef },
    second: beside.open ? { file: secondFile, changes, viewerRef: second.viewerRef } : null,
    // What it opens with stays, whatever the first stage goes on to.
    toggleSecond: () => {
      turn({ open: !beside.open, active: !beside.open, shows: choice });
      announce(m.comparison.nowActive[beside.open ? 'first' : 'second']);
    },
    otherStage: () => {
      const other = secondIsActive ? 'first' : 'second';
      activate(other);
      announce(m.comparison.nowActive[other]);
    },
    showBeside: (shows) => turn({ open: true, active: true, shows }),
    showOn: (id, next) => (id === 'second' ? turn({ shows: next }) : showFirst(next)),
  };
};
