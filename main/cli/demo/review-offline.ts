import { randomUUID } from 'node:crypto';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import { type AssignmentId, annotationIdSchema, type CriterionId } from '../../../shared/domain/ids.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { allowedScores } from '../../../shared/domain/rubric.ts';
import type { EvidenceItem, ReviewDocument } from '../../../shared/workbench-api/review-document.ts';
import { gaps, nextSteps, rationales, remarks, strengths } from './demo-words.ts';
import type { DemoWorkbench } from './demo-workbench.ts';
import { readEvidence } from './read-evidence.ts';

/**
 * Reviews one submission through commands alone: every criterion scored with a rationale, an annotation on each kind of
 * evidence, feedback on criteria and as a whole; then submits. `turn` varies scores and words between reviews.
 */
export const reviewOffline = async (
  workbench: DemoWorkbench,
  assignmentId: AssignmentId,
  turn: number,
): Promise<ReviewDocument> => {
  const opened = await workbench.call('review.open', { assignmentId });
  const batches = [
    scoreOperations(opened, turn),
    await annotationOperations(workbench, opened, turn),
    feedbackOperations(opened, turn),
  ];
  for (const operations of batches) {
    await workbench.call('review.applyEdits', { assignmentId, operations, activeSeconds: 60 + turn });
  }
  return workbench.call('review.submit', { assignmentId });
};

const at = <T>(list: readonly [T, ...T[]], index: number): T => list[index % list.length] ?? list[0];

const scoreOperations = ({ microCredential }: ReviewDocument, turn: number): ReviewOperation[] =>
  microCredential.rubric.criteria.flatMap((criterion, index): ReviewOperation[] => {
    const scores = allowedScores(criterion, microCredential.policies.halfPoints);
    const score = scores[(index * 2 + turn) % scores.length] ?? null;
    return [
      { op: 'score.set', criterionId: criterion.id, score: scores[0] ?? null },
      { op: 'score.set', criterionId: criterion.id, score },
      { op: 'rationale.set', criterionId: criterion.id, text: at(rationales, index + turn) },
    ];
  });

const feedbackOperations = ({ microCredential }: ReviewDocument, turn: number): ReviewOperation[] => {
  const first = microCredential.rubric.criteria[0]?.id ?? null;
  return [
    { op: 'feedback.set', criterionId: null, field: 'strength', text: at(strengths, turn) },
    { op: 'feedback.set', criterionId: null, field: 'gap', text: at(gaps, turn) },
    { op: 'feedback.set', criterionId: null, field: 'nextStep', text: at(nextSteps, turn) },
    { op: 'feedback.set', criterionId: first, field: 'strength', text: at(strengths, turn + 1) },
    { op: 'feedback.set', criterionId: first, field: 'nextStep', text: at(nextSteps, turn + 1) },
  ];
};

/** One annotation for each kind of evidence, the criteria shared out among them so that each is cited. */
const annotationOperations = async (
  workbench: DemoWorkbench,
  { evidence, microCredential }: ReviewDocument,
  turn: number,
): Promise<ReviewOperation[]> => {
  const byKind = new Map(evidence.filter(({ kind }) => kind !== 'captions').map((item) => [item.kind, item]));
  const items = [...byKind.values()];
  const criteria = microCredential.rubric.criteria.map(({ id }) => id);
  const operations: ReviewOperation[] = [];
  for (const [index, item] of items.entries()) {
    const cited = criteria.filter((_, position) => position % items.length === index);
    const locator = await locatorFor(workbench, item, turn);
    const annotation = annotationOn(item, locator, at(remarks, index + turn), cited);
    operations.push({ op: 'annotation.put', annotation });
  }
  const [first] = items;
  if (first === undefined) return operations;
  // One that the reviewer thinks better of: it must not reach the hub's result.
  const taken = annotationOn(first, { kind: 'whole' }, 'On second thought, no.', []);
  return [
    ...operations,
    { op: 'annotation.put', annotation: taken },
    { op: 'annotation.remove', annotationId: taken.id },
  ];
};

const annotationOn = (
  { id, sha256 }: EvidenceItem,
  locator: Locator,
  text: string,
  criterionIds: readonly CriterionId[],
): Annotation => ({
  id: annotationIdSchema.parse(randomUUID()),
  artifactId: id,
  artifactSha256: sha256,
  locator,
  text,
  criterionIds: [...criterionIds],
  createdAt: new Date().toISOString(),
});

const locatorFor = async (workbench: DemoWorkbench, item: EvidenceItem, turn: number): Promise<Locator> => {
  switch (item.kind) {
    case 'video':
    case 'audio':
      return { kind: 'time', start: 4.2 + turn, end: 9.75 + turn, region: null, quote: null };
    case 'pdf': {
      const rects = [{ x: 72, y: 96.5, width: 210.25, height: 14 }];
      return { kind: 'page', page: 1, rects, quote: null, position: null, continued: [] };
    }
    case 'image':
      return { kind: 'region', region: { x: 12.5, y: 20, width: 40, height: 33.3 } };
    case 'text':
      return textLocator(new TextDecoder().decode(await readEvidence(workbench, item.id)));
    default:
      return { kind: 'whole' };
  }
};

/** The first sentence-like piece of a text, with what stands around it. Positions are code points. */
const textLocator = (text: string): Locator => {
  const points = [...text];
  const start = Math.min(points.length, 20);
  const end = Math.min(points.length, start + 60);
  if (end === start) return { kind: 'whole' };
  const piece = (from: number, to: number) => points.slice(from, to).join('');
  return {
    kind: 'text',
    quote: {
      exact: piece(start, end),
      prefix: piece(Math.max(0, start - 32), start),
      suffix: piece(end, end + 32),
    },
    position: { start, end },
  };
};
