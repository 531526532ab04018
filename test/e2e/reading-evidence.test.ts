import { Document, FootnoteReferenceRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import type { Frame, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { quartersPng } from '../corpus/odd-images.ts';
import { emojiText, longReflection } from '../corpus/odd-texts.ts';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { tabTo } from './helpers/keyboard.ts';
import { openPlantedReview, type PlantedReview } from './helpers/planted-evidence.ts';
import { onStage, waitForSaved } from './helpers/review.ts';

/*
 * Places in pictures, texts and Word documents: made with the pointer and with the keys, tied to a criterion, and the
 * same after the workbench was ended and started again.
 */
const plan = (): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      footnotes: { 1: { children: [new Paragraph('After Rowe, 1974.')] } },
      sections: [
        {
          children: [
            new Paragraph({
              children: [new TextRun('The class waits three seconds.'), new FootnoteReferenceRun(1)],
            }),
            new Table({
              rows: [
                new TableRow({
                  children: ['Compare fractions', 'A number line'].map(
                    (words) => new TableCell({ children: [new Paragraph(words)] }),
                  ),
                }),
              ],
            }),
            ...Array.from({ length: 40 }, (_, at) => new Paragraph(`Step ${at + 1}: a student says why.`)),
          ],
        },
      ],
    }),
  );

const files = async (): Promise<Record<string, Uint8Array | string>> => ({
  'a-board.png': await quartersPng(),
  'b-words.txt': emojiText(),
  'c-plan.docx': await plan(),
  'd-long.md': longReflection(400),
});

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

