import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hosts } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import {
  type Bench,
  connect,
  frontDialog,
  openReview,
  runCommand,
  selectInQueue,
  signInAs,
  startBench,
} from './helpers/desk.ts';
import { hubAlerts } from './helpers/hub-desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, typeInto } from './helpers/keyboard.ts';

/* The ways out of a review other than submitting: recusal before and after opening, unable to score, child safety. */
const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('leaving a review on $name', (host) => {
  let bench: Bench;
  const page = () => bench.page();
  const backToQueue = async () => {
    await page().keyboard.press('g');
    await page().keyboard.press('q');
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  };

  beforeAll(async () => {
    bench = await startBench(host);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('recuses before opening, without having seen the evidence', async () => {
    await selectInQueue(page(), 'FWF-203');
    await page().keyboard.press('r');
    const dialog = frontDialog(page());
    await dialog.getByText(/no penalty/).waitFor();
    await expectAccessible(page(), 'the recusal before opening');
    await pressOn(page(), dialog.getByRole('radiogroup'), 'Space');
    await typeInto(page(), dialog.getByRole('textbox', { name: /Note/ }), 'Taught there until June.');
    await pressOn(page(), dialog.getByRole('button', { name: 'Recuse', exact: true }));
    await page()
      .getByRole('row', { name: /FWF-203/ })
      .waitFor({ state: 'detached' });
  });

  it('recuses after opening: the evidence leaves this computer', async () => {
    await openReview(page(), 'FWF-209');
    await runCommand(page(), 'Recuse yourself');
    const dialog = frontDialog(page());
    await dialog.getByText(/erased from this computer/).waitFor();
    await expectAccessible(page(), 'the recusal after opening');
    await pressOn(page(), dialog.getByRole('radiogroup'), 'Space');
    await pressOn(page(), dialog.getByRole('button', { name: 'Recuse and erase' }));
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    await page()
      .getByRole('row', { name: /FWF-209/ })
      .waitFor({ state: 'detached' });
  });

  it('shows the child-safety procedure offline and records the alert', async () => {
    await bench.hub.stop();
    await openReview(page(), 'WGQ-101');
    await page().keyboard.press('ControlOrMeta+Shift+e');
    const dialog = frontDialog(page());
    await dialog.getByText('Do this now').waitFor();
    expect(await dialog.getByRole('listitem').count()).toBeGreaterThan(2);
    await expectAccessible(page(), 'the child-safety procedure');
    await typeInto(page(), dialog.getByRole('textbox'), 'At 0:31 a pupil says he is hit at home.');
    await pressOn(page(), dialog.getByRole('button', { name: 'Record the alert' }));
    await page()
      .getByText(/The alert is recorded/)
      .first()
      .waitFor();
    await pressOn(page(), dialog.getByRole('button', { name: 'Close' }).first());
    await dialog.waitFor({ state: 'detached' });
  });

  it('sets aside what cannot be scored', async () => {
    await backToQueue();
    await openReview(page(), 'WGQ-114');
    await page()
      .getByText(/Required evidence is missing/)
      .first()
      .waitFor();
    await page().keyboard.press('u');
    const dialog = frontDialog(page());
    await pressOn(page(), dialog.getByRole('checkbox').first(), 'Space');
    await typeInto(page(), dialog.getByRole('textbox', { name: /Note for the lead/ }), 'There is no clip.');
    await expectAccessible(page(), 'unable to score');
    await pressOn(page(), dialog.getByRole('button', { name: 'Set aside' }));
    await page()
      .getByText(/Set aside: your calibration lead/)
      .waitFor();
  });

  it('brings all of it to the calibration lead when the hub is back', async () => {
    await bench.hub.comeBack();
    await runCommand(page(), 'Sync now');
    await page()
      .getByText(/^(\d+) of \1 changes acknowledged/)
      .first()
      .waitFor({ timeout: 60_000 });
    const alerts = await hubAlerts(bench.hub.url);
    expect(alerts.map(({ kind, submissionCode, urgent }) => ({ kind, submissionCode, urgent }))).toEqual(
      expect.arrayContaining([
        { kind: 'recused', submissionCode: 'FWF-203', urgent: false },
        { kind: 'recused', submissionCode: 'FWF-209', urgent: false },
        { kind: 'child-safety', submissionCode: 'WGQ-101', urgent: true },
        { kind: 'set-aside', submissionCode: 'WGQ-114', urgent: false },
      ]),
    );
    expect(alerts.find(({ kind }) => kind === 'child-safety')?.note).toContain('0:31');
  });
});
