import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../../scripts/vite/repository.ts';
import { problemSentences } from '../../shared/lib/problem-sentences.ts';
import { launchChromium } from '../helpers/chromium.ts';
import type { Recorded } from '../helpers/electron/link.ts';
import {
  type ElectronStandIn,
  runElectronStandIn,
  type StandInStart,
  startElectronStandIn,
} from '../helpers/electron/start-stand-in.ts';
import { buildHostVariant, mediaFolder } from './host-variant.ts';

/* One long file: everything in it looks at one program, which is built for it. */

const program = join(repository, '.cache', 'test-electron-entry');
let browser: Browser;
let folder = '';
let profile = '';
let entry: ElectronStandIn;

const starting = (more: Partial<StandInStart> = {}): StandInStart => ({
  profile,
  entry: join(program, 'dist/main/index.js'),
  programFolder: program,
  browser,
  ...more,
});

const argsOf = (recorded: readonly Recorded[], call: string): readonly unknown[] | undefined =>
  recorded.find((one) => one.call === call)?.args;

const called = (name: string, input: unknown = {}): Promise<unknown> =>
  entry.page.evaluate(([command, sent]) => window.assay.call(command as 'app.getState', sent as never), [
    name,
    input,
  ] as const);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-entry-'));
  profile = join(folder, 'profile');
  process.env.ASSAY_TEST_MEDIA = mediaFolder;
  await buildHostVariant(program);
  browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
  entry = await startElectronStandIn(starting({ saveTo: join(folder, 'saved.sealed') }));
});
afterAll(async () => {
  await entry.close();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
  await rm(program, { recursive: true, force: true });
});

describe('before the window', () => {
  it('sandboxes, declares its schemes and takes the lock before it is ready', () => {
    const calls = entry.recorded.map(({ call }) => call);
    expect(calls.slice(0, 5)).toEqual([
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.setPath',
      'app.requestSingleInstanceLock',
      'ready',
    ]);
    expect(argsOf(entry.recorded, 'protocol.registerSchemesAsPrivileged')).toEqual([
      [
        {
          scheme: 'assay',
          privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
        },
        {
          scheme: 'assay-evidence',
          privileges: {
            standard: true,
            secure: true,
            stream: true,
            supportFetchAPI: true,
            corsEnabled: true,
          },
        },
      ],
    ]);
  });

  it('leaves at once without the lock and touches nothing of the workspace', async () => {
    const other = join(folder, 'second');
    const { code, recorded } = await runElectronStandIn(starting({ profile: other, alreadyRunning: true }));
    expect(code).toBe(0);
    expect(recorded.map(({ call }) => call)).not.toContain('BrowserWindow');
    expect(readdirSync(other)).toEqual(['window']);
    expect(readdirSync(join(other, 'window'))).toEqual([]);
  });

  it('says in a box why it cannot start', async () => {
    const { code, recorded } = await runElectronStandIn(starting({ programFolder: folder }));
    expect(code).toBe(1);
    expect(argsOf(recorded, 'dialog.showErrorBox')?.[0]).toBe('Assay cannot start');
  });
});

describe('the window', () => {
  it('has every switch of its page set to the safe side', () => {
    const [options] = argsOf(entry.recorded, 'BrowserWindow') ?? [];
    expect(options).toMatchObject({
      webPreferences: {
        preload: join(program, 'dist', 'preload', 'preload.cjs'),
        sandbox: true,
        contextIsolation: true,
        webSecurity: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        plugins: false,
        experimentalFeatures: false,
        allowRunningInsecureContent: false,
        navigateOnDragDrop: false,
        devTools: true,
        spellcheck: true,
      },
    });
    expect(argsOf(entry.recorded, 'BrowserWindow.session')).toEqual([true]);
    expect(argsOf(entry.recorded, 'session.fromPartition')).toEqual(['assay']);
    expect(argsOf(entry.recorded, 'window.loadURL')).toEqual(['assay://app/index.html']);
  });

  it('has no developer tools once packed, in its page and in its menu', async () => {
    const packed = await startElectronStandIn(starting({ profile: join(folder, 'packed'), packaged: true }));
    const [options] = argsOf(packed.recorded, 'BrowserWindow') ?? [];
    const menu = JSON.stringify(argsOf(packed.recorded, 'Menu.setApplicationMenu'));
    await packed.close();
    expect(options).toMatchObject({ webPreferences: { devTools: false } });
    expect(menu).toContain('editMenu');
    expect(menu).not.toContain('toggleDevTools');
  });

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'prevents %s',
    async (event) => {
      const url = 'https://example.org/';
      expect(await entry.ask({ ask: 'prevented', of: 'contents', event, url })).toBe(true);
    },
  );

  it('lets the page load itself again', async () => {
    const url = 'assay://app/index.html';
    expect(await entry.ask({ ask: 'prevented', of: 'contents', event: 'will-navigate', url })).toBe(false);
  });

  it('opens no other window and takes no download', async () => {
    expect(await entry.ask({ ask: 'window-open', url: 'https://example.org' })).toEqual({ action: 'deny' });
    expect(await entry.ask({ ask: 'prevented', of: 'session', event: 'will-download' })).toBe(true);
  });

  it('lets no page choose a Bluetooth device', async () => {
    const event = 'select-bluetooth-device';
    expect(await entry.ask({ ask: 'prevented', of: 'contents', event })).toBe(true);
  });

  it('loads its page again when the page dies, and says so when it dies at once again', async () => {
    const crashing = await startElectronStandIn(starting({ profile: join(folder, 'crashing') }));
    const die = (): Promise<unknown> =>
      crashing.ask({ ask: 'prevented', of: 'contents', event: 'render-process-gone' });
    const count = (call: string): number => crashing.recorded.filter((one) => one.call === call).length;
    await die();
    expect([count('window.loadURL'), count('dialog.showErrorBox')]).toEqual([2, 0]);
    await die();
    expect([count('window.loadURL'), count('dialog.showErrorBox')]).toEqual([2, 1]);
    await crashing.close();
  });

  it('comes to the front when Assay is started again', async () => {
    await entry.ask({ ask: 'second-instance' });
    expect(entry.recorded.map(({ call }) => call)).toContain('window.focus');
  });
});

