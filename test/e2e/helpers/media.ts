import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { Locator as Place } from '../../../shared/domain/locator.ts';
import type { AssayBridge } from '../../../shared/workbench-api/bridge.ts';
import type { Host, RunningHost } from '../../helpers/hosts.ts';
import { fixturePassword, fixtureProgram, startTestHub } from '../../helpers/hub/start-test-hub.ts';
import { connect, openReview } from './desk.ts';
import { typeInto } from './keyboard.ts';

const fixtures = join(fixtureProgram, '..');
export const oddMedia = (name: string): string => join(fixtures, 'odd-media', name);
export const media = (name: string): string => join(fixtures, 'media', name);

const passphrase = 'four unrelated sample words';

/** Puts recordings in the place of those that a submission of the fixture program has. */
export type Plant = (folder: string) => Promise<void>;

export type MediaDesk = {
  readonly page: () => Page;
  readonly host: RunningHost;
  /** Ends the workbench, starts it again on the same profile and unlocks it. */
  restart(): Promise<void>;
  end(): Promise<void>;
};

/** A hub whose submissions hold the planted recordings, and a workbench signed in to it. */
export const startMediaDesk = async (
  host: Host,
  plants: Readonly<Record<string, Plant>>,
): Promise<MediaDesk> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
  const program = join(folder, 'program');
  await cp(fixtureProgram, program, { recursive: true });
  for (const [code, plant] of Object.entries(plants)) {
    const recordings = join(program, 'submissions', code, 'recording');
    await rm(recordings, { recursive: true, force: true });
    await mkdir(recordings, { recursive: true });
    await plant(recordings);
  }
  const hub = await startTestHub({ program });
  const running = await host.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
  const page = (): Page => running.page;
  await connect(page(), hub.url, passphrase);
  await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'rosa.lind');
  await typeInto(page(), page().getByLabel('Password'), fixturePassword);
  await page().keyboard.press('Enter');
  await page().getByText('All evidence is on this computer').waitFor({ timeout: 90_000 });
  return {
    page,
    host: running,
    restart: async () => {
      await running.restart();
      await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), passphrase);
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    },
    end: async () => {
      await running.close();
      await hub.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Captions of one line a second: `lines[0]` from 0:00 to 0:00.95, and so on. */
export const writeCaptions = (path: string, lines: readonly string[]): Promise<void> => {
  const stamp = (seconds: number): string => `00:${seconds.toFixed(3).padStart(6, '0')}`;
  const cues = lines.map((line, at) => `${stamp(at)} --> ${stamp(at + 0.95)}\n${line}`);
  return writeFile(path, `\ufeff${['WEBVTT', ...cues].join('\r\n\r\n')}\r\n`);
};

/** Opens a file of the open review by what its name contains, by keyboard. */
export const chooseFile = async (page: Page, label: string): Promise<void> => {
  const list = page.getByRole('combobox', { name: 'Choose evidence' });
  for (const [key, limit] of [
    ['n', 24],
    ['p', 24],
  ] as const) {
    for (let files = 0; files < limit; files += 1) {
      if ((await list.locator('option:checked').textContent())?.includes(label)) return;
      await page.keyboard.press(key);
    }
  }
  throw new Error(`${label} is not among the evidence`);
};

export const toQueueAndOpen = async (page: Page, code: string): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  await openReview(page, code);
};

/** Waits until what is on stage can be played. */
export const untilPlayable = (page: Page, kind: 'video' | 'audio'): Promise<unknown> =>
  page.waitForFunction(
    (name) => (document.querySelector<HTMLMediaElement>(name)?.readyState ?? 0) >= 2,
    kind,
  );

/** The number that the frame on screen carries in its bar of squares; −1 before there is a frame. */
export const shownFrame = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    if (video === null || video.readyState < 2 || video.seeking) return -1;
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext('2d');
    if (context === null) return -1;
    context.drawImage(video, 0, 0, 320, 180);
    let number = 0;
    for (let bit = 0; bit < 10; bit += 1) {
      const [light = 0] = context.getImageData(20 + bit * 28 + 14, 180 - 12 - 14, 1, 1).data;
      number = number * 2 + (light > 128 ? 1 : 0);
    }
    return number;
  });

/** Waits until the frame on screen is this one and stays it: nothing plays and nothing is being looked for. */
export const untilFrame = async (page: Page, frame: number): Promise<void> => {
  const deadline = performance.now() + 10_000;
  let steady = 0;
  while (steady < 4) {
    const shown = await shownFrame(page);
    const paused = await page.evaluate(() => document.querySelector('video')?.paused ?? false);
    steady = shown === frame && paused ? steady + 1 : 0;
    if (performance.now() > deadline) throw new Error(`frame ${shown} is shown, not ${frame}`);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
};

/** What the open workbench keeps of a submission's citations, in the order they were made. */
export const keptPlaces = (page: Page, code: string): Promise<Place[]> =>
  page.evaluate(async (submission) => {
    const { assay } = globalThis as unknown as { assay: AssayBridge };
    const queue = await assay.call('queue.list', {});
    const item = queue.ok ? queue.value.items.find((one) => one.submissionCode === submission) : undefined;
    if (item === undefined) return [];
    const review = await assay.call('review.open', { assignmentId: item.assignmentId });
    const made: Annotation[] = review.ok ? [...review.value.content.annotations] : [];
    return made
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))
      .map(({ locator }) => locator);
  }, code);

/** Waits until the places that are kept are as wanted, and gives them. */
export const untilKept = async (
  page: Page,
  code: string,
  wanted: (places: readonly Place[]) => boolean,
): Promise<Place[]> => {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const places = await keptPlaces(page, code);
    if (wanted(places)) return places;
    if (performance.now() > deadline) throw new Error(`kept is ${JSON.stringify(places)}`);
  }
};

export const lane = (page: Page): Locator => page.getByRole('list', { name: 'Citations on the timeline' });
