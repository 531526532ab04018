import { createContext, type ReactNode, useContext } from 'react';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { AnnotationId, ArtifactId, AssignmentId, CriterionId } from '../../../shared/domain/ids.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import type { ReviewContent } from '../../../shared/domain/review.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import type { EvidenceItem, ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import type { AnchorState, ViewerAction } from '../../viewers/viewer.ts';
import type { AnnotationIndex } from './citations/annotation-index.ts';
import type { CitationEdits } from './citations/use-citation-edits.ts';
import type { Stages } from './comparison/use-stages.ts';

export type ReviewDialog =
  | 'submit'
  | 'recuse'
  | 'set-aside'
  | 'child-safety'
  | 'export-annotations'
  | 'import-annotations'
  | 'overtaken'
  | 'history';

/** Parts of a criterion that fold. They stay as they are while moving between criteria. */
export type Fold = 'feedback' | 'conditions';

/** What the parts of the review screen share: the review, and the ways to act on it together. */
export type Desk = {
  readonly assignmentId: AssignmentId;
  readonly document: ReviewDocument;
  readonly content: ReviewContent;
  /** The evidence by id. */
  readonly files: ReadonlyMap<string, EvidenceItem>;
  /** The citations of `content` by id, by file and by criterion, in order. */
  readonly citations: AnnotationIndex;
  /** Null: the submission as a whole. */
  readonly criterionId: CriterionId | null;
  /**
   * Both stages. `artifactId`, `showArtifact`, `showAnnotation`, `performInViewer` and `cite` below are about the active
   * one; what it shows of the attempt before is in `stages.file`, never in `artifactId`: it cannot be cited.
   */
  readonly stages: Stages;
  /** This submission's file on the active stage; null: there is none. */
  readonly artifactId: ArtifactId | null;
  readonly focusCriterion: (criterionId: CriterionId | null) => void;
  readonly showArtifact: (artifactId: ArtifactId) => void;
  readonly showAnnotation: (annotation: Annotation) => void;
  readonly cite: (withNote: boolean) => void;
  readonly edits: CitationEdits;
  /** The citation that was cited or shown last; another object each time, also for the same citation. */
  readonly current: { readonly id: AnnotationId } | null;
  /** How citations were found in the files opened so far, by annotation id. */
  readonly anchors: ReadonlyMap<string, AnchorState>;
  readonly tellAnchors: (states: ReadonlyMap<string, AnchorState>) => void;
  /** Points a citation at another place of its file; words, criteria and the rest stay. */
  readonly moveCitation: (annotationId: string, locator: Locator) => void;
  /** The citation whose note is being written. */
  readonly notedId: AnnotationId | null;
  readonly writeNote: (annotationId: AnnotationId | null) => void;
  /** A decision: committed at once. */
  readonly decide: (operation: ReviewOperation) => void;
  /** Text: committed when the typing rests. */
  readonly type: (operation: ReviewOperation) => void;
  readonly flush: () => void;
  readonly performInViewer: (action: ViewerAction) => boolean;
  readonly dialog: ReviewDialog | null;
  readonly openDialog: (dialog: ReviewDialog | null) => void;
  readonly folds: ReadonlySet<Fold>;
  readonly setFold: (fold: Fold, open: boolean) => void;
  readonly priorShown: boolean;
  readonly showPrior: (shown: boolean) => void;
};

const DeskContext = createContext<Desk | null>(null);

export const DeskProvider = ({ desk, children }: { desk: Desk; children: ReactNode }) => (
  <DeskContext value={desk}>{children}</DeskContext>
);

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a part of the review is used outside its screen');
  return desk;
};
