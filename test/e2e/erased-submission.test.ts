import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hubErasuresPageSchema } from '../../shared/hub-api/results.ts';
import { hosts } from '../helpers/hosts.ts';
import { signInDevice } from '../helpers/hub/test-device.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { type Bench, connect, openReview, signInAs, startBench } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('a submission that is erased while it is being reviewed, on $name', (host) => {
  let bench: Bench;
  const page = () => bench.page();

  beforeAll(async () => {
    bench = await startBench(host);
    await connect(page(), bench.hub.url, bench.passphrase);
    await signInAs(page(), 'Maya Reyes');
  });
  afterAll(() => bench.end());
  afterEach((context) => keepPicture(context, page()));

  it('is told in words on whatever screen, answered at the hub, and put away by keyboard', async () => {
    await openReview(page(), 'WGQ-104');
    const issuer = await signInDevice(bench.hub.url, 'samuel.ortega', 'sample-reviewer');
    const response = await issuer.request('/v1/submissions/sub-WGQ-104', { method: 'DELETE' });
    expect(response.status).toBe(200);
    await page().keyboard.press('ControlOrMeta+Shift+s');
    const told = page().getByText('WGQ-104 was erased at the request of its owner.');
    await told.waitFor({ timeout: 30_000 });
    await page().getByText('The hub has been told.').waitFor({ timeout: 30_000 });
    await page().getByText('This submission was erased at the request of its owner').waitFor();
    await expectAccessible(page(), 'a review whose submission was erased');
    const listed = hubErasuresPageSchema.parse(await (await issuer.request('/v1/erasures')).json());
    expect(listed.items[0]?.devices.filter(({ receivedAt }) => receivedAt !== null)).toHaveLength(1);
    await pressOn(page(), page().getByRole('button', { name: 'Dismiss: WGQ-104 was erased' }));
    await told.waitFor({ state: 'detached' });
    expect(
      await page()
        .getByRole('row', { name: /WGQ-104/ })
        .count(),
    ).toBe(0);
  });
});
