import type { Annotation } from '../../shared/domain/annotation.ts';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { EditUrgency } from './review-autosave.ts';
import { type Citation, type Cited, citationEdit } from './review-citing.ts';
import {
  type CitationHistory,
  type CitationStep,
  recorded,
  redone,
  sealed,
  stepOf,
  type Turn,
  undone,
} from './review-history.ts';
import { applyOperations } from './review-overlay.ts';
import type { ReviewSessions } from './review-sessions.ts';

export type Editing = {
  readonly edit: (assignmentId: AssignmentId, operation: ReviewOperation, urgency: EditUrgency) => void;
  /** Cites a place, or ties its citation to more criteria; null when the review cannot take one. */
  readonly cite: (assignmentId: AssignmentId, citation: Citation) => Cited | null;
  /** Takes back the last edit of a citation that can be, and says which; null when there is none. */
  readonly undo: (assignmentId: AssignmentId) => CitationStep | null;
  /** Does again what was undone last. */
  readonly redo: (assignmentId: AssignmentId) => CitationStep | null;
  /** Commits what waits. What is typed into a note after it is a step of its own for `undo`. */
  readonly flush: (assignmentId: AssignmentId) => Promise<Result<null, Problem>>;
  /** Commits what waits as the page goes away: nothing can be waited for any more. */
  readonly flushLast: (assignmentId: AssignmentId) => void;
};

type Take = (history: CitationHistory, annotations: readonly Annotation[]) => Turn | null;

/** Edits, shown at once and carried to their commit; those of citations can be undone while the window is open. */
export const createEditing = (
  sessions: ReviewSessions,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
): Editing => {
  const lay = (id: AssignmentId, operation: ReviewOperation, urgency: EditUrgency): boolean => {
    const { content, document } = sessions.sessionOf(id);
    if (content === null || document?.editable !== true) return false;
    sessions.change(id, { content: applyOperations(content, [operation]) });
    sessions.autosave.edit(id, operation, urgency);
    return true;
  };
  const edit = (id: AssignmentId, operation: ReviewOperation, urgency: EditUrgency): void => {
    const known = sessions.sessionOf(id).content?.annotations ?? [];
    const step = stepOf(known, operation, urgency, now());
    if (lay(id, operation, urgency) && step !== null)
      sessions.keepHistory(id, recorded(sessions.historyOf(id), step));
  };
  const turn = (id: AssignmentId, take: Take): CitationStep | null => {
    const turned = take(sessions.historyOf(id), sessions.sessionOf(id).content?.annotations ?? []);
    if (turned === null || !lay(id, turned.operation, 'now')) return null;
    sessions.keepHistory(id, turned.history);
    return turned.step;
  };

  return {
    edit,
    cite: (id, citation) => {
      const { content, document } = sessions.sessionOf(id);
      if (content === null || document === null) return null;
      const createdAt = new Date(now()).toISOString();
      const made = citationEdit(document, content, citation, { newId, createdAt });
      if (made?.operation != null) edit(id, made.operation, 'now');
      return made && { annotationId: made.annotationId, outcome: made.outcome };
    },
    undo: (id) => turn(id, undone),
    redo: (id) => turn(id, redone),
    flush: (id) => {
      sessions.keepHistory(id, sealed(sessions.historyOf(id)));
      return sessions.autosave.flush(id);
    },
    flushLast: sessions.autosave.flushLast,
  };
};
