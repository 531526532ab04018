import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { streamOf } from './random.ts';

/** A word that stands in everything people wrote, and may stand in no log. */
export const CANARY = 'canary7f3';

export const PASSWORD = `${CANARY}-password`;
export const REVIEWERS = ['ana.one', 'bea.two', 'cy.three', 'dov.four'] as const;
export const SUBMISSIONS = ['QST-1', 'QST-2', 'QST-3', 'FBK-1', 'FBK-2', 'FBK-3'] as const;
export const CREDENTIALS = ['QST', 'FBK'] as const;

/** Parts are this small in the simulated world, so that a file of many parts costs little. Bytes: one chunk at rest. */
export const PART_BYTES = 262_144;

const fixture = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/program');

type MicroCredentialFile = Record<string, unknown> & { policies: Record<string, unknown>; version: string };
type RubricFile = { title: string; version: string; criteria: { description: string }[] };

/** The files of one micro-credential; `revision` 1 is the first, every other a changed rubric. */
export const writeMicroCredential = async (
  folder: string,
  code: (typeof CREDENTIALS)[number],
  revision: number,
): Promise<void> => {
  const to = join(folder, 'micro-credentials', code);
  const from = join(fixture, 'micro-credentials', code);
  await mkdir(to, { recursive: true });
  const head = JSON.parse(await readFile(join(from, 'micro-credential.json'), 'utf8')) as MicroCredentialFile;
  const policies = { ...head.policies, rationale: 'optional', graceMinutes: code === 'QST' ? 60 : 5 };
  await writeFile(
    join(to, 'micro-credential.json'),
    JSON.stringify({ ...head, policies, version: String(revision) }),
  );
  if (code === 'FBK') {
    const rubric = await readFile(join(from, 'rubric.csv'), 'utf8');
    await writeFile(join(to, 'rubric.csv'), rubric.replaceAll('Can be acted on.', `Acted on (${revision}).`));
    return;
  }
  const rubric = JSON.parse(await readFile(join(from, 'rubric.json'), 'utf8')) as RubricFile;
  for (const criterion of rubric.criteria) criterion.description += ` (${revision})`;
  await writeFile(join(to, 'rubric.json'), JSON.stringify({ ...rubric, version: String(revision) }));
};

export type AssignmentLine = {
  readonly submission: string;
  readonly reviewer: string;
  readonly due: string;
  readonly withdrawn?: boolean;
};

export const writeAssignments = (folder: string, lines: readonly AssignmentLine[]): Promise<void> =>
  writeFile(
    join(folder, 'assignments.csv'),
    [
      'submission,reviewer,kind,due,withdrawn',
      ...lines.map(
        (one) => `${one.submission},${one.reviewer},live,${one.due},${one.withdrawn ? 'yes' : ''}`,
      ),
      '',
    ].join('\n'),
  );

/** The whole program as an issuer's folder. Assignments come later, one by one. */
export const writeProgram = async (folder: string): Promise<void> => {
  for (const code of CREDENTIALS) await writeMicroCredential(folder, code, 1);
  const people = REVIEWERS.map((name) => `${name},${CANARY} ${name},reviewer,Independent,,${PASSWORD}`);
  await writeFile(
    join(folder, 'people.csv'),
    `account,name,roles,employer,district,password\n${people.join('\n')}\nivo,Ivo,issuer,Institute,,${PASSWORD}\n`,
  );
  const rows = SUBMISSIONS.map((code, at) => {
    const second = code === 'FBK-2';
    const [earner, previous, note] = second
      ? ['E-4', 'FBK-1', 'A next step was added.']
      : [`E-${at + 1}`, '', ''];
    const day = second ? '2026-02-01' : '2026-01-10';
    return `${code},${code.slice(0, 3)},${earner},${second ? 2 : 1},${previous},${day},Cedar School,Cedar District,${CANARY} grade ${at},${note}`;
  });
  const columns =
    'submission,micro_credential,earner,attempt,previous,submitted_at,employer,district,context,change_note';
  await writeFile(join(folder, 'submissions.csv'), `${columns}\n${rows.join('\n')}\n`);
  for (const code of SUBMISSIONS) await writeEvidence(folder, code);
};

const writeEvidence = async (folder: string, code: string): Promise<void> => {
  const place = join(folder, 'submissions', code);
  const text = streamOf('evidence', code);
  const put = async (slot: string, name: string, bytes: Uint8Array | string) => {
    await mkdir(join(place, slot), { recursive: true });
    await writeFile(join(place, slot, name), bytes);
  };
  if (code.startsWith('QST')) {
    await put('plan', 'plan.txt', `${CANARY} plan ${code} ${text.u32()}`);
    const size = code === 'QST-1' ? 2 * PART_BYTES + 4321 : code === 'QST-2' ? 2 * PART_BYTES : 3000;
    const head = Buffer.from('ID3\x04\x00\x00\x00\x00\x00\x00', 'latin1');
    await put('recording', 'talk.mp3', Buffer.concat([head, text.bytes(size - head.length)]));
    return;
  }
  await put('reflection', 'reflection.md', `${CANARY} reflection ${code} ${text.u32()}`);
  await cp(join(fixture, 'submissions', 'FBK-1', 'work'), join(place, 'work'), { recursive: true });
};

/** Every evidence file of the program by its SHA-256: what any reviewer must be served. */
export const evidenceOf = async (folder: string): Promise<ReadonlyMap<string, Uint8Array>> => {
  const found = new Map<string, Uint8Array>();
  const entries = await readdir(join(folder, 'submissions'), { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    found.set(createHash('sha256').update(bytes).digest('hex'), new Uint8Array(bytes));
  }
  return found;
};

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });
