import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { StartCommand } from './start-process.ts';

/** Why system calls cannot be watched or disturbed here; null when they can. */
export const whyNoStrace = (): string | null => {
  if (process.platform !== 'linux') return 'strace is for Linux';
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'strace is not installed';
  return tried.status === 0 ? null : `strace may not trace here: ${tried.stderr.trim().split('\n')[0] ?? ''}`;
};

/**
 * A program under strace. The tracer runs beside it (`-D`), so that the process that is started is the program itself, and
 * dies alone.
 */
export const underStrace = (
  { command, args, env }: StartCommand,
  options: readonly string[],
): StartCommand => ({
  command: 'strace',
  args: ['-D', '-f', '--seccomp-bpf', '-q', ...options, '--', command, ...args],
  env,
});

export type Attached = {
  /** Lets go; resolves when the program runs free. */
  detach(): Promise<void>;
};

/** Takes hold of a running program and all its threads. Resolves when it has. */
export const attachStrace = async (pid: number, options: readonly string[]): Promise<Attached> => {
  const tracer: ChildProcess = spawn('strace', ['-f', '-o', '/dev/null', ...options, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(tracer, 'close');
  await new Promise<void>((resolve, reject) => {
    let said = '';
    tracer.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (said.includes('attached')) resolve();
    });
    void gone.then(() => reject(new Error(`strace did not attach: ${said.trim()}`)));
  });
  return {
    detach: async () => {
      tracer.kill('SIGINT');
      await gone;
    },
  };
};
