import { v5 } from 'uuid';
import { annotationJson } from '../../../shared/annotation/annotation-json.ts';
import type { ReadAnnotation } from '../../../shared/annotation/read-annotation.ts';
import { readAnnotations } from '../../../shared/annotation/read-annotations.ts';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { ImportedAnnotations } from '../../../shared/workbench-api/annotation-files.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import { applyEdits } from '../review/apply-edits.ts';
import { readReviewDocument } from '../review/review-document.ts';
import { type ReviewDeps, readWork } from '../review/work.ts';
import { whyNotEditable } from '../review/work-state.ts';

type Given = { readonly assignmentId: AssignmentId; readonly text: string };

/**
 * Reads a file of annotations into a review, as the edits a reviewer would make: all of them in one commit, or none.
 * An annotation that is there already is changed to what the file says; none is removed.
 */
export const importAnnotations = async (
  deps: ReviewDeps,
  { assignmentId, text }: Given,
): Promise<Result<ImportedAnnotations>> => {
  const { workspace, clock, bus } = deps;
  const work = readWork(workspace.db, assignmentId, clock.now());
  if (!work.ok) return work;
  const refused = whyNotEditable(work.value.state, work.value);
  if (refused !== null) return fail(refused);
  const document = readReviewDocument(workspace, assignmentId, clock.now());
  if (!document.ok) return document;
  const read = readAnnotations(text, readOptions(document.value));
  if (!read.ok) return read;
  const { annotations, problems } = read.value;
  const known = new Map(document.value.content.annotations.map((one) => [one.id, one]));
  const now = instantNow(clock);
  const compared = annotations.map((one) => compare(one, known.get(one.id), now));
  const operations = compared.flatMap(({ operation }) => operation ?? []);
  if (operations.length > 0) {
    const applied = await applyEdits(deps, { assignmentId, operations, activeSeconds: 0 });
    if (!applied.ok) return applied;
    // Unlike edits made on the screen, these are not shown there yet.
    bus.publish({ topic: 'review', ids: [assignmentId] });
  }
  const count = (wanted: Compared['outcome']): number =>
    compared.filter(({ outcome }) => outcome === wanted).length;
  return ok({
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    problems: [...problems],
  });
};

const readOptions = ({ evidence, microCredential }: ReviewDocument) => ({
  artifacts: evidence,
  criterionIds: new Set<string>(microCredential.rubric.criteria.map(({ id }) => id)),
  idFor: (name: string) => v5(name, v5.URL),
});

type Compared = {
  readonly outcome: 'added' | 'changed' | 'unchanged';
  readonly operation: ReviewOperation | null;
};

const compare = (read: ReadAnnotation, known: Annotation | undefined, now: string): Compared => {
  const annotation = { ...read, createdAt: read.createdAt ?? known?.createdAt ?? now };
  if (known !== undefined && exported(known) === exported(annotation)) {
    return { outcome: 'unchanged', operation: null };
  }
  const operation = { op: 'annotation.put' as const, annotation };
  return { outcome: known === undefined ? 'added' : 'changed', operation };
};

/** Two annotations are the same when a file says the same of them; members are always written in one order. */
const exported = (annotation: Annotation): string =>
  JSON.stringify(annotationJson(annotation, { mediaTypeOf: () => null, creator: null }));
