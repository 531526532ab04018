import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeProblem } from '../shared/lib/problem.ts';
import { createHostPorts } from './host/host-ports.ts';
import { defaultProfileFolder } from './host/profile-folder.ts';
import { findProgramFolder } from './host/program-folder.ts';
import { createDownloads } from './web/downloads.ts';
import { chooseBrowser, openAppWindow, thisComputer } from './web/open-browser.ts';
import { readWebFlags, type WebFlags, webUsage } from './web/web-flags.ts';
import { startWebHost, type WebHost } from './web/web-host.ts';
import { createWorkbench } from './workbench.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const announce = async (url: string, { json, open }: WebFlags): Promise<void> => {
  if (json) return say(JSON.stringify({ url }));
  if (!open) return say(`Assay is ready at ${url}`);
  const choice = chooseBrowser(thisComputer());
  if (choice.kind === 'window' && (await openAppWindow(choice.browser, url))) {
    return say(`Assay opened in ${choice.browser}, because ${choice.why}. Close it here with Ctrl+C.`);
  }
  const why = choice.kind === 'print' ? choice.why : `${choice.browser} did not start`;
  say(`Assay prints its address, because ${why}. Open it in Chrome, Chromium or Edge: ${url}`);
};

const stopOnSignal = (host: WebHost, closeWorkbench: () => Promise<void>): void => {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await host.close();
    await closeWorkbench();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
};

const run = async (flags: WebFlags): Promise<void> => {
  const programFolder = findProgramFolder(import.meta.dirname);
  const profileFolder = resolve(
    flags.profile ?? defaultProfileFolder({ platform: process.platform, home: homedir(), env: process.env }),
  );
  mkdirSync(profileFolder, { recursive: true, mode: 0o700 });
  const passphrase =
    flags.passphraseFile === null ? null : readFileSync(flags.passphraseFile, 'utf8').trimEnd();
  const downloads = createDownloads(randomBytes);
  const ports = createHostPorts({
    host: 'web',
    programFolder,
    profileFolder,
    osKeystore: null,
    passphrase,
    deliverFile: downloads.deliver,
  });
  const workbench = await createWorkbench(ports);
  if (!workbench.ok) throw new Error(describeProblem(workbench.problem));
  const host = await startWebHost({
    workbench: workbench.value,
    downloads,
    rendererFolder: join(programFolder, 'dist', 'renderer'),
    bridgeScript: readFileSync(join(programFolder, 'dist', 'web', 'bridge.js'), 'utf8'),
    port: flags.port,
    random: ports.random,
    log: ports.log,
  }).catch(async (error: unknown) => {
    await workbench.value.close();
    throw error;
  });
  stopOnSignal(host, () => workbench.value.close());
  await announce(host.url, flags);
};

const fail = (error: unknown, help: string): void => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${help}`);
  process.exitCode = 1;
};

const readFlags = (): WebFlags | null => {
  try {
    return readWebFlags(process.argv.slice(2));
  } catch (error) {
    fail(error, `${webUsage}\n`);
    return null;
  }
};

const flags = readFlags();
if (flags !== null) await run(flags).catch((error: unknown) => fail(error, ''));
