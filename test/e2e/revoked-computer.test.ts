import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HubDevice } from '../../shared/hub-api/results.ts';
import { hosts } from '../helpers/hosts.ts';
import { signInDevice, type TestDevice } from '../helpers/hub/test-device.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { type Bench, connect, openReview, runCommand, signInAs, startBench } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';
import { waitForSaved } from './helpers/review.ts';

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('a computer that is revoked while somebody works at it, on $name', (host) => {
  let bench: Bench;
  let issuer: TestDevice;
  let code: string;
  const page = () => bench.page();

  beforeAll(async () => {
    bench = await startBench(host);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
    issuer = await signInDevice(bench.hub.url, 'samuel.ortega', 'sample-reviewer');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('stands in the settings with the code that the issuer knows it by', async () => {
    await runCommand(page(), 'Go to settings');
    await pressOn(page(), page().getByRole('button', { name: 'This workspace' }));
    const own = page().getByRole('list', { name: 'Your computers' });
    await own.getByText('This computer').waitFor();
    const { items } = (await (await issuer.request('/v1/devices')).json()) as { items: HubDevice[] };
    code = items.find(({ reviewer }) => reviewer === 'Maya Reyes')?.code ?? '';
    await own.getByText(code).waitFor();
    await expectAccessible(page(), 'the computers of an account');
  });

  it('says in plain words what happened and what is gone, and begins anew by keyboard', async () => {
    await runCommand(page(), 'Go to the queue');
    await openReview(page(), 'WGQ-104');
    await page().keyboard.press('3');
    await waitForSaved(page());
    expect((await issuer.request(`/v1/devices/${code}`, { method: 'DELETE' })).status).toBe(200);
    await page().keyboard.press('ControlOrMeta+Shift+s');
    await page().getByRole('heading', { name: 'This computer was signed off' }).waitFor({ timeout: 30_000 });
    await page()
      .getByText('had not reached the hub')
      .or(page().getByText('had reached the hub'))
      .first()
      .waitFor();
    await page().getByText('The hub has been told.').waitFor({ timeout: 30_000 });
    await expectAccessible(page(), 'a computer that was revoked');
    await pressOn(page(), page().getByRole('button', { name: 'Go on' }));
    await page().getByRole('button', { name: 'Explore the sample program' }).waitFor();
  });
});
