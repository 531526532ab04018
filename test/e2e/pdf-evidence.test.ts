import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import {
  fixturePassword,
  fixtureProgram,
  startTestHub,
  type TestHub,
} from '../helpers/hub/start-test-hub.ts';
import {
  brokenPagePdf,
  brokenXref,
  bytesOf,
  encryptedPdf,
  heavyPdf,
  hostilePdf,
  longPdf,
  noPagesPdf,
  pdfOf,
  scannedPdf,
} from '../renderer/viewers/pdf-files.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { connect, openReview } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { tabTo, typeInto } from './helpers/keyboard.ts';
import { type Bounds, boundsOfTints, boundsOfWords, wordPoint } from './helpers/pdf-places.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

/*
 * PDF evidence in a real Chromium: every claim points at words or an area of a page, and is drawn there at every zoom and
 * rotation, also after a restart. Files that are broken or hostile are shown or refused in words.
 */
const passphrase = 'four unrelated sample words';
const longPages = 1500;
const slot = 'submissions/QST-1/plan';
const [web] = hosts.filter(({ name }) => name === 'web');

const lessonPages = [
  [
    'Learning goal: students compare fractions',
    'with unlike denominators, and they',
    'explain how they know: first in pairs,',
  ],
  ['then aloud to the class. Résumé of the', 'discussion: they explain it to others.', 'Nobody is left out.'],
  ['Materials: paper strips and scissors.', 'They explain it at home, too.'],
];

const lesson = async (): Promise<Uint8Array> =>
  bytesOf(await pdfOf(lessonPages.map((lines) => ({ size: [612, 200] as const, lines }))));

/** Origins that are not zero, a page that lies on its side, and pages of three sizes. */
const oddPages = async (): Promise<Uint8Array> =>
  bytesOf(
    await pdfOf([
      { size: [700, 900], crop: [50, 80, 500, 300], lines: ['A cropped page has its own origin.'] },
      { size: [842, 400], rotate: 90, lines: ['A turned page reads sideways.'] },
      { size: [300, 300], lines: ['A small page.'] },
    ]),
  );

const filesFor = async (canary: string): Promise<Readonly<Record<string, Uint8Array>>> => {
  const plain = await lesson();
  return {
    'a-lesson.pdf': plain,
    'b-odd-pages.pdf': await oddPages(),
    'c-long.pdf': await longPdf(longPages, 3),
    'd-scan.pdf': await scannedPdf(2),
    'e-owner-password.pdf': encryptedPdf('Only the owner is protected.', { owner: 'secret', user: '' }),
    'f-user-password.pdf': encryptedPdf('Nobody reads this.', { owner: 'secret', user: 'other' }),
    'g-broken-table.pdf': brokenXref(plain),
    'h-broken-page.pdf': brokenPagePdf(),
    'i-no-pages.pdf': noPagesPdf(),
    'j-zip.pdf': new TextEncoder().encode('PK\u0003\u0004 this is a zip by another name'),
    'k-garbage.pdf': Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) & 255),
    'l-hostile.pdf': await hostilePdf(canary),
    'm-heavy.pdf': await heavyPdf(30, 200_000),
  };
};

const expectSamePlace = (drawn: Bounds, words: Bounds): void => {
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    expect(Math.abs(drawn[side] - words[side]), `${side} of the mark and of its words`).toBeLessThan(7);
  }
};

