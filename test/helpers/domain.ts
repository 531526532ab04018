import { createHash } from 'node:crypto';
import { type MicroCredential, microCredentialSchema } from '../../shared/domain/micro-credential.ts';
import type { Policies } from '../../shared/domain/policies.ts';
import { type Rubric, rubricHash, rubricSchema } from '../../shared/domain/rubric.ts';

const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** A rubric of two criteria with four levels each. */
export const aRubric = (): Rubric =>
  rubricSchema.parse({
    title: 'Questioning',
    version: '1',
    criteria: ['opening', 'probing'].map((id) => ({
      id,
      title: id,
      description: '',
      weight: 1,
      levels: [1, 2, 3, 4].map((score) => ({
        score,
        title: `Level ${score}`,
        descriptor: `What ${score} looks like`,
      })),
    })),
  });

/** A micro-credential over `aRubric`: rationale required, whole points, two condition codes. */
export const aMicroCredential = (policies: Partial<Policies> = {}): MicroCredential => {
  const rubric = aRubric();
  return microCredentialSchema.parse({
    id: 'mc-1',
    code: 'WGQ',
    title: 'Whole-group questioning',
    version: '1',
    competency: 'Asks questions that make a whole class think.',
    issuerName: 'Example Institute',
    evidenceSlots: [
      {
        id: 'plan',
        title: 'Lesson plan',
        guidance: '',
        required: true,
        accepts: ['pdf', 'document'],
        minimum: 1,
      },
    ],
    rubric,
    rubricHash: rubricHash(rubric, sha256Hex),
    decisionRule: { kind: 'minimum-each', minimum: 3 },
    policies: {
      graceMinutes: 60,
      halfPoints: false,
      rationale: 'required',
      citation: 'optional',
      attemptLimit: 3,
      childSafetyProcedure: { title: 'Child safety', steps: ['Stop.'], contacts: [] },
      conditionCodes: [
        { code: 'inaudible', title: 'Inaudible', description: '', scope: 'criterion' },
        { code: 'no-consent', title: 'No consent', description: '', scope: 'submission' },
      ],
      ...policies,
    },
  });
};
