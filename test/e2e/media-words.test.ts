import { copyFile } from 'node:fs/promises';
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
  lane,
  media,
  type Plant,
  startCiting,
  startMediaDesk,
  untilPlayable,
  writeCaptions,
} from './helpers/media.ts';

/*
 * What is said in video and sound: read beside it, found, quoted with its time. And sound alone has places as video has.
 * Every test goes on where the one before ended.
 */
const spoken = [
  '<v Teacher>What do you notice about the numbers?',
  '<v Ada>They go up by <i>one</i> each time.',
  '<v Teacher>Say more about that.',
  '<v Ada>Every frame has its own number.',
  '<v Ben>And the squares are the same number.',
  '<v Ben>White is one &amp; black is zero.',
  '<v Teacher>Say more about the squares.',
  '<v Ada>I can read them.',
  '<v Teacher>Take your time.',
];

const recordings: Plant = async (folder) => {
  await copyFile(media('frames-constant.webm'), join(folder, 'a-constant.webm'));
  await writeCaptions(join(folder, 'a-constant.vtt'), spoken);
  await copyFile(media('talk.ogg'), join(folder, 'd-talk.ogg'));
  await writeCaptions(join(folder, 'd-talk.vtt'), ['What makes you say that?', 'Because I saw it.']);
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('words in recordings on $name', (host) => {
  let desk: FixtureBench;
  const page = (): Page => desk.page();
  const { cite, kept, untilMoved } = startCiting(page, 'QST-1');

  beforeAll(async () => {
    desk = await startMediaDesk(host, { 'QST-1': recordings });
    await openReview(page(), 'QST-1');
    await chooseFile(page(), 'a-constant');
    await untilPlayable(page(), 'video');
  });
  afterAll(() => desk.end());
  afterEach((context) => keepPicture(context, page()));

  it('shows the transcript, finds words in it and goes where they are said', async () => {
    await page().keyboard.press('Shift+T');
    const panel = page().getByRole('region', { name: 'Transcript' });
    await panel.getByText('What do you notice about the numbers?').waitFor();
    await expectAccessible(page(), 'a video with its transcript');
    await page().keyboard.press('/');
    await page().keyboard.type('say MORE about');
    await panel.getByText('1 of 2').waitFor();
    await page().keyboard.press('F3');
    await panel.getByText('2 of 2').waitFor();
    await page().keyboard.press('Shift+F3');
    await panel.getByText('1 of 2').waitFor();
    await page().keyboard.press('Escape');
    await tabTo(page(), panel.getByRole('list', { name: 'Captions by time' }));
    await page().keyboard.press('Home');
    await pressTimes(page(), 'ArrowDown', 4);
    await page().waitForFunction(() => document.activeElement?.textContent === '0:04');
    await page().keyboard.press('Enter');
    await page().waitForFunction(
      () => Math.abs((document.querySelector('video')?.currentTime ?? 0) - 4) < 0.01,
    );
    await panel.locator('[aria-current="true"]').getByText('And the squares are the same number.').waitFor();
  });

  it('cites selected words with the time they are said in, and marks them', async () => {
    const panel = page().getByRole('region', { name: 'Transcript' });
    await page().keyboard.press('Shift+ArrowRight');
    await page().waitForFunction(
      () => document.getSelection()?.toString() === 'And the squares are the same number.',
    );
    const place = await cite();
    expect(place).toMatchObject({ start: 4, end: 4.95 });
    expect(place.quote).toEqual({
      exact: 'And the squares are the same number.',
      prefix: expect.stringMatching(/Every frame has its own number\.\n$/),
      suffix: expect.stringMatching(/^\nWhite is one & black is zero\./),
    });
    await panel.locator('mark[data-quoted="found"]').getByText('And the squares').waitFor();
    await page().keyboard.press('Shift+T');
    await panel.waitFor({ state: 'detached' });
  });

  it('pauses while a rationale is typed', async () => {
    await page().keyboard.press('k');
    await page().waitForFunction(() => document.querySelector('video')?.paused === false);
    await page().keyboard.press('e');
    await page().keyboard.type('They say so');
    await page().waitForFunction(() => document.querySelector('video')?.paused === true);
    await page().keyboard.press('Escape');
  });

  it('does the same with sound: range, citation, moving it, words', async () => {
    await chooseFile(page(), 'd-talk');
    await untilPlayable(page(), 'audio');
    await page().getByRole('img', { name: 'Waveform' }).waitFor();
    await page().keyboard.press('i');
    await page().evaluate(() => {
      const sound = document.querySelector('audio');
      if (sound !== null) sound.currentTime = 1.5;
    });
    await page().keyboard.press('o');
    await page().getByRole('slider', { name: 'End of the range' }).waitFor();
    expect(await cite()).toMatchObject({ start: 0, end: 1.5, quote: null });
    await tabTo(page(), lane(page()).getByRole('button').first());
    const cited = await kept(-1);
    await page().keyboard.press('Alt+ArrowRight');
    expect(await untilMoved(-1, cited)).toMatchObject({ start: 0.1, end: 1.6 });
    await page().keyboard.press('/');
    const panel = page().getByRole('region', { name: 'Transcript' });
    await page().keyboard.type('because');
    await panel.getByText('1 of 1').waitFor();
    await expectAccessible(page(), 'a recording with its transcript');
    await page().keyboard.press('Escape');
    await page().keyboard.press('Tab');
    await page().keyboard.press('Shift+T');
  });
});
