import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../renderer/messages/en.ts';
import { hosts } from '../helpers/hosts.ts';
import { onBusyComputer } from './helpers/busy-computer.ts';
import { openReview } from './helpers/desk.ts';
import type { FixtureBench } from './helpers/fixture-bench.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, pressTimes, tabTo } from './helpers/keyboard.ts';
import {
  chooseFile,
  lane,
  media,
  type Plant,
  startCiting,
  startMediaDesk,
  type TimePlace,
  untilFrame,
  untilPlayable,
} from './helpers/media.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

/*
 * Places in video, in a real Chromium on the web host: exact frames, ranges, loops and areas, moved by pointer and by keys,
 * and the same after a restart. Every test goes on where the one before ended.
 */
const recordings: Plant = async (folder) => {
  await copyFile(media('frames-constant.webm'), join(folder, 'a-constant.webm'));
  await copyFile(media('frames-variable.mp4'), join(folder, 'b-variable.mp4'));
  await copyFile(media('frames-variable.webm'), join(folder, 'c-variable.webm'));
};

/** The recording in which all frames are alike: so many in a second, and the first begins a little late. In seconds. */
const rate = 25;
const begins = 0.007;
const frameAt = (seconds: number): number => Math.floor((seconds - begins) * rate + 1e-6);

const video = (page: Page) => onStage(page).locator('video');

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('places in recordings on $name', (host) => {
  let desk: FixtureBench;
  const page = (): Page => desk.page();
  const { cite, kept, untilMoved } = startCiting(page, 'QST-1');

  /** Drags one end of a cited range along the timeline; negative pixels: to earlier. */
  const dragEdge = async (place: TimePlace, side: 'start' | 'end', pixels: number): Promise<void> => {
    const mark = lane(page()).getByRole('button', { name: en.viewers.place(place) });
    const box = await mark.boundingBox();
    if (box === null) throw new Error('the range is not drawn');
    const x = side === 'start' ? box.x + 2 : box.x + box.width - 2;
    const y = box.y + box.height / 2;
    await page().mouse.move(x, y);
    await page().mouse.down();
    await page().mouse.move(x + pixels, y, { steps: 4 });
    await page().mouse.up();
  };

  beforeAll(async () => {
    desk = await startMediaDesk(host, { 'QST-1': recordings });
    await openReview(page(), 'QST-1');
  });
  afterAll(() => desk.end());
  afterEach((context) => keepPicture(context, page()));

  it('steps by exactly one frame where all frames are alike', async () => {
    await chooseFile(page(), 'a-constant');
    await untilPlayable(page(), 'video');
    await untilFrame(page(), 0);
    await pressTimes(page(), '.', 12);
    await untilFrame(page(), 12);
    await pressTimes(page(), ',', 5);
    await untilFrame(page(), 7);
  });

  it('cites the frame on screen', async () => {
    const { start, end } = await cite();
    expect(end).toBeNull();
    expect(frameAt(start)).toBe(7);
    await waitForSaved(page());
  });

  // Windows has no signal that stops a process.
  it.skipIf(process.platform === 'win32')('steps by exactly one frame on a busy computer', () =>
    onBusyComputer(page(), async () => {
      for (let frame = 8; frame <= 10; frame += 1) {
        await page().keyboard.press('.');
        await untilFrame(page(), frame);
      }
      for (let frame = 9; frame >= 7; frame -= 1) {
        await page().keyboard.press(',');
        await untilFrame(page(), frame);
      }
    }),
  );

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
    // The picture stands at the end of the range before; every step has to be taken before the next thing is done.
    const frame = frameAt((await kept(-1)).end ?? 0);
    await untilFrame(page(), frame);
    await page().keyboard.press('i');
    await pressTimes(page(), '.', 2);
    await untilFrame(page(), frame + 2);
    const from = await page().evaluate((seconds) => {
      const element = document.querySelector('video') as HTMLVideoElement;
      const { currentTime } = element;
      element.currentTime += seconds;
      return currentTime;
    }, 13 / rate);
    await untilFrame(page(), frame + 15);
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
    const { start, end } = await cite();
    expect([frameAt(start), frameAt(end ?? 0)]).toEqual([frame, frame + 15]);
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
    await dragEdge(before, 'end', 42);
    const after = await untilMoved(-1, before);
    expect(after.start).toBe(before.start);
    expect(after.end ?? 0).toBeGreaterThan((before.end ?? 0) + 0.2);
  });

  it('drags either end of a range of one frame alone', async () => {
    const frame = frameAt((await kept(-1)).end ?? 0);
    await untilFrame(page(), frame);
    await page().keyboard.press('i');
    await page().keyboard.press('.');
    await untilFrame(page(), frame + 1);
    await page().keyboard.press('o');
    const before = await cite();
    expect([frameAt(before.start), frameAt(before.end ?? 0)]).toEqual([frame, frame + 1]);
    await dragEdge(before, 'end', 42);
    const longer = await untilMoved(-1, before);
    expect(longer.start).toBe(before.start);
    expect(longer.end ?? 0).toBeGreaterThan((before.end ?? 0) + 0.2);
    await dragEdge(longer, 'start', -30);
    const longest = await untilMoved(-1, longer);
    expect(longest.end).toBe(longer.end);
    expect(longest.start).toBeLessThan(longer.start - 0.2);
  });

  it('marks an area of the picture by keys, and shows it at its frame', async () => {
    await page().keyboard.press('d');
    const area = page().getByRole('application', { name: /Area to mark/ });
    await area.waitFor();
    await pressTimes(page(), 'ArrowLeft', 10);
    await pressTimes(page(), 'Shift+ArrowDown', 4);
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
});