describe.runIf(web !== undefined)('PDF evidence', () => {
  let canary: Server;
  let asked: string[];
  let foreign: string[];
  let hub: TestHub;
  let running: RunningHost;
  let folder: string;
  const page = (): Page => running.page;
  const sheet = (): Locator => page().getByRole('region', { name: /^PDF: / });

  const watch = (): void => {
    const { origin } = new URL(page().url());
    page().on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) foreign.push(url);
    });
  };

  const choose = async (label: string): Promise<void> => {
    await page().getByRole('combobox', { name: 'Choose evidence' }).selectOption({ label });
  };

  const drawn = (number: number): Promise<void> =>
    page().locator(`[data-page="${number}"][data-drawn]`).waitFor();
  const layer = (number: number): Promise<void> =>
    page().locator(`[data-page="${number}"] [data-text-layer] span`).first().waitFor({ state: 'attached' });

  const show = async (label: string): Promise<void> => {
    await choose(label);
    await page()
      .getByRole('region', { name: `PDF: ${label}` })
      .waitFor();
    await drawn(1);
    await layer(1);
  };

  const keys = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await page().keyboard.press(key);
  };

  beforeAll(async () => {
    asked = [];
    foreign = [];
    canary = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    canary.listen(0, '127.0.0.1');
    await once(canary, 'listening');
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    const program = join(folder, 'program');
    await cp(fixtureProgram, program, { recursive: true });
    await mkdir(join(program, slot), { recursive: true });
    const files = await filesFor(`http://127.0.0.1:${(canary.address() as AddressInfo).port}`);
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(program, slot, name), bytes);
    hub = await startTestHub({ program });
    if (web === undefined) throw new Error('there is no web host');
    running = await web.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
    watch();
    await connect(page(), hub.url, passphrase);
    await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'rosa.lind');
    await typeInto(page(), page().getByLabel('Password'), fixturePassword);
    await page().keyboard.press('Enter');
    await page().getByText('All evidence is on this computer').waitFor();
    await openReview(page(), 'QST-1');
  });
  afterAll(async () => {
    await running.close();
    await hub.close();
    canary.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async (context) => {
    await keepPicture(context, page());
    expect(await page().evaluate(() => (globalThis as { canary?: string }).canary)).toBeUndefined();
    expect(asked).toEqual([]);
    expect(foreign).toEqual([]);
  });

  /** The words of the first citation, where they are drawn and where they stand, on both pages. */
  const expectDrawnOnWords = async (): Promise<void> => {
    for (const [number, words] of [
      [1, 'explain how they know: first in pairs,'],
      [2, 'then aloud'],
    ] as const) {
      await layer(number);
      expectSamePlace(await boundsOfTints(page(), number), await boundsOfWords(page(), number, words));
    }
  };

  it('cites words over a page break that were selected by mouse, and draws them there', async () => {
    await show('a-lesson.pdf');
    await layer(2);
    const from = await wordPoint(page(), 1, 'explain how', 'start');
    const to = await wordPoint(page(), 2, 'then aloud', 'end');
    await page().mouse.move(from.x, from.y);
    await page().mouse.down();
    await page().mouse.move(to.x - 30, to.y - 40, { steps: 6 });
    await page().mouse.move(to.x, to.y, { steps: 6 });
    await page().mouse.up();
    await page().keyboard.press('c');
    await page()
      .getByText(/Pages 1–2 “explain how they know/)
      .first()
      .waitFor();
    await expectDrawnOnWords();
    const selected = await page().evaluate(() => String(getSelection()));
    expect(selected, 'the selection was cited and is forgotten').toBe('');
  });

  it('draws a citation on its words at every zoom and rotation', async () => {
    const share = page().getByRole('button', { name: /^Zoom, now/ });
    for (const key of ['r', 'r', '-', 'r', '+', 'r', 'z']) {
      const before = `${await share.textContent()} ${await page().locator('[data-page="1"] [data-text-layer]').getAttribute('data-turn')}`;
      await page().keyboard.press(key);
      await expect
        .poll(
          async () =>
            `${await share.textContent()} ${await page().locator('[data-page="1"] [data-text-layer]').getAttribute('data-turn')}`,
        )
        .not.toBe(before);
      await expectDrawnOnWords();
    }
  });

  it('reopens the same words from their chip after a restart', async () => {
    await waitForSaved(page());
    await running.restart();
    watch();
    await typeInto(page(), page().getByLabel('Passphrase', { exact: true }), passphrase);
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await openReview(page(), 'QST-1');
    await show('b-odd-pages.pdf');
    await page()
      .getByRole('button', { name: /Pages 1–2 “explain how they know/ })
      .first()
      .click();
    await page().getByRole('region', { name: 'PDF: a-lesson.pdf' }).waitFor();
    await page().locator('[data-kind="flash"]').first().waitFor();
    await expectDrawnOnWords();
    const stage = await sheet().boundingBox();
    const { top } = await boundsOfTints(page(), 1);
    expect(top).toBeGreaterThanOrEqual(stage?.y ?? 0);
    expect(top).toBeLessThan((stage?.y ?? 0) + (stage?.height ?? 0) / 2);
  });

  it('selects words by keyboard alone, over a page break, and cites them', async () => {
    await show('a-lesson.pdf');
    await tabTo(page(), sheet());
    await keys('Home', 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight', 'c');
    await page().getByText('Page 1 “Learning goal”').first().waitFor();
    await keys(
      'Control+Shift+ArrowRight',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
      'Shift+ArrowDown',
    );
    await keys('c');
    await page()
      .getByText(/Pages 1–2 “Learning goal: students/)
      .first()
      .waitFor();
  });

  it('keeps the words selected while the rationale is written', async () => {
    await show('a-lesson.pdf');
    const to = await wordPoint(page(), 1, 'compare', 'start');
    await page().mouse.dblclick(to.x + 4, to.y);
    await keys('e');
    await page().keyboard.type('As the goal says.');
    await page().locator('[data-kind="pick"]').first().waitFor();
    await keys('Alt+c');
    await page().getByText('Page 1 “compare”').first().waitFor();
    await keys('Escape');
  });

  it('cites an area drawn by pointer, on a page whose origin is not zero and on one that lies on its side', async () => {
    await show('b-odd-pages.pdf');
    for (const number of [1, 2]) {
      await typeInto(page(), page().getByRole('textbox', { name: 'Go to page' }), String(number));
      await page().keyboard.press('Enter');
      await drawn(number);
      await page().keyboard.press('Escape');
      await tabTo(page(), sheet());
      await keys('d');
      const box = await page().locator(`[data-page="${number}"]`).boundingBox();
      if (box === null) throw new Error('the page is not shown');
      await page().mouse.move(box.x + 20, box.y + 30);
      await page().mouse.down();
      await page().mouse.move(box.x + 120, box.y + 90, { steps: 5 });
      await page().mouse.up();
      await keys('c');
      const frame = page().locator(`[data-page="${number}"] button[data-mark]`);
      await frame.waitFor({ state: 'attached' });
      const drawnAt = await boundsOfTints(page(), number);
      expectSamePlace(drawnAt, {
        left: box.x + 20,
        top: box.y + 30,
        right: box.x + 120,
        bottom: box.y + 90,
      });
    }
    await page().getByText('Page 2, marked area').first().waitFor();
  });

  it('cites an area drawn by keyboard, and tells where it is', async () => {
    await show('b-odd-pages.pdf');
    await typeInto(page(), page().getByRole('textbox', { name: 'Go to page' }), '3');
    await page().keyboard.press('Enter');
    await drawn(3);
    await tabTo(page(), sheet());
    await keys('d');
    const draft = page().locator('[data-draft]');
    const before = await draft.boundingBox();
    await keys('ArrowUp', 'ArrowUp', 'ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowDown');
    const after = await draft.boundingBox();
    expect((before?.y ?? 0) - (after?.y ?? 0)).toBeCloseTo(16, 0);
    expect((after?.width ?? 0) - (before?.width ?? 0)).toBeCloseTo(8, 0);
    await page()
      .getByText(/% from the left/)
      .waitFor({ state: 'attached' });
    await keys('Enter', 'c');
    await page().getByText('Page 3, marked area').first().waitFor();
    await draft.waitFor({ state: 'detached' });
    await keys('d');
    await draft.waitFor();
    await keys('Escape');
    await draft.waitFor({ state: 'detached' });
    expect(await sheet().evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('moves a cited area by pointer and by keyboard, and keeps it there', async () => {
    const frame = page().locator('[data-page="3"] button[data-mark]');
    const first = await frame.boundingBox();
    if (first === null) throw new Error('the area is not shown');
    await page().mouse.move(first.x + first.width / 2, first.y + 1);
    await page().mouse.down();
    await page().mouse.move(first.x + first.width / 2 + 24, first.y + 13, { steps: 4 });
    await page().mouse.up();
    await expect.poll(async () => (await frame.boundingBox())?.x).toBeCloseTo(first.x + 24, 0);
    await tabTo(page(), frame);
    await keys('ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Enter');
    await page().getByText('The cited area was moved.').waitFor();
    const moved = await frame.boundingBox();
    expect(moved?.y).toBeCloseTo(first.y + 12 + 16, 0);
    expect(moved?.width).toBeCloseTo(first.width + 8, 0);
    await waitForSaved(page());
    await page().reload();
    await page().getByRole('tab', { name: /^A / }).waitFor();
    await show('b-odd-pages.pdf');
    await page()
      .getByRole('button', { name: /Page 3, marked area/ })
      .first()
      .click();
    await drawn(3);
    const pageBox = await page().locator('[data-page="3"]').boundingBox();
    const again = await frame.boundingBox();
    expect(again?.width).toBeCloseTo(moved?.width ?? 0, 0);
    expect(pageBox).not.toBeNull();
  });

  it('finds words in all pages, whatever their accents and line ends, and cites what was found', async () => {
    await show('a-lesson.pdf');
    await tabTo(page(), sheet());
    await keys('/');
    await page().keyboard.type('THEY EXPLAIN');
    await page().getByText('1 of 3', { exact: true }).waitFor();
    await keys('F3');
    await page().getByText('2 of 3', { exact: true }).waitFor();
    await keys('Enter');
    await page().getByText('3 of 3', { exact: true }).waitFor();
    await keys('Shift+F3', 'Shift+Enter');
    await page().getByText('1 of 3', { exact: true }).waitFor();
    expect(await page().locator('[data-match][data-current]').count()).toBeGreaterThan(0);
    await expectAccessible(page(), 'the search in a PDF');
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'resume of');
    await page().getByText('1 of 1', { exact: true }).waitFor();
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'no such words');
    await page().getByText('No match').waitFor();
    await typeInto(page(), page().getByRole('textbox', { name: 'Find in this PDF' }), 'paper strips');
    await page().getByText('1 of 1', { exact: true }).waitFor();
    await keys('Escape');
    expect(await sheet().evaluate((element) => element === document.activeElement)).toBe(true);
    await keys('c');
    await page().getByText('Page 3 “paper strips”').first().waitFor();
  });

  it('shows 1,500 pages and their thumbnails with a handful of canvases', async () => {
    await show('c-long.pdf');
    const pageField = page().getByRole('textbox', { name: 'Go to page' });
    await tabTo(page(), sheet());
    await keys('End');
    await drawn(longPages);
    await expect.poll(() => pageField.inputValue()).toBe(String(longPages));
    expect(await page().locator('[data-page] canvas').count()).toBeLessThanOrEqual(5);
    await keys('s');
    const strip = page().getByRole('navigation', { name: 'Page thumbnails' });
    await strip.locator(`[data-thumbnail="${longPages}"] canvas`).waitFor();
    expect(await strip.locator('[aria-current="page"]').getAttribute('data-thumbnail')).toBe(
      String(longPages),
    );
    await expectAccessible(page(), 'the page thumbnails');
    await keys('Home');
    await strip.locator('[data-thumbnail="1"] canvas').waitFor();
    await keys('ArrowDown', 'ArrowDown', 'Enter');
    await expect.poll(() => pageField.inputValue()).toBe('3');
    await drawn(3);
    expect(await strip.locator('canvas').count()).toBeLessThanOrEqual(12);
    await keys('Escape');
    await strip.waitFor({ state: 'detached' });
    await keys('/');
    await page().keyboard.type(`Page ${longPages} line 2`);
    await page().getByText('1 of 1', { exact: true }).waitFor({ timeout: 60_000 });
    await drawn(longPages);
    await keys('Escape');
  });

  it('keeps the place that is read when it zooms', async () => {
    await choose('c-long.pdf');
    const pageField = page().getByRole('textbox', { name: 'Go to page' });
    await typeInto(page(), pageField, '700');
    await keys('Enter');
    await layer(700);
    await tabTo(page(), sheet());
    const middle = async (): Promise<number> => {
      const { top, bottom } = await boundsOfWords(page(), 700, 'Page 700 line 2');
      return (top + bottom) / 2;
    };
    const before = await middle();
    const stage = await sheet().boundingBox();
    await page().mouse.move((stage?.x ?? 0) + 200, before);
    await page().keyboard.down('Control');
    await page().mouse.wheel(0, -200);
    await page().keyboard.up('Control');
    await expect
      .poll(async () => (await boundsOfWords(page(), 700, 'Page 700 line 2')).right)
      .toBeGreaterThan(0);
    expect(Math.abs((await middle()) - before)).toBeLessThan(3);
    await keys('z', 'z');
    expect(await pageField.inputValue()).toBe('700');
  });

  it('says of a scan that only areas can be cited, and offers that', async () => {
    await choose('d-scan.pdf');
    await drawn(1);
    await page()
      .getByText(/no text layer/)
      .first()
      .waitFor();
    await page().getByRole('status').getByRole('button', { name: 'Mark an area' }).click();
    await page().locator('[data-draft]').waitFor();
    await keys('Enter', 'c');
    await page().getByText('Page 1, marked area').first().waitFor();
    await keys('/');
    await page().keyboard.type('words');
    await page()
      .getByText(/has no text layer, so its words cannot be found/)
      .waitFor();
    await keys('Escape');
  });

  it('opens a PDF that only its owner may change, and mends one whose table is broken', async () => {
    await show('e-owner-password.pdf');
    await page().getByText('Only the owner is protected.').waitFor({ state: 'attached' });
    await show('g-broken-table.pdf');
    await page().getByText('Learning goal: students compare fractions').waitFor({ state: 'attached' });
  });

  it('says of a page that cannot be drawn what that means for the others', async () => {
    await show('h-broken-page.pdf');
    await tabTo(page(), sheet());
    await keys('End');
    const face = page().locator('[data-page="2"]');
    await face.getByText(/could not be drawn/).waitFor();
    await face.getByRole('button', { name: 'Try again' }).click();
    await face.getByText(/could not be drawn/).waitFor();
  });

  it.each([
    ['f-user-password.pdf', /opens only with a password/],
    ['i-no-pages.pdf', /without a single page/],
    ['j-zip.pdf', /ZIP archive/],
    ['k-garbage.pdf', /nothing in it says what it is/],
  ])('says in words why %s is not shown', async (label, words) => {
    await choose(label);
    await onStage(page()).getByText(words).waitFor();
  });

  it('shows the words of a hostile PDF and does nothing of what it asks for', async () => {
    await show('l-hostile.pdf');
    await page().getByText('The words stay readable.').waitFor({ state: 'attached' });
    const box = await page().locator('[data-page="1"]').boundingBox();
    await page().mouse.click((box?.x ?? 0) + 200, (box?.y ?? 0) + 120);
    await tabTo(page(), sheet());
    await keys('End', 'Home');
    expect(await page().locator('[data-page] a, [data-page] iframe, [data-page] object').count()).toBe(0);
    expect(await sheet().count()).toBe(1);
  });

  it('reads a large file by parts, and goes to its last page', async () => {
    const parts: string[] = [];
    page().on('request', (request) => {
      const { range } = request.headers();
      if (range !== undefined) parts.push(range);
    });
    await show('m-heavy.pdf');
    await tabTo(page(), sheet());
    await keys('End');
    await drawn(30);
    await page().getByText('Heavy page 30.').waitFor({ state: 'attached' });
    expect(parts.length).toBeGreaterThan(0);
  });

  it('says when the bytes of a file cannot be read, and opens it when they can', async () => {
    const evidence = '**/evidence/**';
    await page().route(evidence, (route) => route.fulfill({ status: 500, body: 'not now' }));
    await choose('a-lesson.pdf');
    await onStage(page())
      .getByText(/bytes could not be read/)
      .waitFor();
    await page().unroute(evidence);
    await onStage(page()).getByRole('button', { name: 'Try again' }).click();
    await drawn(1);
  });

  it('would notice: the canary hears a request that is made', async () => {
    await fetch(`http://127.0.0.1:${(canary.address() as AddressInfo).port}/planted`);
    expect(asked.splice(0)).toEqual(['/planted']);
  });
});
