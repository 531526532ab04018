import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../helpers/chromium.ts';
import { hosts, type RunningHost } from '../helpers/hosts.ts';
import { beginVisit, placeOf } from '../helpers/hub/browser-visit.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { expectAccessible } from './helpers/accessibility.ts';
import { connect, runCommand } from './helpers/desk.ts';
import { keepPicture } from './helpers/keep-picture.ts';
import { pressOn } from './helpers/keyboard.ts';

/** What stands in the workbench's place: it keeps the address that the browser came back to. */
const startReturn = async () => {
  const came: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/assay/signed-in') === true) {
      came.push({ url: request.url, headers: request.headers });
    }
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>back</title><h1>Back at Assay</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { came, redirectUri: `http://127.0.0.1:${port}/assay/signed-in`, close: () => server.close() };
};

const web = hosts.filter(({ name }) => name === 'web');

describe.each(web)('a reviewer without a session, on $name', (host) => {
  let hub: TestHub;
  let folder: string;
  let running: RunningHost;
  const page = (): Page => running.page;
  beforeAll(async () => {
    hub = await startTestHub();
    folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    running = await host.start({ profileFolder: join(folder, 'profile'), width: 1280, height: 720 });
    await connect(page(), hub.url, 'four unrelated sample words');
  });
  afterAll(async () => {
    await running.close();
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach((context) => keepPicture(context, page()));

  const signInThere = async (): Promise<void> => {
    const [there] = await Promise.all([
      page().context().waitForEvent('page'),
      pressOn(page(), page().getByRole('link', { name: 'Open the sign-in page' })),
    ]);
    const account = there.getByLabel('Account');
    await account.waitFor();
    if ((await account.inputValue()) === '') await account.fill('rosa.lind');
    await there.getByLabel('Password').fill(fixturePassword);
    await there.keyboard.press('Enter');
    await there.getByRole('heading', { name: 'You are signed in' }).waitFor();
    await expectAccessible(there, 'the page that says who is signed in');
    await there.close();
  };

  it('signs in with the browser by keyboard, stops once, and comes to the queue', async () => {
    await expectAccessible(page(), 'signing in with the browser');
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Go on in your browser' }).waitFor();
    await expectAccessible(page(), 'waiting for the browser');
    await pressOn(page(), page().getByRole('button', { name: 'Cancel' }));
    await pressOn(page(), page().getByRole('button', { name: 'Sign in with your browser' }));
    await signInThere();
    await page().getByRole('heading', { name: 'Queue', exact: true }).waitFor();
  });

  it('signs in again, once the provider no longer knows the sign-in, without leaving the work', async () => {
    await hub.deps.database.write((db) => db.deleteFrom('identity_records').execute());
    hub.clock.advance(2 * 3_600_000);
    await runCommand(page(), 'Sync now');
    await pressOn(page(), page().getByRole('button', { name: 'Sign in…' }));
    await pressOn(page(), page().getByRole('button', { name: 'Sign in with your browser' }));
    await signInThere();
    await page().getByRole('dialog').waitFor({ state: 'detached' });
    await page().getByRole('button', { name: 'Sign in…' }).waitFor({ state: 'detached' });
  });
});

describe('the hub’s sign-in page in a browser', () => {
  let hub: TestHub;
  let browser: Browser;
  let back: Awaited<ReturnType<typeof startReturn>>;
  beforeAll(async () => {
    hub = await startTestHub();
    browser = await launchChromium([]);
    back = await startReturn();
  });
  afterAll(async () => {
    back.close();
    await browser.close();
    await hub.close();
  });

  const open = async (colorScheme: 'light' | 'dark', hint?: string) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const begun = await beginVisit(await placeOf(hub.url), {
      redirect_uri: back.redirectUri,
      login_hint: hint,
    });
    await page.goto(begun.address.href);
    return { page, complaints, begun, close: () => context.close() };
  };
  const focusedLabel = (page: Page) =>
    page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent);

  it('takes a person by keyboard alone through a mistake and back to Assay, accessible in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, begun, close } = await open(colorScheme);
      expect(await focusedLabel(page)).toBe('Account');
      await expectAccessible(page, `sign-in, ${colorScheme}`);
      await page.keyboard.type('rosa.lind');
      await page.keyboard.press('Tab');
      await page.keyboard.type('not her password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await expectAccessible(page, `sign-in refused, ${colorScheme}`);
      expect(await page.getByLabel('Account').inputValue()).toBe('rosa.lind');
      expect(await focusedLabel(page)).toBe('Password');
      await page.keyboard.type(fixturePassword);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Back at Assay' }).waitFor();
      const last = back.came.at(-1);
      const params = new URL(last?.url ?? '', back.redirectUri).searchParams;
      expect(params.get('state')).toBe(begun.checks.expectedState);
      expect(params.get('code')).not.toBeNull();
      expect(last?.headers.referer).toBeUndefined();
      await close();
    }
  });

  it('goes back on Cancel with nothing filled in, and breaks no rule of its own policy', async () => {
    const { page, complaints, close } = await open('light', 'rosa.lind');
    expect(await focusedLabel(page)).toBe('Password');
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByRole('heading', { name: 'Back at Assay' }).waitFor();
    expect(back.came.at(-1)?.url).toContain('error=access_denied');
    expect(complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    await close();
  });

  it('an address that was used up says so in words', async () => {
    const { page, close } = await open('light');
    const used = page.url();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Back at Assay' }).waitFor();
    await page.goto(used);
    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
    await expectAccessible(page, 'a sign-in that is over');
    await close();
  });
});