describe('the session', () => {
  const page = 'assay://app/index.html';

  it.each([
    ['fullscreen', page, true],
    ['clipboard-sanitized-write', page, true],
    ['clipboard-read', page, false],
    ['media', page, false],
    ['notifications', page, false],
    ['openExternal', page, false],
    ['geolocation', page, false],
    ['fullscreen', 'assay-evidence://evidence/a', false],
    ['fullscreen', 'https://example.org/', false],
  ])('answers a request for %s by %s with %s', async (permission, url, granted) => {
    expect(await entry.ask({ ask: 'permission-request', permission, url })).toBe(granted);
    const origin = url.split('/').slice(0, 3).join('/');
    expect(await entry.ask({ ask: 'permission-check', permission, origin })).toBe(granted);
  });

  it('gives no device away', async () => {
    expect(await entry.ask({ ask: 'device-permission' })).toBe(false);
    for (const event of ['select-hid-device', 'select-serial-port', 'select-usb-device']) {
      expect(await entry.ask({ ask: 'prevented', of: 'session', event })).toBe(true);
    }
  });

  it.each([
    ['assay://app/index.html', true],
    ['assay-evidence://evidence/a', true],
    ['https://example.org/', false],
    ['http://127.0.0.1:80/', false],
    ['file:///etc/passwd', false],
    ['assayx://app/', false],
    ['nonsense', false],
  ])('lets a request to %s through: %s', async (url, allowed) => {
    expect(await entry.ask({ ask: 'request', url })).toBe(allowed);
  });

  it('checks spelling in the languages of the person that are here, and fetches no dictionary', () => {
    expect(argsOf(entry.recorded, 'session.setSpellCheckerLanguages')).toEqual([['en-GB', 'de']]);
    expect(argsOf(entry.recorded, 'session.setSpellCheckerEnabled')).toEqual([true]);
    expect(argsOf(entry.recorded, 'session.setSpellCheckerDictionaryDownloadURL')).toEqual([
      'http://127.0.0.1:9/',
    ]);
  });
});

