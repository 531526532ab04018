import { createHash } from 'node:crypto';
import { instantSchema } from '../../../shared/domain/ids.ts';
import { type MicroCredential, microCredentialSchema } from '../../../shared/domain/micro-credential.ts';
import { rubricHash, rubricSchema } from '../../../shared/domain/rubric.ts';
import { type Change, changeSchema, type EntityKind } from '../../../shared/hub-api/changes.ts';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const mostMicroCredentials = 8;
/** Entities for each submission: itself, two files, one assignment. */
const perSubmission = 4;

const at = (minute: number): string =>
  instantSchema.parse(new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString());

const words = ['waited', 'asked', 'again', 'group', 'why', 'pairs', 'board', 'answer', 'listened', 'map'];

/** So many letters of plain words, the same for the same seed. */
const text = (seed: string, letters: number): string => {
  const digest = createHash('sha256').update(seed).digest();
  let made = '';
  for (let at = 0; made.length < letters; at += 1) made += `${words[(digest[at % 32] ?? 0) % words.length]} `;
  return made.slice(0, letters).trim();
};

/** Six criteria of four levels, described as rubrics of the field are. */
const aMicroCredential = (number: number): MicroCredential => {
  const rubric = rubricSchema.parse({
    title: `Questioning ${number}`,
    version: '1',
    criteria: Array.from({ length: 6 }, (_, criterion) => ({
      id: `criterion-${criterion + 1}`,
      title: `Criterion ${criterion + 1}`,
      description: text(`description ${number} ${criterion}`, 160),
      weight: 1,
      levels: [1, 2, 3, 4].map((score) => ({
        score,
        title: `Level ${score}`,
        descriptor: text(`level ${number} ${criterion} ${score}`, 220),
      })),
    })),
  });
  const slot = { guidance: '', required: true, minimum: 1 };
  return microCredentialSchema.parse({
    id: `micro-credential-${number}`,
    code: `MC${number}`,
    title: `Micro-credential ${number}`,
    version: '1',
    competency: text(`competency ${number}`, 200),
    issuerName: 'Bench Institute',
    evidenceSlots: [
      { ...slot, id: 'plan', title: 'Lesson plan', accepts: ['pdf'] },
      { ...slot, id: 'recording', title: 'Recording', accepts: ['video'] },
    ],
    rubric,
    rubricHash: rubricHash(rubric, sha256),
    decisionRule: { kind: 'minimum-each', minimum: 3 },
    policies: {
      graceMinutes: 60,
      halfPoints: false,
      rationale: 'required',
      citation: 'optional',
      attemptLimit: 3,
      childSafetyProcedure: { title: 'Child safety', steps: ['Stop.'], contacts: [] },
      conditionCodes: [],
    },
  });
};

const ofSubmission = (reviewerId: string, number: number, { id, rubricHash }: MicroCredential): unknown[] => {
  const submissionId = `submission-${number}`;
  const artifact = (position: number, slotId: string, label: string, mediaType: string) => ({
    id: `artifact-${number}-${position}`,
    submissionId,
    slotId,
    label,
    mediaType,
    sha256: sha256(`file ${number} ${position}`),
    size: 1_000_000 + number,
    captionsOf: null,
    position,
  });
  return [
    {
      id: submissionId,
      code: `BEN-${number}`,
      microCredentialId: id,
      earnerCode: `E-${number}`,
      attempt: 1,
      previousSubmissionId: null,
      submittedAt: at(number),
      context: text(`context ${number}`, 180),
      changeNote: '',
      priorFeedback: null,
    },
    artifact(0, 'plan', `plan-${number}.pdf`, 'application/pdf'),
    artifact(1, 'recording', `lesson-${number}.mp4`, 'video/mp4'),
    {
      id: `assignment-${number}`,
      submissionId,
      reviewerId,
      kind: 'live',
      state: 'assigned',
      rubricHash,
      assignedAt: at(number),
      dueAt: at(100_000 + number),
      leaseExpiresAt: at(200_000 + number),
      submittedAt: null,
      amendableUntil: null,
    },
  ];
};

const kinds: readonly EntityKind[] = ['submission', 'artifact', 'artifact', 'assignment'];

/**
 * A feed of exactly so many entities (at least 5): micro-credentials first, then for each submission itself, two files
 * and its assignment, as a hub fans them out. The last submission may be cut short of its assignment.
 */
export const benchFeed = (reviewerId: string, entities: number): Change[] => {
  const count = Math.min(mostMicroCredentials, entities - perSubmission);
  const judged = Array.from({ length: count }, (_, number) => aMicroCredential(number + 1));
  const changes: unknown[] = judged.map((state) => change('micro-credential', state));
  for (let number = 1; changes.length < entities; number += 1) {
    const states = ofSubmission(reviewerId, number, judged[number % count] as MicroCredential);
    changes.push(...states.map((state, index) => change(kinds[index] as EntityKind, state)));
  }
  return changes.slice(0, entities).map((one) => changeSchema.parse(one));
};

const change = (kind: EntityKind, state: unknown): unknown => ({
  change: 'state',
  kind,
  id: (state as { id: string }).id,
  version: 1,
  state,
});
