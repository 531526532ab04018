import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { oddFiles } from '../corpus/make-odd-files.ts';
import { hosts } from '../helpers/hosts.ts';
import { type Canary, startCanary } from './helpers/canary.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { openPlantedReview, type PlantedReview } from './helpers/planted-evidence.ts';
import { onStage } from './helpers/review.ts';

/*
 * Evidence that wants to run something or call somebody, is too large, or is not what it claims to be: a canary that
 * must stay unset, and a server that counts who connects to it. What cannot be shown is said in words, and the window
 * works on.
 */

/** Refused, and what the words say. */
const refused: Readonly<Record<string, RegExp>> = {
  'really-a-zip.pdf': /is a ZIP archive/,
  'password.docx': /protected by a password/,
  'old-word.docx': /before 2007/,
  'bomb.docx': /unpacks to more than/,
  'lying-bomb.docx': /unpacks to more than/,
  'not-word.docx': /is a ZIP archive/,
  'huge.png': /20,000 × 20,000 pixels.*more than 120 million pixels are not opened/,
  'huge.jpg': /20,000 × 20,000 pixels/,
  'broken.jpg': /a JPEG image, but it is damaged or incomplete/,
  'program.png': /a program for Windows.*Nothing of it was run/,
  'empty.png': /0 bytes/,
  'binary.txt': /bytes that no text has/,
  'unknown.xyz': /Assay does not open files of this type/,
  'con\u202efdp.exe': /By its first bytes, a program for Windows/,
};

/** Shown as text, and words of it. */
const read: Readonly<Record<string, string>> = {
  'hostile.html': 'The words stay readable.',
  'remote.docx': 'The words stay readable.',
  'macro.docx': 'Enable the content to read this plan.',
  'utf-16-le.txt': 'The class waited for a second answer.',
  'utf-16-be.txt': 'The class waited for a second answer.',
  'utf-16-no-mark.txt': 'The class waited for a second answer.',
  'windows-1252.txt': 'said Zoë – the café costs 5 €',
  'mixed-line-ends.txt': 'Another one.',
  'nuls.txt': 'It goes on.',
  'right-to-left.txt': 'الصف ينتظر ثلاث ثوان بعد كل إجابة.',
  'one-long-line.txt': '0123456789abcdef0123456789abcdef',
  'a name & <b>marks "quoted" 100% 🙂.txt': 'Three faces',
};

const drawn = ['hostile.svg', 'sizeless.svg', 'vast.svg', 'sideways.jpg', 'broken.png'];

const local = hosts.filter(({ name }) => name !== 'electron');

describe.each(local)('hostile evidence on $name', (host) => {
  let canary: Canary;
  let review: PlantedReview;
  let title: string;
  const page = (): Page => review.page();

  beforeAll(async () => {
    canary = await startCanary();
    const names = ['hostile.pdf', ...Object.keys(refused), ...Object.keys(read), ...drawn];
    const made = names.map(async (name) => [name, (await oddFiles[name]?.(canary.url)) ?? ''] as const);
    review = await openPlantedReview(host, Object.fromEntries(await Promise.all(made)));
    title = await page().title();
  });
  afterAll(async () => {
    await review.end();
    canary.close();
  });
  afterEach(async (context) => {
    await keepPicture(context, page());
    expect(await page().evaluate(() => (globalThis as { canary?: string }).canary)).toBeUndefined();
    expect(await page().title()).toBe(title);
    expect(canary.asked).toEqual([]);
  });

  /** What a name is shown as: characters that would turn the reading direction are not. */
  const shown = (name: string): string => name.replace('\u202e', '_');

  it.each(Object.entries(refused))('says in words why %s is not opened', async (name, words) => {
    await review.choose(shown(name));
    await onStage(page()).getByText(words).first().waitFor();
    expect(await onStage(page()).locator('img, iframe, canvas, embed, object').count()).toBe(0);
  });

  it.each(Object.entries(read))('shows the words of %s', async (name, words) => {
    await review.choose(shown(name));
    await onStage(page()).locator('iframe').contentFrame().getByText(words).first().waitFor();
  });

  it('keeps nothing of an HTML reflection that could run, load, send or lead away', async () => {
    await review.choose('hostile.html');
    const inner = onStage(page()).locator('iframe').contentFrame();
    await inner.getByText('The words stay readable.').waitFor();
    const left = inner
      .locator('body')
      .locator(
        'script, iframe, object, embed, form, input, link, base, meta, video, audio, source, template, ' +
          'style, [style], [srcset], [background], [ping], [onerror], [onclick], a[href]:not([href^="#"]), img:not([src^="data:"])[src]',
      );
    expect(await left.count()).toBe(0);
    expect(await inner.locator('head').locator('script, link, base, meta, style + style').count()).toBe(0);
    // A click on what was a link to a script stays where it is.
    await inner.getByText('a link', { exact: true }).click();
    await inner.getByText('The words stay readable.').waitFor();
  });

  it('says what a document holds that was not run', async () => {
    await review.choose('macro.docx');
    await onStage(page()).getByText('It holds macros. They were not run.').waitFor();
  });

  it.each(drawn)('shows %s as a picture only', async (name) => {
    await review.choose(name);
    await page().waitForFunction((label) => {
      const image = document.querySelector<HTMLImageElement>('section img');
      return image?.alt === label && image.complete && image.clientWidth > 100;
    }, name);
  });

  it('turns a picture as its camera was held', async () => {
    await review.choose('sideways.jpg');
    await page().waitForFunction(() => {
      const image = document.querySelector<HTMLImageElement>('section img');
      return image !== null && image.alt === 'sideways.jpg' && image.clientHeight > image.clientWidth;
    });
  });

  it('says that a picture breaks off, which a browser does not', async () => {
    await review.choose('broken.png');
    await onStage(page())
      .getByText(/breaks off before its end/)
      .waitFor();
  });

  it('shows the pages of a PDF and runs nothing of it', async () => {
    await review.choose('hostile.pdf');
    await onStage(page()).getByText('The words stay readable.').first().waitFor();
  });

  it('works on after all of that', async () => {
    await page().keyboard.press('c');
    await page()
      .getByText(/^Saved \d/)
      .first()
      .waitFor();
  });

  it('would notice: the canary hears a request that is made', async () => {
    await fetch(`${canary.url}/planted`);
    expect(canary.asked.splice(0)).toEqual(['a connection', '/planted']);
  });
});
