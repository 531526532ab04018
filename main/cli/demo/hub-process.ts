import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A hub in a process of its own. */
export type HubProcess = {
  readonly url: string;
  /** Ends it as an operator would (SIGTERM), and waits until it is gone. */
  stop(): Promise<void>;
};

/** The line a hub started with `--json` prints once it answers. */
const startedSchema = z.looseObject({ url: z.url() });

const START_MS = 120_000;
const STOP_MS = 20_000;

/** Starts the sample hub with its data in `dataFolder` and waits until it answers. `port` 0: any free one. */
export const startHubProcess = async (
  entry: string,
  dataFolder: string,
  port: number,
): Promise<HubProcess> => {
  const flags = ['hub', '--sample', '--json', '--data', dataFolder, '--port', String(port)];
  const child = spawn(process.execPath, [entry, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString('utf8')}`.slice(-4000);
  });
  try {
    return { url: await firstUrl(child), stop: () => stop(child) };
  } catch (error) {
    child.kill('SIGKILL');
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The sample hub did not start: ${reason}. ${complaint.trim()}`);
  }
};

const firstUrl = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('it has no output');
  const lines = createInterface({ input: child.stdout });
  const late = AbortSignal.timeout(START_MS);
  const ended = once(child, 'exit', { signal: late }).then(([code]) => {
    throw new Error(`it ended with code ${String(code)}`);
  });
  const printed = once(lines, 'line', { signal: late }).then(
    ([line]) => startedSchema.parse(JSON.parse(String(line))).url,
  );
  // Whichever comes second is of no interest.
  ended.catch(() => undefined);
  printed.catch(() => undefined);
  return Promise.race([printed, ended]);
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit', { signal: AbortSignal.timeout(STOP_MS) });
  child.kill('SIGTERM');
  try {
    await gone;
  } catch {
    child.kill('SIGKILL');
    throw new Error(`The sample hub did not end within ${STOP_MS / 1000} seconds.`);
  }
};
