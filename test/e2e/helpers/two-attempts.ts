import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { importLines } from '../../../hub/import/report.ts';
import type { Host, RunningHost } from '../../helpers/hosts.ts';
import { fixturePassword, fixtureProgram, startTestHub } from '../../helpers/hub/start-test-hub.ts';
import { connect, openReview } from './desk.ts';
import { typeInto } from './keyboard.ts';

const passphrase = 'four unrelated sample words';
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

/** The fixture program with a second attempt for Rosa, who has nothing else to do. */
const writeProgram = async (program: string, { before, after }: Texts): Promise<void> => {
  await cp(fixtureProgram, program, { recursive: true });
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

const signIn = async (page: Page, hubUrl: string): Promise<void> => {
  await connect(page, hubUrl, passphrase);
  await typeInto(page, page.getByRole('textbox', { name: 'Account' }), 'rosa.lind');
  await typeInto(page, page.getByLabel('Password'), fixturePassword);
  await page.keyboard.press('Enter');
  await page.getByText('All evidence is on this computer').waitFor();
};

export const openTwoAttempts = async (host: Host, texts: Texts): Promise<TwoAttempts> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
  const program = join(folder, 'program');
  await writeProgram(program, texts);
  const hub = await startTestHub({ program });
  const profileFolder = join(folder, 'profile');
  const running: RunningHost = await host.start({ profileFolder, width: 1280, height: 720 });
  const page = (): Page => running.page;
  await signIn(page(), hub.url);
  await openReview(page(), 'QST-3');
  return {
    page,
    restart: async () => {
      await running.restart();
      await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), passphrase);
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
      await openReview(page(), 'QST-3');
    },
    makeBlind: async () => {
      const policy = await readFile(join(program, policyFile), 'utf8');
      const blind = policy.replace('"attemptLimit": 3', '"attemptLimit": 3, "resubmission": "blind"');
      await writeFile(join(program, policyFile), blind.replace('"version": "1"', '"version": "2"'));
      const outcome = await importFolder(program, hub.deps);
      if (!outcome.ok) throw new Error(importLines(outcome).join('\n'));
    },
    end: async () => {
      await running.close();
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
