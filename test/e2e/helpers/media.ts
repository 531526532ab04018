import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Annotation } from '../../../shared/domain/annotation.ts';
import type { Locator as Place } from '../../../shared/domain/locator.ts';
import type { AssayBridge } from '../../../shared/workbench-api/bridge.ts';
import type { Host } from '../../helpers/hosts.ts';
import { fixtureProgram } from '../../helpers/hub/start-test-hub.ts';
import { type FixtureBench, startFixtureBench } from './fixture-bench.ts';

const fixtures = join(fixtureProgram, '..');
export const oddMedia = (name: string): string => join(fixtures, 'odd-media', name);
export const media = (name: string): string => join(fixtures, 'media', name);

/** Puts recordings in the place of those that a submission of the fixture program has. */
export type Plant = (folder: string) => Promise<void>;

/** A hub whose submissions hold the planted recordings, and a workbench signed in to it. */
export const startMediaDesk = (host: Host, plants: Readonly<Record<string, Plant>>): Promise<FixtureBench> =>
  startFixtureBench(host, async (program) => {
    for (const [code, plant] of Object.entries(plants)) {
      const recordings = join(program, 'submissions', code, 'recording');
      await rm(recordings, { recursive: true, force: true });
      await mkdir(recordings, { recursive: true });
      await plant(recordings);
    }
  });

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

/** Waits until what is on stage can be played. */
export const untilPlayable = (page: Page, kind: 'video' | 'audio'): Promise<unknown> =>
  page.waitForFunction(
    (name) => (document.querySelector<HTMLMediaElement>(name)?.readyState ?? 0) >= 2,
    kind,
  );

/** The number that the frame on screen carries in its bar of squares; −1 before there is a frame. */
const shownFrame = (page: Page): Promise<number> =>
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
  const deadline = performance.now() + 30_000;
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
const keptPlaces = (page: Page, code: string): Promise<Place[]> =>
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
const untilKept = async (
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

export type TimePlace = Extract<Place, { kind: 'time' }>;

const timePlace = (place: Place | undefined): TimePlace => {
  if (place?.kind !== 'time') throw new Error(`a ${place?.kind ?? 'missing place'} is no place in time`);
  return place;
};

/** Citing times in the open review of a submission that has no citations yet. */
export const startCiting = (page: () => Page, code: string) => {
  let made = 0;
  /** A citation by its place in the order they were made, from the end with negative numbers. */
  const kept = async (at: number): Promise<TimePlace> => timePlace((await keptPlaces(page(), code)).at(at));
  return {
    kept,
    /** Cites the place the reviewer is at. */
    cite: async (): Promise<TimePlace> => {
      await page().keyboard.press('c');
      made += 1;
      return timePlace((await untilKept(page(), code, ({ length }) => length === made)).at(-1));
    },
    /** Waits until a citation is no longer where it was, and gives its new place. */
    untilMoved: async (at: number, from: TimePlace): Promise<TimePlace> => {
      const moved = (place: Place | undefined): boolean => JSON.stringify(place) !== JSON.stringify(from);
      return timePlace((await untilKept(page(), code, (places) => moved(places.at(at)))).at(at));
    },
  };
};

export const lane = (page: Page): Locator => page.getByRole('list', { name: 'Citations on the timeline' });
