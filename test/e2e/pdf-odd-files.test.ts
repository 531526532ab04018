import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import {
  brokenPagePdf,
  brokenXref,
  encryptedPdf,
  hostilePdf,
  noPagesPdf,
  scannedPdf,
} from '../renderer/viewers/pdf-files.ts';
import { tabTo } from './helpers/keyboard.ts';
import { lessonPdf, pdfReviewOfSuite } from './helpers/pdf-review.ts';
import { onStage } from './helpers/review.ts';

/* PDF files that are locked, broken or hostile, in a real Chromium: shown or refused in words. */
const files = async (canary: string) => ({
  'd-scan.pdf': await scannedPdf(2),
  'e-owner-password.pdf': encryptedPdf('Only the owner is protected.', { owner: 'secret', user: '' }),
  'f-user-password.pdf': encryptedPdf('Nobody reads this.', { owner: 'secret', user: 'other' }),
  'g-broken-table.pdf': brokenXref(await lessonPdf()),
  'h-broken-page.pdf': brokenPagePdf(),
  'i-no-pages.pdf': noPagesPdf(),
  'j-zip.pdf': new TextEncoder().encode('PK\u0003\u0004 this is a zip by another name'),
  'k-garbage.pdf': Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) & 255),
  'l-hostile.pdf': await hostilePdf(canary),
});

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('odd and hostile PDFs on $name', (host) => {
  const review = pdfReviewOfSuite(host, files);
  const page = (): Page => review().page();

  it('says of a scan that only areas can be cited, and offers that', async () => {
    await review().choose('d-scan.pdf');
    await review().drawn(1);
    await page()
      .getByText(/no text layer/)
      .first()
      .waitFor();
    await page().getByRole('status').getByRole('button', { name: 'Mark an area' }).click();
    await page().locator('[data-draft]').waitFor();
    await review().keys('Enter', 'c');
    await page().getByText('Page 1, marked area').first().waitFor();
    await review().keys('/');
    await page().keyboard.type('words');
    await page()
      .getByText(/has no text layer, so its words cannot be found/)
      .waitFor();
    await review().keys('Escape');
  });

  it('opens a PDF that only its owner may change, and mends one whose table is broken', async () => {
    await review().show('e-owner-password.pdf');
    await page().getByText('Only the owner is protected.').waitFor({ state: 'attached' });
    await review().show('g-broken-table.pdf');
    await page().getByText('Learning goal: students compare fractions').waitFor({ state: 'attached' });
  });

  it('says of a page that cannot be drawn what that means for the others', async () => {
    await review().show('h-broken-page.pdf');
    await tabTo(page(), review().sheet());
    await review().keys('End');
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
    await review().choose(label);
    await onStage(page()).getByText(words).waitFor();
  });

  it('shows the words of a hostile PDF and does nothing of what it asks for', async () => {
    await review().show('l-hostile.pdf');
    await page().getByText('The words stay readable.').waitFor({ state: 'attached' });
    const box = await page().locator('[data-page="1"]').boundingBox();
    await page().mouse.click((box?.x ?? 0) + 200, (box?.y ?? 0) + 120);
    await tabTo(page(), review().sheet());
    await review().keys('End', 'Home');
    expect(await page().locator('[data-page] a, [data-page] iframe, [data-page] object').count()).toBe(0);
    expect(await review().sheet().count()).toBe(1);
  });

  it('would notice: the canary hears a request that is made', async () => {
    await fetch(`${review().canary.url}/planted`);
    expect(review().canary.asked.splice(0)).toEqual(['a connection', '/planted']);
  });
});
