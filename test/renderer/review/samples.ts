import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { AnnotationId, ArtifactId, CriterionId } from '../../../shared/domain/ids.ts';
import type { Locator } from '../../../shared/domain/locator.ts';
import { type MicroCredential, microCredentialSchema } from '../../../shared/domain/micro-credential.ts';
import { reviewContent } from '../../../shared/domain/review.ts';
import type { Criterion } from '../../../shared/domain/rubric.ts';
import { type ReviewDocument, reviewDocumentSchema } from '../../../shared/workbench-api/review-document.ts';

export const criterion = (id: string, scores: readonly number[] = [1, 2, 3, 4]): Criterion => ({
  id: id as CriterionId,
  title: `Criterion ${id}`,
  description: '',
  weight: 1,
  levels: scores.map((score) => ({
    score,
    title: `Level ${score}`,
    descriptor: `What ${score} looks like.`,
  })),
});

export const annotationAt = (
  locator: Locator,
  { id = 'n1', text = '', artifactId = 'a1', criterionIds = [] as readonly string[] } = {},
): Annotation => ({
  id: id as AnnotationId,
  artifactId: artifactId as ArtifactId,
  artifactSha256: 'a'.repeat(64),
  locator,
  text,
  criterionIds: criterionIds.map((one) => one as CriterionId),
  createdAt: '2026-01-20T12:00:00.000Z',
});

const microCredential = (): MicroCredential =>
  microCredentialSchema.parse({
    id: 'm1',
    code: 'WGQ',
    title: 'Whole-group questioning',
    version: '1',
    competency: 'Asks questions that make a class think.',
    issuerName: 'Lantern',
    evidenceSlots: [
      { id: 'plan', title: 'Plan', guidance: '', required: true, accepts: ['pdf'], minimum: 1 },
      { id: 'clip', title: 'Clip', guidance: '', required: true, accepts: ['video'], minimum: 1 },
    ],
    rubric: { title: 'Rubric', version: '1', criteria: [criterion('c1'), criterion('c2')] },
    rubricHash: 'a'.repeat(64),
    decisionRule: { kind: 'minimum-each', minimum: 3 },
    policies: {
      graceMinutes: 60,
      halfPoints: true,
      rationale: 'required',
      citation: 'optional',
      attemptLimit: 3,
      childSafetyProcedure: { title: 'Procedure', steps: ['Stop.'], contacts: [] },
      conditionCodes: [],
    },
  });

const file = (
  id: string,
  slotId: string,
  mediaType: string,
  kind: string,
  captionsOf: string | null = null,
) => ({
  id,
  submissionId: 's1',
  slotId,
  label: id,
  mediaType,
  sha256: 'b'.repeat(64),
  size: 1000,
  captionsOf,
  position: 0,
  kind,
  availability: 'here',
  bytesHere: 1000,
});

/** A review as main sends it, with a clip, its captions and a plan, in an order that is not the slots'. */
export const documentOf = (change: Partial<ReviewDocument> = {}): ReviewDocument => ({
  ...reviewDocumentSchema.parse({
    assignment: {
      id: 'as-1',
      submissionId: 's1',
      reviewerId: 'r1',
      kind: 'live',
      state: 'opened',
      rubricHash: 'a'.repeat(64),
      assignedAt: '2026-01-19T12:00:00.000Z',
      dueAt: '2026-01-25T12:00:00.000Z',
      leaseExpiresAt: '2026-02-01T12:00:00.000Z',
      submittedAt: null,
      amendableUntil: null,
    },
    submission: {
      id: 's1',
      code: 'WGQ-101',
      microCredentialId: 'm1',
      earnerCode: 'E-1',
      attempt: 1,
      previousSubmissionId: null,
      submittedAt: '2026-01-18T12:00:00.000Z',
      context: 'Grade 4',
      changeNote: '',
      priorFeedback: null,
    },
    microCredential: microCredential(),
    evidence: [
      file('clip', 'clip', 'video/mp4', 'video'),
      file('captions', 'clip', 'text/vtt', 'captions', 'clip'),
      file('plan', 'plan', 'application/pdf', 'pdf'),
    ],
    prior: null,
    missingSlots: [],
    content: reviewContent(['c1' as CriterionId, 'c2' as CriterionId], []),
    state: 'opened',
    editable: true,
    savedAt: null,
    amendableUntil: null,
    unsent: 0,
    arrivals: 0,
    overtaken: [],
    editsSinceFinal: 0,
    refusedFinal: false,
    onOldRubric: false,
    supersedes: [],
    activeSeconds: 0,
  }),
  ...change,
});
