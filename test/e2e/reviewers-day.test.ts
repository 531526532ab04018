import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { type Bench, connect, openReview, selectInQueue, signInAs, startBench } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { focusIsVisible, pressOn, tabTo, typeInto } from './helpers/keyboard.ts';
import {
  chosenLevel,
  onStage,
  saveState,
  scoreEverything,
  showEvidence,
  stopIdlePause,
  waitForSaved,
  writeOverall,
  writeRationale,
} from './helpers/review.ts';

/*
 * A reviewer's day on every host there is here, by keyboard alone: first run, sign-in, queue, evidence of each kind,
 * scores, a reload in the middle, the hub gone and back, submit, amend. Each step goes on where the one before ended.
 */
for (const { name, available } of hosts) {
  if (available !== true) process.stdout.write(`End to end on the host ${name} is ${available}.\n`);
}

/** Reading matter of each kind: the submission, the kind, words that stand in it. */
const readings = [
  ['FWF-203', 'Text', 'Whose sandwich is it?'],
  ['WGQ-114', 'Text', /The video is coming/],
  ['FWF-208', 'Document', 'What changed'],
] as const;

describe.each(hosts.filter(({ available }) => available === true))('a reviewer’s day on $name', (host) => {
  let bench: Bench;
  const page = () => bench.page();

  const openFromQueue = async (code: string) => {
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), code);
  };

  beforeAll(async () => {
    bench = await startBench(host);
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('connects to a hub, protects the workspace and signs in', async () => {
    await page().getByRole('button', { name: 'Connect to a hub' }).waitFor();
    await expectAccessible(page(), 'the first run');
    await connect(page(), bench.hub.url, bench.passphrase);
    await page()
      .getByRole('button', { name: /Maya Reyes/ })
      .waitFor();
    await expectAccessible(page(), 'the sign-in');
    await signInAs(page(), 'Maya Reyes');
    await expectAccessible(page(), 'the queue');
    expect(await page().getByRole('row').count()).toBe(11);
    expect(await page().getByText('Ready offline').count()).toBe(10);
  });

  it('shows the focus wherever Tab takes it', async () => {
    for (let presses = 0; presses < 12; presses += 1) {
      await page().keyboard.press('Tab');
      expect(await focusIsVisible(page()), `focus after Tab ${presses + 1}`).not.toBe(false);
    }
  });

  it('plays the clip: time really advances, seeks and is cited', async () => {
    await openReview(page(), 'WGQ-104');
    const video = onStage(page()).locator('video');
    await showEvidence(page(), 'Video', video);
    const time = () => video.evaluate((element) => (element as HTMLVideoElement).currentTime);
    await page().keyboard.press('Alt+k');
    await page().waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.6);
    const before = await time();
    await page().keyboard.press('Alt+l');
    await page().waitForFunction(
      (from) => (document.querySelector('video')?.currentTime ?? 0) >= from + 4,
      before,
    );
    await page().keyboard.press('Alt+k');
    expect(await video.evaluate((element) => (element as HTMLVideoElement).paused)).toBe(true);
    await page().keyboard.press('c');
    await page()
      .getByText(/^Cited 0:\d\d/)
      .first()
      .waitFor();
    await waitForSaved(page());
    await expectAccessible(page(), 'a video under review');
  });

  it('scores by number keys with every descriptor in view', async () => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('3');
    expect(await chosenLevel(page())).toBe('3');
    for (const level of ['Beginning', 'Developing', 'Proficient', 'Exemplary']) {
      expect(
        await page()
          .getByRole('button', { name: new RegExp(level) })
          .isVisible(),
      ).toBe(true);
    }
    await page().keyboard.press('PageDown');
    await page().mouse.move(1100, 300);
    await page().mouse.wheel(0, 600);
    expect(await chosenLevel(page()), 'scrolling never changes a score').toBe('3');
    await page().keyboard.press('2');
    expect(await chosenLevel(page())).toBe('2');
    await writeRationale(page(), 'One question asks why, and is then split into recall.');
    await waitForSaved(page());
  });

  it('keeps the level and the words through a reload in the middle', async () => {
    await page().reload();
    await page().getByRole('tab', { name: /^A / }).waitFor();
    expect(await chosenLevel(page())).toBe('2');
    expect(
      await page()
        .getByRole('textbox', { name: /^Rationale/ })
        .inputValue(),
    ).toBe('One question asks why, and is then split into recall.');
    expect(
      await page()
        .getByText(/0:\d\d/)
        .count(),
    ).toBeGreaterThan(0);
  });

  it('pages a PDF', async () => {
    await openFromQueue('WGQ-101');
    await showEvidence(page(), 'PDF', onStage(page()).getByRole('article', { name: 'Page 1' }));
    await pressOn(page(), page().getByRole('button', { name: 'Next page' }));
    await page().waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[aria-label="Go to page"]')?.value === '2',
    );
    await expectAccessible(page(), 'a PDF under review');
  });

  it('shows images', async () => {
    await openFromQueue('FWF-201');
    const image = onStage(page()).locator('img');
    await showEvidence(page(), 'Image', image);
    await page().waitForFunction(
      () => (document.querySelector('section img') as HTMLImageElement)?.naturalWidth > 300,
    );
    await expectAccessible(page(), 'an image under review');
  });

  it('gives half points where the policy has them', async () => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('3');
    await page().keyboard.press('h');
    await page().getByRole('button', { name: /^2\.5/, pressed: true }).waitFor();
    await waitForSaved(page());
  });

  it('plays sound', async () => {
    await openFromQueue('WGQ-108');
    const sound = onStage(page()).locator('audio');
    await showEvidence(page(), 'Recording', sound);
    await page().keyboard.press('Alt+k');
    await page().waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) > 0.5);
    await page().keyboard.press('Alt+k');
    expect(await sound.evaluate((element) => (element as HTMLAudioElement).duration)).toBeGreaterThan(220);
    await expectAccessible(page(), 'a recording under review');
  });

  it('shows reflections and .docx in a frame that runs nothing', async () => {
    for (const [code, kind, words] of readings) {
      await openFromQueue(code);
      const frame = onStage(page()).locator('iframe');
      await showEvidence(page(), kind, frame);
      expect(await frame.getAttribute('sandbox')).toBe('allow-same-origin');
      await frame.contentFrame().getByText(words).first().waitFor();
      await expectAccessible(page(), `${kind} under review`);
    }
  });

  it('goes on while the hub is gone, and says so', async () => {
    await bench.hub.stop();
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await openReview(page(), 'WGQ-104');
    await scoreEverything(page(), [3, 3, 3, 4, 3]);
    await writeOverall(page());
    await waitForSaved(page());
    await page().getByText('Offline', { exact: true }).first().waitFor({ timeout: 60_000 });
    await page()
      .getByText(/\d+ waiting/)
      .first()
      .waitFor();
  });

  it('checks completeness and submits offline', async () => {
    await page().keyboard.press('ControlOrMeta+Enter');
    const dialog = page().getByRole('dialog');
    await dialog.waitFor();
    await expectAccessible(page(), 'the submit dialog');
    await pressOn(page(), dialog.getByRole('button', { name: 'Submit the review' }));
    await page()
      .getByText(/You may change this until/)
      .waitFor();
    await expectAccessible(page(), 'a submitted review');
  });

  it('sends everything when the hub is back', async () => {
    await bench.hub.comeBack();
    await page().keyboard.press('g');
    await page().keyboard.press('s');
    await page().getByRole('heading', { name: 'Sync', exact: true }).waitFor();
    await pressOn(page(), page().getByRole('button', { name: 'Sync now' }));
    await page().getByText('The hub has all your work').waitFor({ timeout: 60_000 });
    const status = await page()
      .getByText(/\d+ of \d+ changes acknowledged/)
      .first()
      .textContent();
    const [, acknowledged, total] = /(\d+) of (\d+) changes/.exec(status ?? '') ?? [];
    expect(Number(acknowledged)).toBeGreaterThan(15);
    expect(acknowledged).toBe(total);
    await expectAccessible(page(), 'the sync screen');
  });

  it('amends within the grace window', async () => {
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await page().keyboard.press('2');
    await openReview(page(), 'WGQ-104');
    await page().keyboard.press('a');
    await page()
      .getByText(/^Amending/)
      .first()
      .waitFor();
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('Home');
    await page().keyboard.press('4');
    expect(await chosenLevel(page())).toBe('4');
    await waitForSaved(page());
    await page().keyboard.press('ControlOrMeta+Enter');
    await pressOn(page(), page().getByRole('dialog').getByRole('button', { name: 'Submit the review' }));
    await page()
      .getByText(/You may change this until/)
      .waitFor();
  });

  it('refuses to submit what is not complete, and says what is missing', async () => {
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().keyboard.press('1');
    await openReview(page(), 'WGQ-101');
    await page().keyboard.press('ControlOrMeta+Enter');
    const dialog = page().getByRole('dialog');
    await dialog.getByText(/6 things are missing/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Submit the review' }).count()).toBe(0);
    await expectAccessible(page(), 'the list of what is missing');
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('takes a condition code in place of a score', async () => {
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('x');
    await pressOn(page(), page().getByRole('tabpanel').getByRole('checkbox').first(), 'Space');
    await waitForSaved(page());
    await page().keyboard.press('ControlOrMeta+Enter');
    const dialog = page().getByRole('dialog');
    await dialog.getByText(/5 things are missing/).waitFor();
    // Keys belong to the dialog once it has the focus.
    await expect.poll(() => dialog.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page().keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('finds the workspace again after a crash, behind its passphrase', async () => {
    await bench.host.crash();
    await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), 'not the passphrase');
    await page().keyboard.press('Enter');
    await page()
      .getByText(/That is not the passphrase/)
      .first()
      .waitFor();
    await expectAccessible(page(), 'the unlock');
    await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), bench.passphrase);
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await page().keyboard.press('2');
    await selectInQueue(page(), 'WGQ-104');
    await openReview(page(), 'WGQ-104');
    await tabTo(page(), page().getByRole('tab', { selected: true }));
    await page().keyboard.press('Home');
    expect(await chosenLevel(page())).toBe('4');
  });

  it('keeps what was typed right before it was ended', async () => {
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().keyboard.press('1');
    await openReview(page(), 'WGQ-101');
    await stopIdlePause(page());
    await page().keyboard.press('e');
    await page().keyboard.type('Typed a moment before the end.');
    expect(await saveState(page())).toBe('saving');
    await bench.host.restart();
    await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), bench.passphrase);
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'WGQ-101');
    expect(
      await page()
        .getByRole('textbox', { name: /^Rationale/ })
        .inputValue(),
    ).toBe('Typed a moment before the end.');
  });

  it('explains the keyboard and keeps the settings', async () => {
    await page().keyboard.press('?');
    await page().getByRole('dialog').waitFor();
    await expectAccessible(page(), 'the help sheet');
    await page().keyboard.press('Escape');
    await page().keyboard.press('g');
    await page().keyboard.press('p');
    await page().getByRole('heading', { name: 'Settings', exact: true }).waitFor();
    await expectAccessible(page(), 'the settings');
    await tabTo(page(), page().getByRole('radiogroup', { name: 'Theme' }));
    await page().keyboard.press('ArrowRight');
    await page().keyboard.press('ArrowRight');
    await page().waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await expectAccessible(page(), 'the settings in the dark');
  });

  it('keeps all of the work offline with one act, and one of it no longer with one key', async () => {
    await page().keyboard.press('g');
    await page().keyboard.press('o');
    await page().getByRole('heading', { name: 'Going offline', exact: true }).waitFor();
    await page()
      .getByText(/^Fits into the/)
      .waitFor();
    await expectAccessible(page(), 'room for evidence');
    await pressOn(page(), page().getByRole('button', { name: 'Keep all of it offline' }));
    await page().getByRole('button', { name: 'Stop keeping' }).waitFor();
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await page().keyboard.press('1');
    const rows = await page().getByRole('row').count();
    const kept = page().getByRole('row').getByRole('img', { name: 'Kept offline' });
    expect(await kept.count()).toBe(rows - 1);
    await expectAccessible(page(), 'the queue with work kept offline');
    await page().keyboard.press('o');
    await expect.poll(() => kept.count()).toBe(rows - 2);
  });
});
