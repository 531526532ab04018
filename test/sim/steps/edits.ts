import { artifactHeadsOf } from '../../../main/database/tables/hub-artifacts.ts';
import { readSubmissionHead } from '../../../main/database/tables/hub-submissions.ts';
import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { AnnotationId, ArtifactId } from '../../../shared/domain/ids.ts';
import type { MicroCredential } from '../../../shared/domain/micro-credential.ts';
import type { ReviewOperation } from '../../../shared/domain/review-operation.ts';
import { allowedScores } from '../../../shared/domain/rubric.ts';
import type { SimDevice } from '../world/device.ts';
import { CANARY } from '../world/program.ts';
import type { Stream } from '../world/random.ts';

/** One assignment on a computer with what is needed to write on it. */
export type Target = {
  readonly assignment: Assignment;
  readonly microCredential: MicroCredential;
  readonly artifacts: readonly { readonly id: ArtifactId; readonly sha256: string }[];
};

type Row = { readonly state: string };

/** Something assigned, as it is known on this computer; undefined when there is nothing. */
export const pickTarget = ({ run }: SimDevice, random: Stream): Target | undefined => {
  const { db } = run.workspace;
  const known = db
    .prepare<Row>('SELECT state FROM hub_assignments ORDER BY id')
    .all()
    .map(({ state }) => JSON.parse(state) as Assignment);
  if (known.length === 0) return undefined;
  // The first few more often: reviews are finished, and computers meet on them.
  const assignment = random.chance(0.5) ? known[0] : random.pick(known);
  if (assignment === undefined) return undefined;
  const head = readSubmissionHead(db, assignment.submissionId);
  const row = db
    .prepare<Row>('SELECT state FROM hub_micro_credentials WHERE id = ?')
    .get(head?.microCredentialId ?? '');
  if (row === undefined) return undefined;
  const microCredential = JSON.parse(row.state) as MicroCredential;
  const artifacts = artifactHeadsOf(db, assignment.submissionId) as unknown as Target['artifacts'];
  return { assignment, microCredential, artifacts };
};

/** Words that must stay what they are, and must stand in no log. */
export const wordsFrom = (random: Stream): string =>
  `${CANARY} ${random.u32().toString(36)} ${'and so on '.repeat(random.below(6))}`;

/** A few edits such as a reviewer makes in one go. */
export const someEdits = (target: Target, random: Stream): ReviewOperation[] =>
  Array.from({ length: 1 + random.below(3) }, () => oneEdit(target, random));

const oneEdit = (target: Target, random: Stream): ReviewOperation => {
  const { microCredential, artifacts } = target;
  const { rubric, policies } = microCredential;
  const criterion = random.pick(rubric.criteria);
  const criterionId = criterion.id;
  const annotationId = `note-${random.below(4)}` as AnnotationId;
  switch (random.below(6)) {
    case 0:
    case 1:
      return {
        op: 'score.set',
        criterionId,
        score: random.pick([null, ...allowedScores(criterion, policies.halfPoints)]),
      };
    case 2:
      return { op: 'rationale.set', criterionId, text: wordsFrom(random) };
    case 3:
      return {
        op: 'feedback.set',
        criterionId: null,
        field: random.pick(['strength', 'gap', 'nextStep']),
        text: wordsFrom(random),
      };
    case 4: {
      const artifact = artifacts.length === 0 ? undefined : random.pick(artifacts);
      if (artifact === undefined || random.chance(0.3)) return { op: 'annotation.remove', annotationId };
      return {
        op: 'annotation.put',
        annotation: {
          id: annotationId,
          artifactId: artifact.id,
          artifactSha256: artifact.sha256,
          locator: { kind: 'whole' },
          text: wordsFrom(random),
          criterionIds: [criterionId],
          createdAt: '2026-03-02T08:00:00.000Z',
        },
      };
    }
    default: {
      const code = policies.conditionCodes.find(({ scope }) => scope === 'criterion')?.code;
      if (code === undefined) return { op: 'rationale.set', criterionId, text: wordsFrom(random) };
      return { op: 'condition.set', criterionId, code, present: random.chance(0.5), note: wordsFrom(random) };
    }
  }
};

/** Everything a review needs to be submitted. */
export const fillingEdits = ({ microCredential }: Target, random: Stream): ReviewOperation[] => [
  ...microCredential.rubric.criteria.map(
    (criterion): ReviewOperation => ({
      op: 'score.set',
      criterionId: criterion.id,
      score: random.pick(allowedScores(criterion, microCredential.policies.halfPoints)),
    }),
  ),
  { op: 'feedback.set', criterionId: null, field: 'strength', text: wordsFrom(random) },
  { op: 'feedback.set', criterionId: null, field: 'nextStep', text: wordsFrom(random) },
];
