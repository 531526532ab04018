import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { AnnotationFormat, ImportedAnnotations } from '../../shared/workbench-api/annotation-files.ts';
import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { ReviewSessions } from './review-sessions.ts';

export type AnnotationFiles = {
  /** Hands the annotations to the person as a file, what was typed just now included. */
  readonly exportAnnotations: (
    assignmentId: AssignmentId,
    format: AnnotationFormat,
  ) => Promise<Result<CommandOutput<'review.exportAnnotations'>, Problem>>;
  /** Reads the text of a file into the review; the review shows what came when this answers. */
  readonly importAnnotations: (
    assignmentId: AssignmentId,
    text: string,
  ) => Promise<Result<ImportedAnnotations, Problem>>;
};

/** Files of annotations, from and to a review whose edits are committed first. */
export const createAnnotationFiles = (bridge: AssayBridge, sessions: ReviewSessions): AnnotationFiles => ({
  exportAnnotations: async (assignmentId, format) => {
    const flushed = await sessions.autosave.flush(assignmentId);
    if (!flushed.ok) return flushed;
    return bridge.call('review.exportAnnotations', { assignmentId, format });
  },
  importAnnotations: async (assignmentId, text) => {
    const flushed = await sessions.autosave.flush(assignmentId);
    if (!flushed.ok) return flushed;
    const answer = await bridge.call('review.importAnnotations', { assignmentId, text });
    if (answer.ok) await sessions.refresh(assignmentId);
    return answer;
  },
});
