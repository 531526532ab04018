import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { openReview } from './helpers/desk.ts';
import type { FixtureBench } from './helpers/fixture-bench.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressTimes, tabTo } from './helpers/keyboard.ts';
import {
  chooseFile,
  oddMedia,
  type Plant,
  startMediaDesk,
  untilFrame,
  untilPlayable,
} from './helpers/media.ts';
import { onStage } from './helpers/review.ts';

/* Recordings that are odd in one way each: played as far as they go, or refused in words. */

/** Behind so many bytes of filler lies the index of the clip that has it at its end. */
const filler = 30_000_000;

const withFiller = async (from: string, to: string): Promise<void> => {
  const file = await readFile(from);
  const index = file.indexOf('moov') - 4;
  const box = Buffer.alloc(filler);
  box.writeUInt32BE(filler);
  box.write('free', 4);
  await writeFile(to, Buffer.concat([file.subarray(0, index), box, file.subarray(index)]));
};

const oddOnes: Plant = async (folder) => {
  await withFiller(oddMedia('index-at-end.mp4'), join(folder, 'index-at-end.mp4'));
  for (const name of [
    'alac-sound.mp4',
    'alac.m4a',
    'cut-off.mp4',
    'damaged.mp4',
    'empty.mp4',
    'hevc.mp4',
    'index-lost.mp4',
    'mpeg4-part-2.mp4',
    'no-sound.mp4',
    'sound-only.mp4',
    'unknown-length.webm',
  ]) {
    await copyFile(oddMedia(name), join(folder, name));
  }
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('odd recordings on $name', (host) => {
  let desk: FixtureBench;
  const page = (): Page => desk.page();

  beforeAll(async () => {
    desk = await startMediaDesk(host, { 'QST-2': oddOnes });
    await openReview(page(), 'QST-2');
  });
  afterAll(() => desk.end());
  afterEach((context) => keepPicture(context, page()));

  it('starts a clip with its index at the end without reading what lies before', async () => {
    const session = await page().context().newCDPSession(page());
    let bytes = 0;
    session.on('Network.dataReceived', ({ dataLength }) => {
      bytes += dataLength;
    });
    await session.send('Network.enable');
    await chooseFile(page(), 'index-at-end');
    await untilPlayable(page(), 'video');
    await page().keyboard.press('k');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
    await session.detach();
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThan(filler / 3);
  });

  it.each([
    ['hevc.mp4', /written as HEVC \(H\.265\), which cannot be played on this computer/],
    ['mpeg4-part-2.mp4', /written as MPEG-4 Part 2, which cannot be played/],
    ['alac.m4a', /written as Apple Lossless, which cannot be played/],
    ['empty.mp4', /This file is empty/],
    ['index-lost.mp4', /the index .* is missing, so nothing of it can be played/],
  ])('refuses %s in words', async (name, words) => {
    await chooseFile(page(), name);
    await onStage(page()).getByRole('alert').getByText(words).waitFor();
    await expectAccessible(page(), name);
  });

  it('says of a damaged clip that it is damaged once playing comes to it', async () => {
    await chooseFile(page(), 'damaged.mp4');
    await page().keyboard.press('k');
    await onStage(page())
      .getByRole('alert')
      .getByText(/It is damaged/)
      .waitFor();
  });

  it('plays what there is of a clip that is cut off, and says so', async () => {
    await chooseFile(page(), 'cut-off.mp4');
    await untilPlayable(page(), 'video');
    await onStage(page())
      .getByText(/This file is cut off: only the first 60% of it is there/)
      .waitFor();
  });

  it('says on the button why there is no sound', async () => {
    await chooseFile(page(), 'no-sound.mp4');
    await page().getByRole('button', { name: 'There is no sound in this file' }).waitFor();
    await chooseFile(page(), 'alac-sound.mp4');
    await page()
      .getByRole('button', { name: 'The sound of this file (Apple Lossless) cannot be played here' })
      .waitFor();
    await untilPlayable(page(), 'video');
  });

  it('plays sound that came as a video, without frames to step through', async () => {
    await chooseFile(page(), 'sound-only.mp4');
    await onStage(page()).getByText('This file has sound and no picture.').waitFor();
    await page().keyboard.press('k');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
    expect(await page().getByRole('button', { name: 'One frame forward' }).count()).toBe(0);
  });

  it('finds out how long a recording is that does not say it', async () => {
    await chooseFile(page(), 'unknown-length.webm');
    await page().getByText('0:00 / 0:03').waitFor();
    const position = page().getByRole('slider', { name: 'Position' });
    await tabTo(page(), position);
    await page().keyboard.press('End');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 2.9);
    await page().keyboard.press('Home');
    await untilFrame(page(), 0);
    await pressTimes(page(), '.', 3);
    await untilFrame(page(), 3);
  });
});
