import { annotationsCsv, type TableNames } from '../../../shared/annotation/annotations-csv.ts';
import { annotationsWebVtt, isTimed } from '../../../shared/annotation/annotations-webvtt.ts';
import { collectionJson } from '../../../shared/annotation/collection-json.ts';
import { urnOf } from '../../../shared/annotation/iri.ts';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { AssignmentId } from '../../../shared/domain/ids.ts';
import { criterionLetter } from '../../../shared/domain/rubric.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import type { AnnotationFormat } from '../../../shared/workbench-api/annotation-files.ts';
import type { CommandOutput } from '../../../shared/workbench-api/commands.ts';
import type { ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { instantNow } from '../../core/instant.ts';
import type { WorkbenchPorts } from '../../core/ports.ts';
import { readReviewDocument } from '../review/review-document.ts';
import type { Workspace } from '../workspace.ts';
import { inReadingOrder } from './reading-order.ts';

type ExportDeps = {
  readonly workspace: Pick<Workspace, 'db' | 'keyring' | 'openedReviews' | 'deviceId'>;
  readonly ports: Pick<WorkbenchPorts, 'clock' | 'deliverFile'>;
};

type Wanted = { readonly assignmentId: AssignmentId; readonly format: AnnotationFormat };

/** Hands the person a file with the annotations of a review, whatever state it is in as long as it can be read. */
export const exportAnnotations = async (
  { workspace, ports }: ExportDeps,
  { assignmentId, format }: Wanted,
): Promise<Result<CommandOutput<'review.exportAnnotations'>>> => {
  const document = readReviewDocument(workspace, assignmentId, ports.clock.now());
  if (!document.ok) return document;
  const all = inReadingOrder(document.value);
  const annotations = format === 'webvtt' ? all.filter(isTimed) : all;
  if (all.length === 0) return fail(problem('annotations-nothing-to-export'));
  if (annotations.length === 0) return fail(problem('annotations-nothing-timed'));
  const day = instantNow(ports.clock).slice(0, 10);
  const code = document.value.submission.code.replace(/[^\w.-]+/g, '-');
  const fileName = `${code}-annotations-${day}.${endings[format]}`;
  const bytes = Buffer.from(written(annotations, document.value, format), 'utf8');
  const delivered = await ports.deliverFile(fileName, bytes);
  return ok(
    delivered.delivery === 'cancelled' ? delivered : { ...delivered, fileName, written: annotations.length },
  );
};

const endings: Readonly<Record<AnnotationFormat, string>> = {
  'json-ld': 'jsonld',
  csv: 'csv',
  webvtt: 'vtt',
};

const written = (
  annotations: readonly Annotation[],
  document: ReviewDocument,
  format: AnnotationFormat,
): string => {
  switch (format) {
    case 'json-ld':
      return `${JSON.stringify(asJsonLd(annotations, document))}\n`;
    case 'csv':
      return annotationsCsv(annotations, namesOf(document));
    case 'webvtt':
      return annotationsWebVtt(annotations, namesOf(document));
    default:
      return assertNever(format);
  }
};

/** Files and persons are named by their codes alone: the file names and the reviewer's name stay here. */
const asJsonLd = (annotations: readonly Annotation[], { assignment, submission, evidence }: ReviewDocument) =>
  collectionJson(annotations, {
    reviewId: assignment.id,
    label: `Annotations of ${submission.code}`,
    creator: { id: urnOf('account', assignment.reviewerId), type: 'Person' },
    mediaTypeOf: (id) => evidence.find((one) => one.id === id)?.mediaType ?? null,
  });

const namesOf = ({ submission, evidence, microCredential }: ReviewDocument): TableNames => ({
  code: submission.code,
  labelOf: (id) => evidence.find((one) => one.id === id)?.label ?? id,
  criteria: microCredential.rubric.criteria.map(({ id, title }, at) => ({
    id,
    title,
    letter: criterionLetter(at),
  })),
});
