import { flushSync } from 'react-dom';
import type { Annotation } from '../../../../shared/domain/annotation.ts';
import type { AnnotationId, ArtifactId, AssignmentId, CriterionId } from '../../../../shared/domain/ids.ts';
import type { Locator } from '../../../../shared/domain/locator.ts';
import { criterionLetter } from '../../../../shared/domain/rubric.ts';
import type { EvidenceItem, ReviewDocument } from '../../../../shared/workbench-api/review-document.ts';
import { useMessages } from '../../../messages/use-messages.ts';
import { useShortcutKeys } from '../../../shortcuts/shortcut-context.tsx';
import type { CitationStep } from '../../../stores/review-history.ts';
import { useReviewActions } from '../../../stores/use-review.ts';
import { useAnnounce } from '../../../ui/announcer.tsx';
import { lettersOf } from '../annotation-marks.ts';
import type { Stage } from '../use-stage.ts';
import type { AnnotationIndex } from './annotation-index.ts';
import { shifted, withEdge } from './retime.ts';

/** What can be done with citations. Each says in words what it did, and can be undone. */
export type CitationEdits = {
  /** Cites the place looked at for the criterion in focus; with a note, its field takes the focus. */
  readonly cite: (withNote: boolean) => void;
  readonly remove: (annotation: Annotation) => void;
  /** Points a citation at another place of its file, as when its mark is dragged. */
  readonly move: (annotationId: string, locator: Locator) => void;
  /** Points a citation at the place looked at now, whatever file that is in. */
  readonly citeHere: (annotation: Annotation) => void;
  /** Moves a citation in time, by seconds. */
  readonly retime: (annotation: Annotation, seconds: number) => void;
  /** Begins or ends a citation in time at the current position. */
  readonly edgeHere: (annotation: Annotation, edge: 'start' | 'end') => void;
  /** Adds a criterion to a citation, or takes it away. */
  readonly toggle: (annotation: Annotation, criterionId: CriterionId) => void;
  readonly undo: () => void;
  readonly redo: () => void;
};

export type EditingDesk = {
  readonly assignmentId: AssignmentId;
  readonly document: ReviewDocument;
  readonly files: ReadonlyMap<string, EvidenceItem>;
  readonly citations: AnnotationIndex;
  readonly artifactId: ArtifactId | null;
  readonly criterionId: CriterionId | null;
  readonly stage: Pick<Stage, 'describe' | 'perform'>;
  readonly writeNote: (annotationId: AnnotationId | null) => void;
  /** The citation that the list then shows. */
  readonly choose: (annotationId: AnnotationId) => void;
  readonly forgetAnchor: (annotationId: string) => void;
};

/** The words of what is being looked at and done. */
const useWords = ({ document, files }: Pick<EditingDesk, 'document' | 'files'>) => {
  const m = useMessages();
  const { capsOf } = useShortcutKeys();
  const { criteria } = document.microCredential.rubric;
  const letter = (criterionId: CriterionId | null): string => {
    const at = criteria.findIndex(({ id }) => id === criterionId);
    return at === -1 ? m.review.overall : criterionLetter(at);
  };
  const place = (locator: Locator): string => m.citations.place(locator, m.viewers.place(locator));
  const undoKeys = (): string => (capsOf('review.undoCitation')[0] ?? []).join('+');
  const ofStep = ({ change, before, after }: CitationStep, turned: Annotation | null): string => {
    const shown = turned ?? before ?? after;
    const at = shown === null ? '' : place(shown.locator);
    const letters = shown === null ? '' : lettersOf(shown, criteria) || m.review.overall;
    return m.citations.turned(change, at, letters);
  };
  const howToSelect = (artifactId: string): string => {
    const kind = files.get(artifactId)?.kind ?? 'unknown';
    return m.citations.howToSelect[kind];
  };
  return { m, letter, place, undoKeys, ofStep, howToSelect };
};

type Words = ReturnType<typeof useWords>;

const useEdit = ({ assignmentId, files }: EditingDesk, { m, place }: Words) => {
  const actions = useReviewActions();
  const announce = useAnnounce();
  const put = (annotation: Annotation): void =>
    actions.edit(assignmentId, { op: 'annotation.put', annotation }, 'now');
  /** The place is of the file as it is now. */
  const point = (annotation: Annotation, artifactId: ArtifactId, locator: Locator): void => {
    const artifactSha256 = files.get(artifactId)?.sha256 ?? annotation.artifactSha256;
    put({ ...annotation, artifactId, artifactSha256, locator });
    announce(m.citations.moved(place(locator)));
  };
  return { actions, announce, put, point };
};