const boxOf = async (locator: Locator): Promise<Box> => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator} is not on the screen`);
  return box;
};

const drag = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
};

/** The colour the screen shows at a point, as `red`, `green`, `blue` or `yellow`: the quarters of the picture. */
const quarterAt = async (page: Page, x: number, y: number): Promise<string> => {
  const clip = { x: Math.round(x), y: Math.round(y), width: 1, height: 1 };
  const png = (await page.screenshot({ clip })).toString('base64');
  const [red = 0, green = 0, blue = 0] = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const pen = document.createElement('canvas').getContext('2d');
    pen?.drawImage(image, 0, 0);
    return [...(pen?.getImageData(0, 0, 1, 1).data ?? [])];
  }, png);
  if (blue > red && blue > green) return 'blue';
  if (red > 150 && green > 150) return 'yellow';
  return red > green ? 'red' : 'green';
};

const cornersOf = ({ x, y, width, height }: Box, inset: number): { x: number; y: number }[] =>
  [inset, 1 - inset].flatMap((a) => [inset, 1 - inset].map((b) => ({ x: x + a * width, y: y + b * height })));

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('places in pictures and texts on $name', (host) => {
  let review: PlantedReview;
  const page = (): Page => review.page();
  const picture = () => onStage(page()).locator('section img');
  const marks = () => onStage(page()).locator('[data-mark]');
  const chips = (words: RegExp) =>
    page().locator('[data-region="rubric"]').getByRole('button', { name: words });

  /** The frame of the text on stage, once it is drawn. */
  const text = async (words: string): Promise<Frame> => {
    const element = onStage(page()).locator('iframe');
    await element.contentFrame().getByText(words).first().waitFor();
    const frame = await (await element.elementHandle())?.contentFrame();
    if (frame === null || frame === undefined) throw new Error('there is no frame');
    return frame;
  };

  /** The words painted under a name in the frame. */
  const painted = (frame: Frame, name: string): Promise<string[]> =>
    frame.evaluate(
      (key) =>
        [...(CSS.highlights.get(key) ?? [])].map(
          ({ startContainer, startOffset, endContainer, endOffset }) => {
            const range = document.createRange();
            range.setStart(startContainer, startOffset);
            range.setEnd(endContainer, endOffset);
            return range.toString();
          },
        ),
      name,
    );

  const showPicture = async (): Promise<void> => {
    await review.choose('a-board.png');
    await page().waitForFunction(() => (document.querySelector('section img')?.clientWidth ?? 0) > 100);
  };

  /** A mark's place in per cent of the picture as it is turned now. */
  const placeOf = async (mark: Locator): Promise<Box> => {
    const [inner, outer] = [await boxOf(mark), await boxOf(picture())];
    return {
      x: ((inner.x - outer.x) / outer.width) * 100,
      y: ((inner.y - outer.y) / outer.height) * 100,
      width: (inner.width / outer.width) * 100,
      height: (inner.height / outer.height) * 100,
    };
  };

  const expectPlace = (place: Box, expected: Box): void => {
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(Math.abs(place[side] - expected[side]), `${side} of ${JSON.stringify(place)}`).toBeLessThan(0.7);
  };

  beforeAll(async () => {
    review = await openPlantedReview(host, await files());
  });
  afterAll(() => review.end());
  afterEach((context) => keepPicture(context, page()));

  it('cites an area that is drawn with the pointer, and the mark stays on it under zoom and turning', async () => {
    await showPicture();
    await page().keyboard.press('d');
    const at = await boxOf(picture());
    const point = (x: number, y: number) => ({ x: at.x + at.width * x, y: at.y + at.height * y });
    // In the blue quarter, lower left.
    await drag(page(), point(0.1, 0.6), point(0.4, 0.9));
    await page().keyboard.press('c');
    await chips(/Marked area/)
      .first()
      .waitFor();
    await marks().first().waitFor();
    expectPlace(await placeOf(marks().first()), { x: 10, y: 60, width: 30, height: 30 });
    for (const action of ['r', '+', '+', 'r', '-', 'r', 'z', 'r']) {
      await page().keyboard.press(action);
      await marks().first().scrollIntoViewIfNeeded();
      for (const corner of cornersOf(await boxOf(marks().first()), 0.2))
        expect(await quarterAt(page(), corner.x, corner.y), `after ${action}`).toBe('blue');
    }
  });

  it('zooms about the pointer', async () => {
    await showPicture();
    const before = await boxOf(picture());
    // The point where the four colours meet stays under the pointer.
    const [x, y] = [before.x + before.width / 2, before.y + before.height / 2];
    await page().mouse.move(x, y);
    await page().keyboard.down('Control');
    for (let notch = 0; notch < 6; notch += 1) await page().mouse.wheel(0, -100);
    await page().keyboard.up('Control');
    await expect.poll(async () => (await boxOf(picture())).width).toBeGreaterThan(before.width * 1.5);
    expect(await quarterAt(page(), x - 12, y - 12)).toBe('red');
    expect(await quarterAt(page(), x + 12, y + 12)).toBe('yellow');
    // Dragging moves the picture, not the mark.
    const place = await placeOf(marks().first());
    await drag(page(), { x, y }, { x: x - 90, y: y - 60 });
    expect(await quarterAt(page(), x - 102, y - 72)).toBe('red');
    expectPlace(await placeOf(marks().first()), place);
    await page().keyboard.press('z');
    await page().keyboard.press('z');
  });

  it('moves and resizes a cited area with the pointer, once it is chosen', async () => {
    await showPicture();
    const mark = marks().first();
    const box = await boxOf(mark);
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page().mouse.click(middle.x, middle.y);
    await mark.locator('[data-handle="se"]').waitFor();
    const all = await boxOf(picture());
    await drag(page(), middle, { x: middle.x + all.width * 0.05, y: middle.y - all.height * 0.05 });
    await expect.poll(async () => (await placeOf(mark)).x).toBeGreaterThan(14);
    expectPlace(await placeOf(mark), { x: 15, y: 55, width: 30, height: 30 });
    const corner = await boxOf(mark.locator('[data-handle="se"]'));
    const grip = { x: corner.x + corner.width / 2, y: corner.y + corner.height / 2 };
    await drag(page(), grip, { x: grip.x - all.width * 0.1, y: grip.y - all.height * 0.05 });
    await expect.poll(async () => (await placeOf(mark)).width).toBeLessThan(21);
    expectPlace(await placeOf(mark), { x: 15, y: 55, width: 20, height: 25 });
    await waitForSaved(page());
  });

  it('moves and resizes it by keyboard, keeps that with Enter and puts it back with Escape', async () => {
    await showPicture();
    const mark = marks().first();
    await tabTo(page(), mark);
    for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowRight', 'Alt+ArrowRight'])
      await page().keyboard.press(key);
    await page().keyboard.press('Enter');
    expectPlace(await placeOf(mark), { x: 17.2, y: 53, width: 22, height: 25 });
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Escape');
    expectPlace(await placeOf(mark), { x: 17.2, y: 53, width: 22, height: 25 });
  });

  it('cites an area that is placed by keyboard alone', async () => {
    await showPicture();
    await page().keyboard.press('d');
    const box = onStage(page()).getByRole('application');
    await box.waitFor();
    await expectAccessible(page(), 'an image while an area is marked');
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'Shift+ArrowRight', 'Enter'])
      await page().keyboard.press(key);
    const drawn = await placeOf(box);
    await page().keyboard.press('c');
    await expect.poll(() => marks().count()).toBe(2);
    await box.waitFor({ state: 'detached' });
    const places = await Promise.all([0, 1].map((at) => placeOf(marks().nth(at))));
    expectPlace(places.find(({ width }) => width > 30) ?? drawn, drawn);
  });

  it('finds words with emoji and combining marks, selects them and cites them', async () => {
    await review.choose('b-words.txt');
    const frame = await text('Three faces');
    await page().keyboard.press('/');
    await page().keyboard.type('NAÏVE');
    await page().getByText('1 of 2').waitFor();
    // The second is written with a combining mark: the keys go on to it.
    await page().keyboard.press('Enter');
    await page().getByText('2 of 2').waitFor();
    expect(await painted(frame, 'match')).toEqual(['naïve', 'nai\u0308ve']);
    expect(await painted(frame, 'match-now')).toEqual(['nai\u0308ve']);
    await page().keyboard.press('Escape');
    await page().getByRole('search').waitFor({ state: 'detached' });
    await page().keyboard.press('c');
    await chips(/nai\u0308ve/)
      .first()
      .waitFor();
    expect((await painted(frame, 'tone-1')).join()).toBe('nai\u0308ve');
  });

  it('cites words chosen with the reading cursor', async () => {
    await review.choose('b-words.txt');
    const frame = await text('Three faces');
    await page().keyboard.press('/');
    await page().keyboard.type('🙂🙂🙂 Three');
    await page().getByText('1 of 1').waitFor();
    await page().keyboard.press('Escape');
    // The focus is in the text, at the end of what was found: on by one word.
    await page().keyboard.press('Control+Shift+ArrowRight');
    await expect
      .poll(() => frame.evaluate(() => document.getSelection()?.toString().trim()))
      .toBe('🙂🙂🙂 Three faces');
    await page().keyboard.press('c');
    await chips(/🙂🙂🙂 Three faces/)
      .first()
      .waitFor();
    expect(await frame.evaluate(() => document.getSelection()?.toString())).toBe('');
  });

  it('cites words chosen with the mouse, and a click on them goes to the citation', async () => {
    await review.choose('d-long.md');
    const frame = await text('Paragraph 2.');
    const line = await boxOf(onStage(page()).locator('iframe').contentFrame().getByText('Paragraph 2.'));
    await page().mouse.dblclick(line.x + 30, line.y + 12);
    await page().keyboard.press('c');
    await chips(/“Paragraph”/)
      .first()
      .waitFor();
    await expect.poll(() => painted(frame, 'tone-1')).toEqual(['Paragraph']);
    const tag = onStage(page()).locator('iframe').contentFrame().locator('.margin button');
    expect(await tag.evaluateAll((tags) => tags.map((one) => one.dataset.letters))).toEqual(['A']);
    await page().mouse.click(line.x + 200, line.y + 12);
    await page().mouse.click(line.x + 30, line.y + 12);
    await expect.poll(() => painted(frame, 'found')).toEqual(['Paragraph']);
  });

  it('cites words in a Word document, follows its notes, and says what is not shown of it', async () => {
    await review.choose('c-plan.docx');
    const frame = await text('A number line');
    await page()
      .getByText(/not its page layout/)
      .waitFor();
    const inner = onStage(page()).locator('iframe').contentFrame();
    await inner.locator('sup a').click();
    await expect.poll(() => frame.evaluate(() => scrollY)).toBeGreaterThan(100);
    await page().keyboard.press('/');
    await page().keyboard.type('number line');
    await page().getByText('1 of 1').waitFor();
    await page().keyboard.press('Escape');
    await page().keyboard.press('c');
    await chips(/number line/)
      .first()
      .waitFor();
  });

  it('opens every place again after a restart', async () => {
    await waitForSaved(page());
    await review.restart();
    await showPicture();
    await marks().nth(1).waitFor();
    const places = await Promise.all([0, 1].map((at) => placeOf(marks().nth(at))));
    expectPlace(places.find(({ width }) => width < 30) as Box, { x: 17.2, y: 53, width: 22, height: 25 });
    for (const [words, all] of [
      ['nai\u0308ve', ['nai\u0308ve']],
      ['🙂🙂🙂 Three faces', ['🙂🙂🙂 Three faces']],
      ['“Paragraph”', ['Paragraph']],
      ['number line', ['number line']],
    ] as const) {
      await chips(new RegExp(words)).first().click();
      const frame = await text(all[0]);
      await expect.poll(() => painted(frame, 'found')).toEqual(all);
      const inView = await frame.evaluate(() => {
        const [found] = CSS.highlights.get('found') ?? [];
        const range = document.createRange();
        if (found !== undefined) range.setStart(found.startContainer, found.startOffset);
        const { top } = range.getBoundingClientRect();
        return found !== undefined && top >= 0 && top <= innerHeight;
      });
      expect(inView, words).toBe(true);
    }
  });
});
