import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HubDeps, SampleSignIns } from '../context/deps.ts';
import { putSetting } from '../database/tables/settings.ts';
import { importFolder } from '../import/import-folder.ts';
import { collectIssues } from '../import/import-issue.ts';
import type { ExtraFile } from '../import/read-evidence.ts';
import { readPeople } from '../import/read-people.ts';
import { importLines } from '../import/report.ts';
import { expandDiscussion } from './expand-discussion.ts';

/** Where the long recording belongs; too big to be kept whole, so it is expanded when the sample hub is first made. */
const discussion = { submission: 'WGQ-108', slot: 'discussion-audio', name: 'group-discussion' } as const;

/** The password is printed and shown to everybody: making it hard to guess from its hash would only cost them time. */
const publicPasswordCost = { n: 1024, r: 8, p: 1 } as const;

/**
 * Fills a new hub with the sample program, once: the sign-ins it leaves in the settings say that it was done. Answers the
 * hub with its sign-ins. Throws with every error when the program's folder is not in order.
 */
export const seedSample = async (deps: HubDeps, programFolder: string, dataDir: string): Promise<HubDeps> => {
  if (deps.identity.sample !== null) return deps;
  const workFolder = join(dataDir, 'seeding');
  await mkdir(workFolder, { recursive: true });
  try {
    const extraFiles = await longDiscussion(dirname(programFolder), workFolder);
    const outcome = await importFolder(
      programFolder,
      { ...deps, passwordCost: publicPasswordCost },
      { extraFiles },
    );
    if (!outcome.ok) {
      throw new Error(['The sample program cannot be imported.', ...importLines(outcome)].join('\n'));
    }
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
  const sample = await signInsOf(programFolder);
  await deps.database.write(async (db) => {
    await putSetting(db, 'hub-name', 'Assay sample hub');
    await putSetting(db, 'sample', JSON.stringify(sample));
  });
  return { ...deps, identity: { ...deps.identity, name: 'Assay sample hub', sample } };
};

/** The recording and its captions, when they lie beside the program. */
const longDiscussion = async (folder: string, workFolder: string): Promise<ExtraFile[]> => {
  const recording = join(folder, 'long-discussion.ulaw');
  const captions = join(folder, 'long-discussion.vtt');
  if (!existsSync(recording)) return [];
  const wav = join(workFolder, 'group-discussion.wav');
  await pipeline(Readable.from(expandDiscussion(recording)), createWriteStream(wav));
  const { submission, slot, name } = discussion;
  const files: ExtraFile[] = [{ submission, slot, name: `${name}.wav`, path: wav }];
  if (existsSync(captions)) files.push({ submission, slot, name: `${name}.vtt`, path: captions });
  return files;
};

const signInsOf = async (programFolder: string): Promise<SampleSignIns> => {
  const people = (await readPeople(programFolder, collectIssues())) ?? [];
  const password = people[0]?.password ?? '';
  return {
    password,
    accounts: people
      .filter((person) => person.password === password)
      .map(({ account, name, roles }) => ({ account, name, roles: [...roles] })),
  };
};
