import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { importFolder } from '../../../hub/import/import-folder.ts';
import { openHub } from '../../../hub/open-hub.ts';
import { serveHub } from '../../../hub/serve-hub.ts';
import { repository } from '../../../scripts/vite/repository.ts';
import { connect } from '../../e2e/helpers/desk.ts';
import { pressOn, typeInto } from '../../e2e/helpers/keyboard.ts';
import { launchChromium } from '../../helpers/chromium.ts';
import { hosts, type RunningHost } from '../../helpers/hosts.ts';

type Closing = { readonly close: () => Promise<void> };

/** Brings dist/ up to date; what the build says goes to the people who wait, not into the results. */
export const build = async (): Promise<void> => {
  const program = spawn(process.execPath, [join(repository, 'scripts/build.ts')], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  const [code] = (await once(program, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the build ended with ${code}`);
};

/** A hub with the program of the bench. */
export const startBenchHub = async (folder: string, program: string): Promise<Closing & { url: string }> => {
  const hub = await openHub({
    dataDir: folder,
    log: () => undefined,
    passwordCost: { n: 1024, r: 8, p: 1 },
  });
  const imported = await importFolder(program, hub);
  if (!imported.ok)
    throw new Error(`the bench program cannot be imported: ${JSON.stringify(imported.errors)}`);
  const served = await serveHub(hub, { host: '127.0.0.1', port: 0 });
  return { url: served.url, close: served.close };
};

/** Assay on the web host in a Chromium of its own, signed in, with all evidence in its encrypted vault. */
export const startWorkbench = async (
  profileFolder: string,
  hubUrl: string,
): Promise<Closing & { page: Page }> => {
  const web = hosts.find(({ name }) => name === 'web');
  if (web === undefined) throw new Error('there is no web host');
  const host: RunningHost = await web.start({ profileFolder, width: 1280, height: 720 });
  try {
    const { page } = host;
    await connect(page, hubUrl, 'four unrelated sample words');
    await pressOn(page, page.getByRole('button', { name: 'Use account and password' }));
    await typeInto(page, page.getByRole('textbox', { name: 'Account' }), 'rosa.lind');
    await typeInto(page, page.getByLabel('Password'), 'fixture-password');
    await page.keyboard.press('Enter');
    await page.getByText('All evidence is on this computer').waitFor({ timeout: 180_000 });
    return { page, close: host.close };
  } catch (error) {
    await host.close();
    throw error;
  }
};

/** The plain server in a process of its own. */
const startStaticServer = async (files: string): Promise<Closing & { url: string }> => {
  const program = spawn(
    process.execPath,
    [
      join(import.meta.dirname, 'static-server.ts'),
      `files=${files}`,
      `pages=${join(import.meta.dirname, 'pages')}`,
      `pdfjs=${join(repository, 'node_modules/pdfjs-dist')}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(program, 'exit');
  const early = exited.then(([code]) => Promise.reject(new Error(`the plain server ended with ${code}`)));
  early.catch(() => undefined);
  const [url] = (await Promise.race([once(createInterface({ input: program.stdout }), 'line'), early])) as [
    string,
  ];
  return {
    url,
    close: async () => {
      program.kill('SIGTERM');
      await exited;
    },
  };
};

/** What Assay is held against: bare pages from the plain server, in a Chromium of its own with the same window. */
export const startPeer = async (files: string): Promise<Closing & { page: Page; url: string }> => {
  const server = await startStaticServer(files);
  const browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  return {
    page,
    url: server.url,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
};

/** Opens a review from the queue by address: no keys of the queue are measured with it. */
export const goToQueue = async (page: Page): Promise<void> => {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('Go to the queue');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Queue', exact: true }).waitFor();
};

/** Chooses a file in the list of evidence by part of its label. */
export const chooseEvidence = async (page: Page, label: string): Promise<void> => {
  const list = page.getByRole('combobox', { name: 'Choose evidence' }).first();
  const option = list.locator('option', { hasText: label });
  await option.waitFor({ state: 'attached' });
  await list.selectOption((await option.getAttribute('value')) ?? '');
};