describe('the two schemes', () => {
  const read = (
    url: string,
    range?: string,
  ): Promise<{ status: number; length: number; range: string | null }> =>
    entry.page.evaluate(
      async ([address, asked]) => {
        const response = await fetch(address, asked === '' ? {} : { headers: { range: asked } });
        const { byteLength } = await response.arrayBuffer();
        return { status: response.status, length: byteLength, range: response.headers.get('content-range') };
      },
      [url, range ?? ''] as const,
    );
  const evidence = (id: string): Promise<string> =>
    entry.page.evaluate((name) => window.assay.evidenceUrl(name), id);

  it('gives evidence by range to the app, to the end when the range is open', async () => {
    const size = readFileSync(join(mediaFolder, 'clip.mp4')).length;
    const url = await evidence('clip');
    expect(await read(url)).toMatchObject({ status: 200, length: size });
    expect(await read(url, 'bytes=100-')).toEqual({
      status: 206,
      length: size - 100,
      range: `bytes 100-${size - 1}/${size}`,
    });
    expect((await read(url, `bytes=${size}-`)).status).toBe(416);
    expect((await read(await evidence('unknown'))).status).toBe(404);
  });

  it('gives evidence to the origin of the app alone', async () => {
    const url = await evidence('paper');
    const own = await fetch(url, { headers: { origin: entry.origins.app } });
    expect(own.headers.get('access-control-allow-origin')).toBe(entry.origins.app);
    expect(own.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    const foreign = await fetch(url, { headers: { origin: 'https://example.org' } });
    expect(foreign.status).toBe(403);
  });

  it('is read across origins only where the scheme says so', async () => {
    const ask = (origin: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = {
          'sec-fetch-mode': 'cors',
          'sec-fetch-site': 'cross-site',
          'sec-fetch-dest': 'empty',
        };
        const request = get(origin, { headers, agent: false }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.once('error', reject);
      });
    expect(await ask(await evidence('paper'))).toBe(200);
    await expect(ask(`${entry.origins.app}/index.html`)).rejects.toThrow();
  });

  it('holds nothing but the built app', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/main/index.js']) {
      expect((await read(path)).status).toBe(404);
    }
    expect((await fetch(`${entry.origins.app}/index.html`)).headers.get('content-security-policy')).toContain(
      `connect-src 'self' ${entry.origins.evidence}`,
    );
  });
});

describe('commands', () => {
  it('carry name and input to the workbench and the result back', async () => {
    expect(await called('app.getState', { a: 1 })).toEqual({
      ok: true,
      value: { name: 'app.getState', input: { a: 1 } },
    });
    expect(await called('no.such')).toMatchObject({ ok: false, problem: { code: 'bad-request' } });
  });

  it('show the page one object and nothing of Electron', async () => {
    const seen = await entry.page.evaluate(() => ({
      bridge: Object.keys(window.assay).sort(),
      frozen: Object.isFrozen(window.assay),
      globals: ['require', 'process', 'ipcRenderer', 'electron'].filter((name) => name in window),
    }));
    expect(seen).toEqual({ bridge: ['call', 'evidenceUrl', 'host', 'onNotice'], frozen: true, globals: [] });
  });

  it('are refused from a frame in the page and from another origin in the window', async () => {
    const invoke = '__standInInvoke';
    const fromFrame = await entry.page.evaluate(async (name) => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<p>reflection</p>';
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      document.body.append(frame);
      await loaded;
      const inside = frame.contentWindow as unknown as Record<string, (...args: unknown[]) => unknown>;
      return { answer: await inside[name]?.('assay:call', ['app.getState', {}]), bridge: 'assay' in inside };
    }, invoke);
    expect(fromFrame).toEqual({ answer: { ok: false, problem: { code: 'forbidden' } }, bridge: false });

    const stranger = await startElectronStandIn(starting({ profile: join(folder, 'stranger') }));
    await stranger.page.goto('data:text/html,<p>not the app</p>');
    const answer = await stranger.page.evaluate(
      (name) =>
        (window as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.('assay:call', [
          'app.getState',
          {},
        ]),
      invoke,
    );
    await stranger.close();
    expect(answer).toEqual({ ok: false, problem: { code: 'forbidden' } });
  });

  it('are answered by notices of what changed, until the page stops listening', async () => {
    const heard = await entry.page.evaluate(async () => {
      const notices: unknown[] = [];
      const first = new Promise<void>((resolve) => {
        const stop = window.assay.onNotice((notice) => {
          notices.push(notice);
          stop();
          resolve();
        });
      });
      await window.assay.call('queue.list', {});
      await first;
      const second = new Promise<void>((resolve) => void window.assay.onNotice(() => resolve()));
      await window.assay.call('queue.list', {});
      await second;
      return notices;
    });
    expect(heard).toEqual([{ topic: 'queue', ids: ['a1'] }]);
  });
});

describe('a computer that is left alone', () => {
  /** The first notices that the page hears after something was done. */
  const heardAfter = async (count: number, act: () => Promise<unknown>): Promise<unknown> => {
    const heard = entry.page.evaluate(
      (most) =>
        new Promise<unknown>((resolve) => {
          const notices: unknown[] = [];
          const stop = window.assay.onNotice((notice) => {
            notices.push(notice);
            if (notices.length < most) return;
            stop();
            resolve(notices);
          });
          document.title = 'listening';
        }),
      count,
    );
    await entry.page.waitForFunction(() => document.title === 'listening');
    await entry.page.evaluate(() => {
      document.title = '';
    });
    expect(await act()).toBe(true);
    return heard;
  };
  const settling = { topic: 'settling', ids: ['1'] };

  it.each(['suspend', 'lock-screen'] as const)(
    'has what is typed committed and the workspace locked at %s',
    async (event) => {
      const heard = await heardAfter(2, () => entry.ask({ ask: 'power', event }));
      expect(heard).toEqual([settling, { topic: 'locking', ids: [] }]);
    },
  );

  it('has what is typed committed when its user is signed out on Windows', async () => {
    expect(await heardAfter(1, () => entry.ask({ ask: 'session-end' }))).toEqual([settling]);
  });
});

