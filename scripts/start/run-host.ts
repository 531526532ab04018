import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../vite/repository.ts';
import type { HostChoice } from './choose-host.ts';

/** Milliseconds within which an Electron that ends with an error counts as one that does not run here. */
const earlyEnd = 5_000;

type Ending = { readonly code: number; readonly afterMs: number };

const run = (program: string, args: readonly string[]): Promise<Ending> =>
  new Promise((resolve) => {
    const started = performance.now();
    const end = (code: number): void => resolve({ code, afterMs: performance.now() - started });
    const child = spawn(program, args, { stdio: 'inherit', cwd: repository });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, forward);
    child.once('error', () => end(1));
    child.once('exit', (code, signal) => end(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });

const runWeb = async (args: readonly string[]): Promise<number> =>
  (await run(process.execPath, [join(repository, 'dist', 'main', 'web.js'), ...args])).code;

/** Runs the chosen host until it ends; an Electron that cannot run on this computer gives way to the web host. */
export const runHost = async (
  choice: HostChoice,
  args: readonly string[],
  say: (line: string) => void,
): Promise<number> => {
  if (choice.host === 'web') return runWeb(args);
  const { code, afterMs } = await run(choice.program, [repository, ...args]);
  if (code === 0 || afterMs > earlyEnd) return code;
  say('Starting the web host instead, because Electron does not run here.');
  return runWeb(args);
};
