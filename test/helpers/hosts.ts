import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { _electron, type Browser, type Page } from 'playwright-core';
import { repository } from '../../scripts/vite/repository.ts';
import { launchChromium } from './chromium.ts';
import { startElectronStandIn } from './electron/start-stand-in.ts';

export type HostStart = {
  readonly profileFolder: string;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Unlocks the workspace as the web host starts; the other hosts have no such flag and are unlocked in the page. */
  readonly passphraseFile?: string;
};

/** Assay running on one host. `page` is a new one after `restart`. */
export type RunningHost = {
  readonly page: Page;
  /** Ends the program as a person does and starts it again on the same profile. */
  restart(): Promise<void>;
  /** Ends the program as a power cut does and starts it again on the same profile. */
  crash(): Promise<void>;
  close(): Promise<void>;
};

export type Host = {
  readonly name: 'web' | 'electron-stand-in' | 'electron';
  /** True, or the sentence that says why this host is skipped here. */
  readonly available: true | string;
  start(options: HostStart): Promise<RunningHost>;
};

type Session = { readonly page: Page; close(): Promise<unknown>; kill(): Promise<unknown> };

/** A clip that plays by itself when a test presses a key must not wait for a mouse. */
const chromiumArgs = ['--autoplay-policy=no-user-gesture-required'];

const running = async (open: () => Promise<Session>, end: () => Promise<void>): Promise<RunningHost> => {
  let session = await open();
  return {
    get page() {
      return session.page;
    },
    restart: async () => {
      await session.close();
      session = await open();
    },
    crash: async () => {
      await session.kill();
      session = await open();
    },
    close: async () => {
      await session.close();
      await end();
    },
  };
};

const openWeb = async (browser: Browser, options: HostStart): Promise<Session> => {
  const { profileFolder, width = 1440, height = 900, colorScheme = 'light', passphraseFile } = options;
  const program = spawn(
    process.execPath,
    [
      join(repository, 'dist/main/web.js'),
      ...['--json', '--profile', profileFolder],
      ...(passphraseFile === undefined ? [] : ['--passphrase-file', passphraseFile]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(program, 'exit');
  const early = exited.then(([code]) => Promise.reject(new Error(`the web host ended with ${code}`)));
  const [line] = (await Promise.race([once(createInterface({ input: program.stdout }), 'line'), early])) as [
    string,
  ];
  early.catch(() => undefined);
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  await page.goto((JSON.parse(line) as { url: string }).url);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    program.kill(signal);
    await exited;
    await context.close();
  };
  return { page, close: () => end('SIGTERM'), kill: () => end('SIGKILL') };
};

const web: Host = {
  name: 'web',
  available: true,
  start: async (options) => {
    const browser = await launchChromium(chromiumArgs);
    return running(
      () => openWeb(browser, options),
      () => browser.close(),
    );
  },
};

const standIn: Host = {
  name: 'electron-stand-in',
  available: true,
  start: async ({ profileFolder, passphraseFile: _, ...look }) => {
    const browser = await launchChromium(chromiumArgs);
    return running(
      () => startElectronStandIn({ profile: profileFolder, browser, ...look }),
      () => browser.close(),
    );
  },
};

const electronProgram = (): string | null => {
  const folder = join(repository, 'node_modules', 'electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
};

const electronAvailability = (): true | string => {
  if (electronProgram() === null)
    return 'skipped: the Electron program has not been downloaded on this computer';
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return true;
  return 'skipped: Electron needs a display and there is none here';
};

const openElectron = async (options: HostStart): Promise<Session> => {
  const { profileFolder, width = 1440, height = 900, colorScheme = 'light' } = options;
  const electron = await _electron.launch({
    executablePath: electronProgram() ?? '',
    // Chromium refuses its sandbox to root, which only build machines are.
    args: [
      repository,
      '--profile',
      profileFolder,
      ...chromiumArgs,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    colorScheme,
  });
  const page = await electron.firstWindow();
  await page.setViewportSize({ width, height });
  return {
    page,
    close: () => electron.close(),
    kill: async () => {
      const program = electron.process();
      const exited = once(program, 'exit');
      program.kill('SIGKILL');
      await exited;
    },
  };
};

const electron: Host = {
  name: 'electron',
  available: electronAvailability(),
  start: (options) =>
    running(
      () => openElectron(options),
      async () => undefined,
    ),
};

/** The three ways Assay runs. A suite goes through them all and says of each that it skips why it does. */
export const hosts: readonly Host[] = [web, standIn, electron];
