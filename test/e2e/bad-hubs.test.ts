import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, hosts, type RunningHost } from '../helpers/hosts.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { connect, startSampleHub } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn, typeInto } from './helpers/keyboard.ts';

/* What a reviewer reads when the address is wrong, the network stands in between, the hub is newer, the password is wrong. */
const web = hosts.find(({ name }) => name === 'web') as Host;

const serving = async (type: string, body: string): Promise<{ url: string; server: Server }> => {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': type }).end(body),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

const newerHub = JSON.stringify({
  product: 'assay-hub',
  hubId: 'hub-of-tomorrow',
  name: 'Hub of tomorrow',
  protocol: { major: 2, minor: 0 },
  sealingKey: 'AAAA',
  sample: null,
  time: '2030-01-01T00:00:00.000Z',
});

describe('an address that is not a hub to work with', () => {
  let folder: string;
  let running: RunningHost;
  const page = (): Page => running.page;
  const check = async (url: string): Promise<void> => {
    await typeInto(page(), page().getByRole('textbox', { name: 'Address of the hub' }), url);
    await page().keyboard.press('Enter');
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    running = await web.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
    await pressOn(page(), page().getByRole('button', { name: 'Connect to a hub' }));
  });
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach((context) => keepPicture(context, page()));

  it('is absent', async () => {
    const { url, server } = await serving('text/plain', '');
    server.close();
    await once(server, 'close');
    await check(url);
    await page()
      .getByText(/cannot be reached/)
      .waitFor();
    await expectAccessible(page(), 'a hub that is absent');
  });

  it('answers HTML', async () => {
    const { url, server } = await serving('text/html', '<title>Sign in to this network</title>');
    await check(url);
    await page()
      .getByText(/not as an Assay hub/)
      .waitFor();
    server.close();
  });

  it('is a newer version', async () => {
    const { url, server } = await serving('application/json', newerHub);
    await check(url);
    await page()
      .getByText(/Update Assay/)
      .waitFor();
    server.close();
  });

  it('refuses a wrong password, and takes the right one after it', async () => {
    const hub = await startSampleHub(join(folder, 'hub'));
    try {
      await page().reload();
      await connect(page(), hub.url, 'four unrelated sample words');
      await pressOn(page(), page().getByRole('button', { name: 'Another way to sign in' }));
      await pressOn(page(), page().getByRole('button', { name: 'Use account and password' }));
      await typeInto(page(), page().getByRole('textbox', { name: 'Account' }), 'maya.reyes');
      await typeInto(page(), page().getByLabel('Password'), 'not her password');
      await page().keyboard.press('Enter');
      await page()
        .getByText(/No account with that name and password/)
        .waitFor();
      expect(await page().getByRole('textbox', { name: 'Account' }).inputValue()).toBe('maya.reyes');
      await typeInto(page(), page().getByLabel('Password'), 'sample-reviewer');
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
    } finally {
      await hub.stop();
    }
  });
});
