import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import {
  type FromChild,
  type Origins,
  optionsVariable,
  type Question,
  type Recorded,
  type StandInOptions,
  type ToChild,
} from './link.ts';
import { hearName, invokeName, preloadScript } from './preload-shim.ts';

const repository = resolve(import.meta.dirname, '../../..');

export type StandInStart = Partial<StandInOptions> & {
  readonly profile: string;
  /** The built entry; the tests of the host itself give a variant of it. */
  readonly entry?: string;
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** A running Chromium to use and leave running; otherwise one is started and closed. */
  readonly browser?: Browser;
};

export type ElectronStandIn = {
  readonly page: Page;
  /** Every call that the entry made on `electron`, in order. */
  readonly recorded: readonly Recorded[];
  readonly origins: Origins;
  /** Asks the handlers that the entry registered. */
  ask(question: Question): Promise<unknown>;
  /** What the program wrote to stdout and stderr. */
  output(): string;
  /** Resolves with the program's exit code once it has ended, whoever ended it. */
  readonly exited: Promise<number | null>;
  /** Closes the window as a person does; resolves with the program's exit code. */
  close(): Promise<number | null>;
  /** Ends the program as a power cut does. */
  kill(): Promise<void>;
};

type Child = {
  readonly process: ChildProcess;
  readonly recorded: Recorded[];
  readonly output: () => string;
  readonly exited: Promise<number | null>;
  send(message: ToChild): void;
  on(listener: (message: FromChild) => void): void;
  /** Sends what `make` makes of a fresh number, and waits for the answer of that number. */
  ask(make: (id: number) => ToChild): Promise<unknown>;
};

type Link = Pick<Child, 'send' | 'on'>;

/** Questions on their way to the child and back, by number. */
const createAsking = (child: Link): Child['ask'] => {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on((message) => {
    if (message.kind !== 'answer') return;
    if (message.error === null) waiting.get(message.id)?.resolve(message.value);
    else waiting.get(message.id)?.reject(new Error(message.error));
    waiting.delete(message.id);
  });
  return (make) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send(make(last));
    });
};

const startChild = (options: StandInOptions, entry: string, profile: string): Child => {
  const register = new URL('./register.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', register, entry, '--profile', profile], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, [optionsVariable]: JSON.stringify(options) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const recorded: Recorded[] = [];
  child.on('message', (message: FromChild) => {
    if (message.kind === 'recorded') recorded.push(message.recorded);
  });
  const link: Link = {
    send: (message) => void (child.connected && child.send(message)),
    on: (listener) => void child.on('message', listener),
  };
  return {
    ...link,
    process: child,
    recorded,
    output: () => output,
    exited: once(child, 'exit').then(([code]) => code),
    ask: createAsking(link),
  };
};

const originOf = (frame: Frame): Promise<string> => frame.evaluate(() => globalThis.origin);

/** Makes the page the entry's window: its preload, its messages both ways, its loading. */
const connect = async (child: Child, context: BrowserContext, page: Page): Promise<Origins> => {
  await context.exposeBinding(invokeName, async ({ frame }, channel: string, args: unknown[]) => {
    const from = { origin: await originOf(frame), main: frame === page.mainFrame() };
    return child.ask((id) => ({ kind: 'invoke', id, channel, args, frame: from }));
  });
  return new Promise((resolve, reject) => {
    let origins: Origins = { app: '', evidence: '' };
    const onWindow = async (preload: string): Promise<void> =>
      void (await context.addInitScript({
        content: preloadScript(await readFile(preload, 'utf8'), origins),
      }));
    let prepared: Promise<void> = Promise.resolve();
    const load = async (id: number, url: string): Promise<void> => {
      await prepared;
      await page.goto(url);
      child.send({ kind: 'loaded', id });
      resolve(origins);
    };
    child.on((message) => {
      if (message.kind === 'window') {
        origins = message.origins;
        prepared = onWindow(message.preload);
      } else if (message.kind === 'load') load(message.id, message.url).catch(reject);
      else if (message.kind === 'send') {
        // A page that is just being loaded again hears nothing, in Electron too.
        page
          .evaluate(
            `globalThis.${hearName}?.(${JSON.stringify(message.channel)}, ${JSON.stringify(message.args)})`,
          )
          .catch(() => undefined);
      }
    });
    void child.exited.then((code) =>
      reject(new Error(`the entry ended with ${code} before it had a window:\n${child.output()}`)),
    );
  });
};

/** Starts the built Electron entry, unmodified, on the stand-in for `electron`, with a Chromium page as its window. */
export const startElectronStandIn = async (start: StandInStart): Promise<ElectronStandIn> => {
  const { profile, entry, width = 1440, height = 900, colorScheme = 'light', browser, ...pretended } = start;
  const options: StandInOptions = {
    programFolder: repository,
    packaged: false,
    alreadyRunning: false,
    keystore: 'gnome_libsecret',
    saveTo: null,
    closesUnsaved: false,
    ...pretended,
  };
  const chromium = browser ?? (await launchChromium());
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const child = startChild(options, entry ?? resolve(repository, 'dist/main/index.js'), profile);
  const end = async (): Promise<void> => {
    await context.close();
    if (browser === undefined) await chromium.close();
  };
  try {
    const origins = await connect(child, context, page);
    return {
      page,
      recorded: child.recorded,
      origins,
      ask: (question) => child.ask((id) => ({ kind: 'question', id, question })),
      output: child.output,
      exited: child.exited,
      close: async () => {
        if (child.process.exitCode === null) child.send({ kind: 'close-window' });
        const code = await child.exited;
        await end();
        return code;
      },
      kill: async () => {
        child.process.kill('SIGKILL');
        await child.exited;
        await end();
      },
    };
  } catch (error) {
    child.process.kill('SIGKILL');
    await end();
    throw error;
  }
};

/** Runs the entry until it ends by itself: for starts that must not open a window. */
export const runElectronStandIn = async (
  start: StandInStart,
): Promise<{
  readonly code: number | null;
  readonly recorded: readonly Recorded[];
  readonly output: string;
}> => {
  const { profile, entry, width: _w, height: _h, colorScheme: _c, browser: _b, ...pretended } = start;
  const child = startChild(
    {
      programFolder: repository,
      packaged: false,
      alreadyRunning: false,
      keystore: 'gnome_libsecret',
      saveTo: null,
      closesUnsaved: false,
      ...pretended,
    },
    entry ?? resolve(repository, 'dist/main/index.js'),
    profile,
  );
  return { code: await child.exited, recorded: child.recorded, output: child.output() };
};
