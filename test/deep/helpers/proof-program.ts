import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Stream, streamOf } from '../../sim/world/random.ts';

export const password = 'proof-password';

export type ProofProgram = {
  readonly folder: string;
  readonly reviewers: readonly string[];
  readonly submissions: readonly string[];
};

type Wanted = {
  readonly reviewers: number;
  /** Bytes of the recording of each submission. A part of a download has 8 MiB. */
  readonly recordings: readonly number[];
  /** A small text beside each recording. */
  readonly plans: boolean;
  readonly seed: number;
  /** What people wrote: the setting of each submission, its plan, and a snippet of the issuer's comment bank. */
  readonly words?: { readonly context: string; readonly plan: string; readonly snippet: string };
};

const criteria = ['planning', 'waiting', 'probing', 'building'];

const microCredential = {
  code: 'PRF',
  title: 'Proof',
  competency: 'The educator asks questions that make students think.',
  version: '1',
  issuer: { name: 'Proof Institute' },
  evidenceSlots: [
    { id: 'plan', title: 'Plan', guidance: '', required: false, accepts: ['text'], minimum: 1 },
    { id: 'recording', title: 'Recording', guidance: '', required: true, accepts: ['audio'], minimum: 1 },
  ],
  decisionRule: { kind: 'minimum-each', minimum: 2 },
  policies: {
    graceMinutes: 600,
    halfPoints: true,
    rationale: 'optional',
    citation: 'optional',
    attemptLimit: 3,
    childSafetyProcedure: {
      title: 'A child may be at risk',
      steps: ['Stop reviewing.'],
      contacts: [{ label: 'Safeguarding desk', value: '555 0100' }],
    },
    conditionCodes: [
      { code: 'no-sound', title: 'No sound', description: 'It cannot be heard.', scope: 'criterion' },
    ],
  },
};

const rubric = {
  title: 'Proof',
  version: '1',
  criteria: criteria.map((id) => ({
    id,
    title: id,
    description: `What ${id} is.`,
    weight: 1,
    levels: [1, 2, 3].map((score) => ({ score, title: `Level ${score}`, descriptor: `${id} at ${score}.` })),
  })),
};

const put = async (folder: string, name: string, content: string | Uint8Array): Promise<void> => {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
};

/** Sound that nobody needs to hear: a header, then bytes that do not compress. */
const recording = (size: number, random: Stream): Buffer => {
  const bytes = Buffer.alloc(size);
  const block = random.bytes(65_536);
  for (let at = 0; at < size; at += block.length) {
    bytes.set(block.subarray(0, Math.min(block.length, size - at)), at);
    bytes.writeUInt32LE(random.u32(), Math.min(at, size - 4));
  }
  bytes.write('ID3\x04\x00\x00\x00\x00\x00\x00', 0, 'latin1');
  return bytes;
};

/** A program of its own as an issuer's folder: everything is assigned to everybody. */
export const writeProofProgram = async (folder: string, wanted: Wanted): Promise<ProofProgram> => {
  const reviewers = Array.from({ length: wanted.reviewers }, (_, at) => `reviewer-${at + 1}`);
  const submissions = wanted.recordings.map((_, at) => `PRF-${at + 1}`);
  const text = (name: string, lines: readonly string[]) => put(folder, name, `${lines.join('\n')}\n`);
  const { words } = wanted;
  const commentBank =
    words === undefined
      ? []
      : [{ id: 'one', title: 'One', text: words.snippet, kind: 'any', criterionId: null }];
  await put(
    folder,
    'micro-credentials/PRF/micro-credential.json',
    JSON.stringify({ ...microCredential, commentBank }),
  );
  await put(folder, 'micro-credentials/PRF/rubric.json', JSON.stringify(rubric));
  await text('people.csv', [
    'account,name,roles,employer,district,password',
    ...reviewers.map((account) => `${account},${account},reviewer,Independent,,${password}`),
    `issuer,Issuer,issuer,Proof Institute,,${password}`,
  ]);
  await text('submissions.csv', [
    'submission,micro_credential,earner,attempt,previous,submitted_at,employer,district,context,change_note',
    ...submissions.map(
      (code, at) =>
        `${code},PRF,E-${at + 1},1,,2026-01-10,Cedar,Cedar District,${words?.context ?? `Grade ${at}`},`,
    ),
  ]);
  await text('assignments.csv', [
    'submission,reviewer,kind,due',
    ...submissions.flatMap((code) => reviewers.map((account) => `${code},${account},live,+9d`)),
  ]);
  for (const [at, code] of submissions.entries()) {
    const random = streamOf('proof evidence', wanted.seed, code);
    if (wanted.plans)
      await put(
        folder,
        `submissions/${code}/plan/plan.txt`,
        `${words?.plan ?? 'The plan'} of ${code}, ${random.u32()}.\n`,
      );
    const bytes = recording(wanted.recordings[at] ?? 0, random);
    await put(folder, `submissions/${code}/recording/talk.mp3`, bytes);
  }
  return { folder, reviewers, submissions };
};
