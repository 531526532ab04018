import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
};

/** Where the address goes, and why, in words for the terminal. */
export type BrowserChoice =
  | { readonly kind: 'window'; readonly browser: string; readonly why: string }
  | { readonly kind: 'print'; readonly why: string };

const linuxNames = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
];

const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

const windowsPrograms = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];

const candidates = ({ platform, env }: Surroundings): readonly string[] => {
  if (platform === 'darwin') return macPrograms;
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return roots.flatMap((root) => windowsPrograms.map((parts) => join(root, ...parts)));
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
};

const hasDisplay = ({ platform, env }: Surroundings): boolean =>
  platform === 'linux' ? Boolean(env.DISPLAY || env.WAYLAND_DISPLAY) : !env.SSH_CONNECTION;

/** An installed Chrome, Chromium or Edge: `ASSAY_CHROMIUM` first, then the usual places; null when there is none. */
export const findBrowser = (surroundings: Surroundings): string | null =>
  [surroundings.env.ASSAY_CHROMIUM ?? '', ...candidates(surroundings)].find(
    (path) => path !== '' && surroundings.exists(path),
  ) ?? null;

export const chooseBrowser = (surroundings: Surroundings): BrowserChoice => {
  if (!hasDisplay(surroundings)) return { kind: 'print', why: 'there is no display here' };
  const browser = findBrowser(surroundings);
  return browser === null
    ? { kind: 'print', why: 'no Chrome, Chromium or Edge was found' }
    : { kind: 'window', browser, why: 'it is installed and there is a display' };
};

export const thisComputer = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  exists: existsSync,
});

/** Opens the address as a window of its own. Resolves with false when the browser could not be started. */
export const openAppWindow = (browser: string, url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(browser, [`--app=${url}`], { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