const useCite = (desk: EditingDesk, words: Words): CitationEdits['cite'] => {
  const { actions, announce } = useEdit(desk, words);
  const { assignmentId, artifactId, criterionId, stage } = desk;
  const { m, letter, place, howToSelect } = words;
  return (withNote) => {
    if (artifactId === null) return;
    const locator = stage.describe();
    const criterionIds = criterionId === null ? [] : [criterionId];
    const cited = actions.cite(assignmentId, { artifactId, locator, text: '', criterionIds });
    if (cited === null) return;
    stage.perform('clear-place');
    desk.choose(cited.annotationId);
    // Drawn at once: what is typed next belongs into the note.
    if (withNote) flushSync(() => desk.writeNote(cited.annotationId));
    const said = {
      new: m.review.cited,
      joined: m.citations.joined,
      known: m.citations.known,
    }[cited.outcome](place(locator), letter(criterionId));
    announce(locator.kind === 'whole' ? `${said} ${howToSelect(artifactId)}`.trim() : said);
  };
};

const usePlaces = (
  desk: EditingDesk,
  words: Words,
): Pick<CitationEdits, 'move' | 'citeHere' | 'retime' | 'edgeHere'> => {
  const { announce, point } = useEdit(desk, words);
  const { artifactId, stage } = desk;
  const { m, howToSelect } = words;
  return {
    move: (annotationId, locator) => {
      const annotation = desk.citations.byId.get(annotationId);
      if (annotation !== undefined) point(annotation, annotation.artifactId, locator);
    },
    citeHere: (annotation) => {
      if (artifactId === null) return;
      const locator = stage.describe();
      // A place in the file is not given up for no place at all.
      if (locator.kind === 'whole' && annotation.locator.kind !== 'whole') {
        announce(`${m.citations.nothingSelected} ${howToSelect(artifactId)}`.trim());
        return;
      }
      desk.forgetAnchor(annotation.id);
      point(annotation, artifactId, locator);
      stage.perform('clear-place');
    },
    retime: (annotation, seconds) => {
      if (annotation.locator.kind !== 'time') return;
      point(annotation, annotation.artifactId, shifted(annotation.locator, seconds));
    },
    edgeHere: (annotation, edge) => {
      const here = stage.describe();
      if (annotation.locator.kind !== 'time' || here.kind !== 'time') return;
      if (annotation.artifactId !== artifactId) return;
      const time = edge === 'start' ? here.start : (here.end ?? here.start);
      point(annotation, annotation.artifactId, withEdge(annotation.locator, edge, time));
    },
  };
};

/** The ways to edit citations, for the desk. */
export const useCitationEdits = (desk: EditingDesk): CitationEdits => {
  const words = useWords(desk);
  const { actions, announce, put } = useEdit(desk, words);
  const { assignmentId } = desk;
  const { m, letter, place, undoKeys, ofStep } = words;

  const turn = (
    step: CitationStep | null,
    target: Annotation | null,
    said: (what: string) => string,
  ): void => {
    if (step === null) {
      announce(m.citations.nothingToTurn);
      return;
    }
    if (target !== null) desk.choose(target.id);
    const change = target === null ? 'removed' : step.before === null || step.after === null ? 'cited' : null;
    announce(said(ofStep(change === null ? step : { ...step, change }, target)));
  };

  return {
    cite: useCite(desk, words),
    ...usePlaces(desk, words),
    remove: (annotation) => {
      actions.edit(assignmentId, { op: 'annotation.remove', annotationId: annotation.id }, 'now');
      announce(m.citations.removed(place(annotation.locator), undoKeys()));
    },
    toggle: (annotation, criterionId) => {
      const has = annotation.criterionIds.includes(criterionId);
      const criterionIds = has
        ? annotation.criterionIds.filter((id) => id !== criterionId)
        : [...annotation.criterionIds, criterionId];
      put({ ...annotation, criterionIds });
      const said = has ? m.citations.criterionTaken : m.citations.criterionAdded;
      announce(said(place(annotation.locator), letter(criterionId)));
    },
    undo: () => {
      const step = actions.undo(assignmentId);
      turn(step, step?.before ?? null, m.citations.undone);
    },
    redo: () => {
      const step = actions.redo(assignmentId);
      turn(step, step?.after ?? null, m.citations.doneAgain);
    },
  };
};
