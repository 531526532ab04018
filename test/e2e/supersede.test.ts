import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jsonHash } from '../../hub/core/hashing.ts';
import { listRegisters } from '../../hub/database/tables/review-registers.ts';
import { decideSupersede, openRequests } from '../../hub/services/decide-supersede.ts';
import { nextStamp } from '../../shared/domain/hybrid-clock.ts';
import { reviewContent } from '../../shared/domain/review.ts';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { frontDialog, openReview, runCommand } from './helpers/desk.ts';
import { type FixtureBench, startFixtureBench } from './helpers/fixture-bench.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, typeInto } from './helpers/keyboard.ts';
import { scoreEverything, waitForSaved, writeOverall } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');
const code = 'QST-1';

/* The other computer is spoken for by the hub's own protocol, at the moment it matters. */
describe.each(web)('a final that came too late, on $name', (host) => {
  let bench: FixtureBench;
  const page = () => bench.page();

  beforeAll(async () => {
    bench = await startFixtureBench(host, async () => {});
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  /** The other computer writes once more and submits; then the time for changing it passes. */
  const submitElsewhere = async (): Promise<void> => {
    const { hub } = bench;
    const laptop = await hub.signIn('rosa.lind');
    const work = await laptop.assignment(code);
    const criteria = work.microCredential.rubric.criteria.map(({ id }) => id);
    const [criterionId] = criteria;
    if (criterionId === undefined) throw new Error('the fixture has a rubric without criteria');
    const stamp = nextStamp(null, Date.now() + 60_000, laptop.deviceId);
    const operation = { op: 'rationale.set', criterionId, text: 'Written on the train.' } as const;
    const edited = laptop.event(work, { type: 'review.edited', payload: { stamp, operation } });
    await laptop.push([edited]);
    const content = reviewContent(
      criteria,
      await hub.deps.database.read((db) => listRegisters(db, work.assignment.id)),
    );
    const payload = { content, contentHash: jsonHash(content), activeSeconds: 1 };
    const [final] = await laptop.push([laptop.event(work, { type: 'review.submitted', payload })]);
    expect(final?.result).toBe('accepted');
    hub.clock.advance(61 * 60_000);
  };

  it('is asked for with a reason, by keyboard, and says that it was asked', async () => {
    await openReview(page(), code);
    await scoreEverything(page(), [3, 2]);
    await writeOverall(page());
    await waitForSaved(page());
    // The other computer submits all of it: the hub must have all of it.
    await page()
      .getByText(/^(\d+) of \1 changes acknowledged$/)
      .waitFor({ timeout: 60_000 });
    await page().keyboard.press('ControlOrMeta+Enter');
    const confirm = page().getByRole('dialog').getByRole('button', { name: 'Submit the review' });
    await confirm.waitFor();
    await submitElsewhere();
    await pressOn(page(), confirm);
    await page().getByText('1 refused').waitFor({ timeout: 60_000 });
    await runCommand(page(), 'Go to sync');
    await page().getByText('The hub refused 1 change').waitFor({ timeout: 60_000 });
    await pressOn(page(), page().getByRole('button', { name: `Compare ${code}` }));
    await frontDialog(page()).getByText('Written on the train.').waitFor();
    await expectAccessible(page(), 'a final that came too late beside what counts');
    await page().keyboard.press('Escape');
    await pressOn(page(), page().getByRole('button', { name: `Ask for this final of ${code} to count` }));
    const dialog = frontDialog(page());
    const ask = dialog.getByRole('button', { name: 'Ask', exact: true });
    expect(await ask.isDisabled()).toBe(true);
    await typeInto(page(), dialog.getByRole('textbox'), 'The recording only loaded at my desk.');
    await expectAccessible(page(), 'asking for a final to count');
    await pressOn(page(), ask);
    await page()
      .getByText(/^Asked .* that this one count. A calibration lead decides.$/)
      .waitFor({ timeout: 60_000 });
    expect(await page().getByText('you can ask that it count').count()).toBe(0);
    expect(await openRequests(bench.hub.deps)).toMatchObject([
      { submissionCode: code, note: 'The recording only loaded at my desk.' },
    ]);
    await pressOn(page(), page().getByRole('button', { name: `Open ${code}` }));
    await page()
      .getByText(/^Asked .* that a later final of this review count/)
      .waitFor();
  });

  it('counts once a lead grants it, and the review and the list say so', async () => {
    const [request] = await openRequests(bench.hub.deps);
    await decideSupersede(bench.hub.deps, {
      requestId: request?.id ?? '',
      granted: true,
      reason: 'The recording was broken.',
    });
    await page().keyboard.press('ControlOrMeta+Shift+S');
    await page()
      .getByText(/^Granted .*: the final shown here counts, .* “The recording was broken.”$/)
      .waitFor({ timeout: 20_000 });
    await expectAccessible(page(), 'a review whose later final was granted');
    await runCommand(page(), 'Go to sync');
    await page()
      .getByText(/^Granted .*: this is the final that counts now/)
      .waitFor();
    await expectAccessible(page(), 'a granted request');
    await pressOn(page(), page().getByRole('button', { name: `Dismiss: A submitted review on ${code}` }));
    await page().getByRole('heading', { name: 'Settled' }).waitFor({ state: 'detached' });
  });
});
