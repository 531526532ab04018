import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nextStamp } from '../../shared/domain/hybrid-clock.ts';
import type { ReviewOperation } from '../../shared/domain/review-operation.ts';
import { hosts } from '../helpers/hosts.ts';
import { signInDevice, type TestDevice } from '../helpers/hub/test-device.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import {
  type Bench,
  connect,
  frontDialog,
  openReview,
  runCommand,
  signInAs,
  startBench,
} from './helpers/desk.ts';
import { hubReviews } from './helpers/hub-desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { scoreEverything, waitForSaved, writeOverall, writeRationale } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');

/* One reviewer at two computers. The other one is spoken for by the hub's own protocol, at the moment it matters. */
describe.each(web)('a reviewer with a second computer, on $name', (host) => {
  let bench: Bench;
  let laptop: TestDevice;
  const page = () => bench.page();

  beforeAll(async () => {
    bench = await startBench(host);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
    laptop = await signInDevice(bench.hub.url, 'maya.reyes', 'sample-reviewer');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  /** The other computer writes a rationale and sends it, later than everything so far. */
  const writeElsewhere = async (code: string, text: string): Promise<void> => {
    const work = await laptop.assignment(code);
    const criterionId = work.microCredential.rubric.criteria[0]?.id;
    if (criterionId === undefined) throw new Error('the sample has a rubric without criteria');
    const operation: ReviewOperation = { op: 'rationale.set', criterionId, text };
    const stamp = nextStamp(null, Date.now() + 60_000, laptop.deviceId);
    const event = laptop.event(work, { type: 'review.edited', payload: { stamp, operation } });
    expect((await laptop.push([event])).map(({ result }) => result)).toEqual(['accepted']);
  };

  it('compares a final that the hub refused with what stands, and submits again, by keyboard', async () => {
    await openReview(page(), 'WGQ-101');
    await scoreEverything(page(), [3, 2, 3, 3, 4]);
    await writeOverall(page());
    await page().keyboard.press('ControlOrMeta+Enter');
    const confirm = page().getByRole('dialog').getByRole('button', { name: 'Submit the review' });
    await confirm.waitFor();
    await writeElsewhere('WGQ-101', 'Written on the train.');
    await pressOn(page(), confirm);
    await page().getByText('The hub has not taken this review as you submitted it').waitFor();
    await expectAccessible(page(), 'a review whose final was refused');
    await pressOn(page(), page().getByRole('button', { name: 'Compare and resolve…' }));
    await page().getByText('The hub refused 1 change').waitFor();
    await pressOn(page(), page().getByRole('button', { name: 'Compare and resolve WGQ-101' }));
    const dialog = frontDialog(page());
    await dialog.getByText('Written on the train.').waitFor();
    await dialog.getByText('Level 3: what the clip shows at criterion 1.').waitFor();
    await dialog.getByText(/Written on test device, received by the hub/).waitFor();
    await expectAccessible(page(), 'the comparison of a refused final');
    await pressOn(page(), dialog.getByRole('button', { name: 'Submit as it stands now' }));
    await page().getByText('The hub has all your work').waitFor({ timeout: 60_000 });
    const reviews = await hubReviews(bench.hub.url);
    expect(reviews.map(({ submissionCode, revision }) => [submissionCode, revision])).toEqual([
      ['WGQ-101', 1],
    ]);
    expect(reviews[0]?.content.criteria[0]?.rationale).toBe('Written on the train.');
  });

  it('keeps the refused final to be read until it is dismissed', async () => {
    await pressOn(page(), page().getByRole('button', { name: 'Compare WGQ-101' }));
    await frontDialog(page()).getByText('This is settled and holds nothing up.').waitFor();
    await page().keyboard.press('Escape');
    await pressOn(page(), page().getByRole('button', { name: 'Dismiss: A submitted review on WGQ-101' }));
    await page().getByRole('heading', { name: 'Settled' }).waitFor({ state: 'detached' });
  });

  it('shows a text that the other computer wrote over, and takes it back', async () => {
    await runCommand(page(), 'Go to the queue');
    await openReview(page(), 'WGQ-113');
    await writeRationale(page(), 'What I wrote at my desk.');
    await waitForSaved(page());
    await runCommand(page(), 'Go to sync');
    await page().getByText('The hub has all your work').waitFor({ timeout: 60_000 });
    await writeElsewhere('WGQ-113', 'What I wrote on the train.');
    await pressOn(page(), page().getByRole('button', { name: 'Sync now' }));
    await runCommand(page(), 'Go to the queue');
    await openReview(page(), 'WGQ-113');
    await page().getByText('Your other computer wrote over 1 text from here.').waitFor({ timeout: 60_000 });
    await pressOn(page(), page().getByRole('button', { name: 'Look…' }));
    await frontDialog(page()).getByText('What I wrote at my desk.').waitFor();
    await expectAccessible(page(), 'texts that the other computer wrote over');
    await pressOn(page(), frontDialog(page()).getByRole('button', { name: /^Take mine back: / }));
    await frontDialog(page()).getByText('Nothing is left to decide').waitFor();
    await page().keyboard.press('Escape');
    expect(await page().getByRole('textbox', { name: 'Rationale' }).inputValue()).toBe(
      'What I wrote at my desk.',
    );
  });
});
