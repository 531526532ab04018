import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../renderer/messages/en.ts';
import type { Locator as Place } from '../../shared/domain/locator.ts';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { openReview } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, tabTo } from './helpers/keyboard.ts';
import {
  chooseFile,
  keptPlaces,
  lane,
  type MediaDesk,
  media,
  oddMedia,
  type Plant,
  startMediaDesk,
  toQueueAndOpen,
  untilFrame,
  untilKept,
  untilPlayable,
  writeCaptions,
} from './helpers/media.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

/*
 * Places in video and sound, in a real Chromium on the web host: exact frames, ranges, loops, areas, quotes from the
 * captions, moved by pointer and by keys, and the same after a restart. Then recordings that are odd in one way each.
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

const recordings: Plant = async (folder) => {
  await copyFile(media('frames-constant.webm'), join(folder, 'a-constant.webm'));
  await writeCaptions(join(folder, 'a-constant.vtt'), spoken);
  await copyFile(media('frames-variable.mp4'), join(folder, 'b-variable.mp4'));
  await copyFile(media('frames-variable.webm'), join(folder, 'c-variable.webm'));
  await copyFile(media('talk.ogg'), join(folder, 'd-talk.ogg'));
  await writeCaptions(join(folder, 'd-talk.vtt'), ['What makes you say that?', 'Because I saw it.']);
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

type TimePlace = Extract<Place, { kind: 'time' }>;

const timePlace = (place: Place | undefined): TimePlace => {
  if (place?.kind !== 'time') throw new Error(`a ${place?.kind ?? 'missing place'} is no place in time`);
  return place;
};

const video = (page: Page) => onStage(page).locator('video');

const currentTime = (page: Page, kind: 'video' | 'audio'): Promise<number> =>
  page.evaluate((name) => document.querySelector<HTMLMediaElement>(name)?.currentTime ?? -1, kind);

const press = async (page: Page, key: string, times: number): Promise<void> => {
  for (let presses = 0; presses < times; presses += 1) await page.keyboard.press(key);
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('places in recordings on $name', (host) => {
  let desk: MediaDesk;
  const page = (): Page => desk.page();
  /** How many citations were made so far: every test goes on where the one before ended. */
  let made = 0;

  const cite = async (): Promise<TimePlace> => {
    await page().keyboard.press('c');
    made += 1;
    return timePlace((await untilKept(page(), 'QST-1', ({ length }) => length === made)).at(-1));
  };
  /** A citation by its place in the order they were made, from the end with negative numbers. */
  const kept = async (at: number): Promise<TimePlace> =>
    timePlace((await keptPlaces(page(), 'QST-1')).at(at));
  const untilMoved = async (at: number, from: TimePlace): Promise<TimePlace> => {
    const moved = (place: Place | undefined): boolean => JSON.stringify(place) !== JSON.stringify(from);
    return timePlace((await untilKept(page(), 'QST-1', (places) => moved(places.at(at)))).at(at));
  };

  beforeAll(async () => {
    desk = await startMediaDesk(host, { 'QST-1': recordings, 'QST-2': oddOnes });
    await openReview(page(), 'QST-1');
  });
  afterAll(() => desk.end());
  afterEach((context) => keepPicture(context, page()));

  it('steps by exactly one frame where all frames are alike', async () => {
    await chooseFile(page(), 'a-constant');
    await untilPlayable(page(), 'video');
    await untilFrame(page(), 0);
    await press(page(), '.', 12);
    await untilFrame(page(), 12);
    await press(page(), ',', 5);
    await untilFrame(page(), 7);
  });

  it('cites the frame on screen', async () => {
    const { start, end } = await cite();
    expect(end).toBeNull();
    expect(start).toBeGreaterThan(7 / 25);
    expect(start).toBeLessThan(8 / 25 + 0.007);
    await waitForSaved(page());
  });

  it.each(['b-variable', 'c-variable'])('steps by exactly one frame where they differ: %s', async (name) => {
    await chooseFile(page(), name);
    await untilPlayable(page(), 'video');
    await untilFrame(page(), 0);
    for (let frame = 1; frame <= 7; frame += 1) {
      await page().keyboard.press('.');
      await untilFrame(page(), frame);
    }
    for (let frame = 6; frame >= 5; frame -= 1) {
      await page().keyboard.press(',');
      await untilFrame(page(), frame);
    }
    await page().keyboard.press('.');
    await untilFrame(page(), 6);
    await cite();
  });

  it('reopens on exactly those frames after a restart', async () => {
    await waitForSaved(page());
    await desk.restart();
    await openReview(page(), 'QST-1');
    // From the list, which opens the file for it; then from the timeline of the file that is open.
    await page()
      .getByRole('button', { name: /^Show .* in b-variable/ })
      .first()
      .click();
    await untilFrame(page(), 6);
    for (const [name, frame] of [
      ['c-variable', 6],
      ['a-constant', 7],
    ] as const) {
      await chooseFile(page(), name);
      await untilPlayable(page(), 'video');
      await pressOn(page(), lane(page()).getByRole('button'));
      await untilFrame(page(), frame);
    }
  });

  it('marks a range by two keys, shows it, and cites it', async () => {
    await page().keyboard.press('l');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 5);
    await page().keyboard.press('i');
    const startHandle = page().getByRole('slider', { name: 'Start of the range' });
    await startHandle.waitFor();
    await page().keyboard.press('j');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 9) < 1);
    await page().keyboard.press('o');
    const endHandle = page().getByRole('slider', { name: 'End of the range' });
    await endHandle.waitFor();
    const before = Number(await endHandle.getAttribute('aria-valuenow'));
    expect(Number(await startHandle.getAttribute('aria-valuenow')), 'swapped').toBeLessThan(1);
    await tabTo(page(), endHandle);
    await page().keyboard.press('Shift+ArrowLeft');
    expect(Number(await endHandle.getAttribute('aria-valuenow'))).toBeCloseTo(before - 1, 3);
    const place = await cite();
    expect(place.end).toBeCloseTo(before - 1, 3);
    await endHandle.waitFor({ state: 'detached' });
  });

  it('loops the range, visibly, until told otherwise', async () => {
    await page().keyboard.press('i');
    await page().keyboard.press('.');
    await page().keyboard.press('.');
    await page().waitForFunction(() => !(document.querySelector('video')?.seeking ?? true));
    const from = await currentTime(page(), 'video');
    await page().evaluate(() => {
      const element = document.querySelector('video');
      if (element !== null) element.currentTime += 0.5;
    });
    await page().waitForFunction(() => !(document.querySelector('video')?.seeking ?? true));
    await page().keyboard.press('o');
    await page().keyboard.press('Shift+L');
    const loop = page().getByRole('button', { name: 'Stop playing over and over' });
    await loop.waitFor();
    const turns = await page().evaluate(async (limit) => {
      const element = document.querySelector('video') as HTMLVideoElement;
      let back = 0;
      let before = element.currentTime;
      let highest = 0;
      while (back < 3) {
        await new Promise((resolve) => element.addEventListener('timeupdate', resolve, { once: true }));
        if (element.currentTime < before - 0.2) back += 1;
        before = element.currentTime;
        highest = Math.max(highest, before);
      }
      return highest < limit;
    }, from + 1.2);
    expect(turns).toBe(true);
    await page().keyboard.press('Shift+L');
    await page().getByRole('button', { name: 'Play the range over and over' }).waitFor();
    await page().waitForFunction(
      (limit) => (document.querySelector('video')?.currentTime ?? 0) > limit,
      from + 1.2,
    );
    await page().keyboard.press('k');
    await cite();
  });

  it('moves citations by keys', async () => {
    const before = await kept(0);
    await tabTo(page(), lane(page()).getByRole('button').first());
    await page().keyboard.press('Home');
    await page().keyboard.press('Shift+Alt+ArrowRight');
    const later = await untilMoved(0, before);
    expect(later.start).toBeCloseTo(before.start + 1, 3);
    await page().keyboard.press('Alt+ArrowLeft');
    expect((await untilMoved(0, later)).start).toBeCloseTo(later.start - 0.04, 2);
  });

  it('moves citations by dragging, unless Escape takes it back', async () => {
    const before = await kept(0);
    const box = await lane(page()).locator('button:not([data-range])').first().boundingBox();
    const track = await lane(page()).boundingBox();
    if (box === null || track === null) throw new Error('the lane is not drawn');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page().mouse.move(x, y);
    await page().mouse.down();
    await page().mouse.move(x + 60, y, { steps: 4 });
    await page().keyboard.press('Escape');
    await page().mouse.up();
    await page().getByText('Not moved.').waitFor();
    expect(await kept(0)).toEqual(before);
    await page().mouse.move(x, y);
    await page().mouse.down();
    await page().mouse.move(x + 120, y, { steps: 6 });
    await page().mouse.up();
    const duration = await page().evaluate(() => document.querySelector('video')?.duration ?? 0);
    const after = await untilMoved(0, before);
    expect(after.start).toBeCloseTo(before.start + (120 / track.width) * duration, 1);
  });

  it('drags the end of a cited range alone', async () => {
    const before = await kept(-1);
    const label = en.viewers.place(before);
    const box = await lane(page()).getByRole('button', { name: label }).boundingBox();
    if (box === null) throw new Error('the range is not drawn');
    await page().mouse.move(box.x + box.width - 2, box.y + box.height / 2);
    await page().mouse.down();
    await page().mouse.move(box.x + box.width + 40, box.y + box.height / 2, { steps: 4 });
    await page().mouse.up();
    const after = await untilMoved(-1, before);
    expect(after.start).toBe(before.start);
    expect(after.end ?? 0).toBeGreaterThan((before.end ?? 0) + 0.2);
  });

  it('marks an area of the picture by keys, and shows it at its frame', async () => {
    await page().keyboard.press('d');
    const area = page().getByRole('application', { name: /Area to mark/ });
    await area.waitFor();
    await press(page(), 'ArrowLeft', 10);
    await press(page(), 'Shift+ArrowDown', 4);
    await page().keyboard.press('Enter');
    await page().getByText('Area marked. Cite it now.').waitFor();
    const { region, start } = await cite();
    expect(region).toEqual({ x: 23, y: 33, width: 34, height: 38 });
    const shown = onStage(page())
      .getByRole('button', { name: /^A/ })
      .and(page().locator('section section button'));
    const region0 = onStage(page()).locator('section button[class*="region"]');
    await region0.waitFor();
    const [box, screen] = await Promise.all([region0.boundingBox(), video(page()).boundingBox()]);
    if (box === null || screen === null) throw new Error('the area is not drawn');
    // The picture is 16:9 within its screen; the area is told in per cent of the picture, not of the bars beside it.
    const scale = Math.min(screen.width / 320, screen.height / 180);
    const left = screen.x + (screen.width - 320 * scale) / 2;
    expect(box.x).toBeCloseTo(left + 0.23 * 320 * scale, -1);
    expect(box.width).toBeCloseTo(0.34 * 320 * scale, -1);
    await page().keyboard.press('l');
    await page().waitForFunction((at) => (document.querySelector('video')?.currentTime ?? 0) > at + 1, start);
    await shown.waitFor({ state: 'detached' });
  });

  it('draws an area with the pointer, and gives it up with Escape', async () => {
    await page().keyboard.press('j');
    const screen = await video(page()).boundingBox();
    if (screen === null) throw new Error('the video is not drawn');
    await page().keyboard.press('d');
    await page()
      .getByRole('application', { name: /Area to mark/ })
      .waitFor();
    await page().keyboard.press('Escape');
    await page().getByText('No area marked.').waitFor();
    await page().keyboard.press('d');
    await page()
      .getByRole('application', { name: /Area to mark/ })
      .waitFor();
    const middle = { x: screen.x + screen.width / 2, y: screen.y + screen.height / 2 };
    await page().mouse.move(middle.x - 140, middle.y - 90);
    await page().mouse.down();
    await page().mouse.move(middle.x - 90, middle.y - 70, { steps: 3 });
    await page().mouse.up();
    await page().getByText('Area marked. Cite it now.').waitFor();
    const { region } = await cite();
    const scale = Math.min(screen.width / 320, screen.height / 180);
    expect(region?.width).toBeCloseTo((50 / (320 * scale)) * 100, 0);
    expect(region?.height).toBeCloseTo((20 / (180 * scale)) * 100, 0);
  });

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
    await press(page(), 'ArrowDown', 4);
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

describe.each(web)('odd recordings on $name', (host) => {
  let desk: MediaDesk;
  const page = (): Page => desk.page();

  beforeAll(async () => {
    desk = await startMediaDesk(host, { 'QST-2': oddOnes });
    await toQueueAndOpen(page(), 'QST-2');
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
    await press(page(), '.', 3);
    await untilFrame(page(), 3);
  });
});
