import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Child<Told> = { readonly told: Told; readonly close: () => Promise<void> };

/** Runs a script in a process of its own, and waits for what it tells first: one line of JSON. */
export const startChild = async <Told>(script: URL, words: readonly string[]): Promise<Child<Told>> => {
  const program = spawn(process.execPath, [script.pathname, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(program, 'exit');
  const early = exited.then(([code]) => Promise.reject(new Error(`${script.pathname} ended with ${code}`)));
  early.catch(() => undefined);
  const line = once(createInterface({ input: program.stdout }), 'line') as Promise<[string]>;
  const [told] = await Promise.race([line, early]);
  return {
    told: JSON.parse(told) as Told,
    close: async () => {
      program.stdin.end();
      await exited;
    },
  };
};

/** In the child: tells, and closes once the parent has ended its input, also by ending itself. */
export const telling = async (told: unknown, close: () => Promise<unknown>): Promise<void> => {
  process.stdout.write(`${JSON.stringify(told)}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
  await close();
};
