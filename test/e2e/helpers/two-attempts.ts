import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { importLines } from '../../../hub/import/report.ts';
import type { Host } from '../../helpers/hosts.ts';
import { openReview } from './desk.ts';
import { startFixtureBench } from './fixture-bench.ts';

const media = join(import.meta.dirname, '../../fixtures/media');
const policyFile = 'micro-credentials/QST/micro-credential.json';

/** The texts of both attempts, in the slot of the plan. */
export type Texts = { readonly before: string; readonly after: string };

/** A workbench in which the review of a second attempt (QST-3, after QST-1) is open. */
export type TwoAttempts = {
  readonly page: () => Page;
  restart(): Promise<void>;
  /** From now on the micro-credential is reviewed blind. */
  makeBlind(): Promise<void>;
  end(): Promise<void>;
};

const put = async (program: string, file: string, content: string): Promise<void> => {
  await mkdir(dirname(join(program, file)), { recursive: true });
  await writeFile(join(program, file), content);
};

/** A second attempt for Rosa, who has nothing else to do. */
const addSecondAttempt = async (program: string, { before, after }: Texts): Promise<void> => {
  const submissions = await readFile(join(program, 'submissions.csv'), 'utf8');
  const second =
    'QST-3,QST,E-11,2,QST-1,2026-02-10T10:00:00Z,Cedar School,Cedar District,"Grade 4, science",';
  await put(program, 'submissions.csv', `${submissions.trimEnd()}\n${second}I asked fewer questions.\n`);
  await put(program, 'assignments.csv', 'submission,reviewer,kind,due\nQST-3,rosa.lind,live,+5d\n');
  await put(
    program,
    'prior-feedback.csv',
    'submission,criterion,score,strength,gap,next_step\nQST-1,,,Questions were ready.,Too many of them.,Ask one.\n',
  );
  await put(program, 'submissions/QST-1/plan/notes.md', before);
  await put(program, 'submissions/QST-3/plan/notes.md', after);
  await mkdir(join(program, 'submissions/QST-3/recording'), { recursive: true });
  await copyFile(join(media, 'clip.mp4'), join(program, 'submissions/QST-3/recording/clip.mp4'));
};

export const openTwoAttempts = async (host: Host, texts: Texts): Promise<TwoAttempts> => {
  const bench = await startFixtureBench(host, (program) => addSecondAttempt(program, texts));
  const { page, program, hub } = bench;
  await openReview(page(), 'QST-3');
  return {
    page,
    restart: async () => {
      await bench.restart();
      await openReview(page(), 'QST-3');
    },
    makeBlind: async () => {
      const policy = await readFile(join(program, policyFile), 'utf8');
      const blind = policy.replace('"attemptLimit": 3', '"attemptLimit": 3, "resubmission": "blind"');
      await writeFile(join(program, policyFile), blind.replace('"version": "1"', '"version": "2"'));
      const outcome = await importFolder(program, hub.deps);
      if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
    },
    end: bench.end,
  };
};