describe('what the workbench gets from the computer', () => {
  it('is a keystore that gives back what it sealed', async () => {
    expect(await called('app.getAbout')).toMatchObject({
      value: {
        host: 'electron',
        deviceName: hostname(),
        keystore: 'gnome_libsecret',
        available: true,
        unsealed: Uint8Array.from(Buffer.from('key')),
      },
    });
  });

  it('is no keystore where the system would only obfuscate', async () => {
    const plain = await startElectronStandIn(
      starting({ profile: join(folder, 'plain'), keystore: 'basic_text' }),
    );
    const about = await plain.page.evaluate(() => window.assay.call('app.getAbout', {}));
    await plain.close();
    expect(about).toMatchObject({ value: { available: false } });
  });

  it("opens web pages in the person's own browser, and starts nothing else", async () => {
    expect(await called('session.startBrowserSignIn')).toEqual({ ok: true, value: [true, false, false] });
    const asked = entry.recorded.filter(({ call }) => call === 'shell.openExternal');
    expect(asked.map(({ args }) => args)).toEqual([
      ['https://hub.example.org/oidc/auth?state=1'],
      ['http://127.0.0.1:1/oidc/auth'],
    ]);
  });

  it('is a dialog that saves where the person says, or not at all', async () => {
    expect(await called('work.exportSealed')).toEqual({ ok: true, value: { delivery: 'saved' } });
    expect(readFileSync(join(folder, 'saved.sealed'), 'utf8')).toBe('sealed work');
    const declined = await startElectronStandIn(starting({ profile: join(folder, 'declined') }));
    const answer = await declined.page.evaluate(() => window.assay.call('work.exportSealed', {}));
    await declined.close();
    expect(answer).toEqual({ ok: true, value: { delivery: 'cancelled' } });
  });
});

describe('the end', () => {
  it.each([
    ['the person closes the window', (running: ElectronStandIn) => void running.close()],
    ['the person quits', (running: ElectronStandIn) => running.ask({ ask: 'quit' })],
    [
      'the computer is shut down',
      (running: ElectronStandIn) => running.ask({ ask: 'power', event: 'shutdown' }),
    ],
  ])(
    'comes after the page was asked for what is typed and the workbench was closed: %s',
    async (how, end) => {
      const brief = join(folder, how.replaceAll(' ', '-'));
      const running = await startElectronStandIn(starting({ profile: brief }));
      await end(running);
      expect(await running.exited).toBe(0);
      expect(running.recorded.map(({ call }) => call)).toContain('window.hide');
      expect(readFileSync(join(brief, 'settled'), 'utf8')).toBe('in time');
      expect(existsSync(join(brief, 'closed'))).toBe(true);
      await running.close();
    },
  );

  it('waits where something cannot be saved and the person goes on working', async () => {
    const full = join(folder, 'full');
    const running = await startElectronStandIn(starting({ profile: full }));
    writeFileSync(join(full, 'disk-is-full'), '');
    await running.ask({ ask: 'quit' });
    await expect
      .poll(() => argsOf(running.recorded, 'dialog.showMessageBox'))
      .toMatchObject([
        {
          message: 'What you typed last is not saved',
          detail: problemSentences['disk-full'],
          buttons: ['Keep working', 'Close without it'],
          defaultId: 0,
          cancelId: 0,
        },
      ]);
    expect(await running.page.evaluate(() => window.assay.call('app.getState', {}))).toMatchObject({
      ok: true,
    });
    const shown = running.recorded.map(({ call }) => call).filter((call) => /window\.(hide|show)/.test(call));
    expect(shown.slice(-2)).toEqual(['window.hide', 'window.show']);
    expect(existsSync(join(full, 'closed'))).toBe(false);
    // There is room again: it ends as ever.
    await rm(join(full, 'disk-is-full'));
    await running.ask({ ask: 'quit' });
    expect(await running.exited).toBe(0);
    expect(existsSync(join(full, 'closed'))).toBe(true);
    await running.close();
  });

  it('comes all the same where the person says so', async () => {
    const full = join(folder, 'full-and-closed');
    const running = await startElectronStandIn(starting({ profile: full, closesUnsaved: true }));
    writeFileSync(join(full, 'disk-is-full'), '');
    expect(await running.close()).toBe(0);
    expect(existsSync(join(full, 'closed'))).toBe(true);
  });
});
