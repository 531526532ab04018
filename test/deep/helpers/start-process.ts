import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program that has said, in its first line of JSON, where it answers. */
export type StartedProcess = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  /** Everything it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once it is gone, however. */
  readonly exited: Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
};

export type StartCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

/** The program ended, or was killed, before it answered. */
export class EndedEarly extends Error {
  readonly stderr: string;
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  constructor(command: string, code: number | null, signal: NodeJS.Signals | null, stderr: string) {
    super(`${command} ended with ${code ?? signal}: ${stderr.slice(-2000)}`);
    this.name = 'EndedEarly';
    this.code = code;
    this.signal = signal;
    this.stderr = stderr;
  }
}

/**
 * Starts a program and waits for its line `{"url": …}`. `onSpawn` gets the process before that, to end it while it starts.
 * Throws EndedEarly when it never says the line.
 */
export const startProcess = async (
  { command, args, env }: StartCommand,
  onSpawn: (child: ChildProcess) => void = () => {},
): Promise<StartedProcess> => {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const written = { stdout: '', stderr: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString('utf8');
  });
  child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString('utf8');
  });
  const exited = once(child, 'close').then(() => undefined);
  const early = exited.then((): never => {
    throw new EndedEarly(args.join(' '), child.exitCode, child.signalCode, written.stderr);
  });
  early.catch(() => undefined);
  onSpawn(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), early])) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    child,
    pid: child.pid ?? 0,
    url,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    exited,
    kill: (signal) => void child.kill(signal),
  };
};
