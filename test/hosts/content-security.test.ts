import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloads } from '../../main/web/downloads.ts';
import { startWebHost } from '../../main/web/web-host.ts';
import { repository } from '../../scripts/vite/repository.ts';
import { launchChromium } from '../helpers/chromium.ts';
import { startElectronStandIn } from '../helpers/electron/start-stand-in.ts';
import { buildHostVariant, mediaFolder } from './host-variant.ts';
import type { PolicyReport } from './policy-page/page.ts';
import { createPolicyWorkbench } from './policy-workbench.ts';

type Opened = { readonly page: Page; close(): Promise<unknown> };

const program = join(repository, '.cache', 'test-content-security');
let browser: Browser;
let profile = '';

const openOnWebHost = async (): Promise<Opened> => {
  const host = await startWebHost({
    workbench: createPolicyWorkbench(mediaFolder),
    downloads: createDownloads(randomBytes),
    rendererFolder: join(program, 'dist', 'renderer'),
    bridgeScript: `window.assay = { host: 'web', evidenceUrl: (id) => '/evidence/' + id };`,
    port: 0,
    random: randomBytes,
    log: () => undefined,
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(host.url);
  const close = async (): Promise<void> => {
    await context.close();
    await host.close();
  };
  return { page, close };
};

const openOnElectronEntry = (): Promise<Opened> => {
  process.env.ASSAY_TEST_MEDIA = mediaFolder;
  const entry = join(program, 'dist/main/index.js');
  return startElectronStandIn({ profile, entry, programFolder: program, browser });
};

/** Loads the page from the start, listening, so that nothing reported before is missed. */
const visit = async (
  page: Page,
): Promise<{ report: PolicyReport; violations: string[]; workers: string[] }> => {
  const console: string[] = [];
  page.on('console', (message) => console.push(message.text()));
  page.on('pageerror', (error) => console.push(error.message));
  await page.reload();
  const report = await page
    .waitForFunction(() => window.policyReport, undefined, { timeout: 60_000 })
    .then((handle) => handle.jsonValue())
    .catch((error: unknown) => {
      throw new Error(`the page did not finish: ${String(error)}\n${console.join('\n')}`);
    });
  if (report === undefined) throw new Error('the page reported nothing');
  const refused = console.filter((text) => /content security policy/i.test(text));
  const violations = [...refused, ...(await page.evaluate(() => window.violations))];
  return { report, violations, workers: page.workers().map((worker) => new URL(worker.url()).pathname) };
};

const plant = (page: Page): Promise<{ ran: boolean; violations: string[] }> =>
  page.evaluate(async () => {
    const reported = new Promise((resolve) =>
      document.addEventListener('securitypolicyviolation', resolve, { once: true }),
    );
    const script = document.createElement('script');
    script.textContent = 'document.body.dataset.planted = "ran"';
    document.body.append(script);
    await reported;
    return { ran: document.body.dataset.planted === 'ran', violations: window.violations };
  });

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'assay-policy-'));
  await buildHostVariant(program);
  browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
});
afterAll(async () => {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
  await rm(program, { recursive: true, force: true });
});

describe.each([
  { name: 'the web host', host: 'web', open: openOnWebHost },
  { name: 'the Electron entry on the stand-in', host: 'electron', open: openOnElectronEntry },
])('the content-security policy on $name', ({ host, open }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  it('lets every viewer work and reports nothing', async () => {
    const { report, violations, workers } = await visit(opened.page);
    expect(violations).toEqual([]);
    expect(report).toMatchObject({
      host,
      captions: 'What makes you say that?',
      pdfWorker: true,
      fontsLoaded: true,
      dataImageWidth: 7,
      framedColour: 'rgb(1, 2, 3)',
    });
    expect(report.videoSeconds).toBeGreaterThan(0);
    expect(report.waveformPixels).toBeGreaterThan(100);
    const [red = 0, green = 0, blue = 0] = report.pdfPicture;
    expect(blue).toBeGreaterThan(150);
    expect(Math.max(red, green)).toBeLessThan(100);
    expect(workers.some((path) => path.includes('pdf.worker'))).toBe(true);
  });

  it('blocks a planted inline script and reports it', async () => {
    const { ran, violations } = await plant(opened.page);
    expect(ran).toBe(false);
    expect(violations).toEqual(['script-src-elem inline']);
  });
});
