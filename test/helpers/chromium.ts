import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser, thisComputer } from '../../main/web/open-browser.ts';

const packageFolder = resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium');

const packageVersion = async (): Promise<string> => {
  const parsed: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  throw new Error('@sparticuz/chromium has no version');
};

/** The package unpacks into the temporary folder, by a fixed name; another process gives it one of its own. */
const unpackInto = async (folder: string): Promise<void> => {
  const script = "import('@sparticuz/chromium').then((m) => m.default.executablePath())";
  await promisify(execFile)(process.execPath, ['--eval', script], {
    cwd: packageFolder,
    env: { ...process.env, TMPDIR: folder },
  });
};

/**
 * The Chromium that came with the npm packages, unpacked once per version. Unpacked beside its place and moved there
 * whole, so that test files that start together never see half of it.
 */
const packagedChromium = async (): Promise<string> => {
  const home = join(tmpdir(), `assay-chromium-${await packageVersion()}`);
  if (!existsSync(join(home, 'chromium'))) {
    const stage = await mkdtemp(join(tmpdir(), 'assay-chromium-new-'));
    await unpackInto(stage);
    await rename(stage, home).catch(async (error: unknown) => {
      await rm(stage, { recursive: true, force: true });
      if (!existsSync(join(home, 'chromium'))) throw error;
    });
  }
  return join(home, 'chromium');
};

const executable = async (): Promise<string> => findBrowser(thisComputer()) ?? packagedChromium();

/** Starts a real Chromium without a window: `ASSAY_CHROMIUM`, an installed one, or the one from the npm packages. */
export const launchChromium = async (args: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: await executable(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...args],
  });
