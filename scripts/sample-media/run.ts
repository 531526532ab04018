import { spawn } from 'node:child_process';

/** Runs a program to its end and returns what it wrote to stdout. Rejects with its last words when it fails. */
export function run(program: string, parameters: readonly string[], input?: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...parameters], { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (cause) =>
      reject(new Error(`${program} could not be started: ${cause.message}`, { cause })),
    );
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out));
      else
        reject(
          new Error(`${program} stopped with code ${code}: ${Buffer.concat(errors).toString().slice(-800)}`),
        );
    });
    child.stdin.end(input ?? '');
  });
}

/** Names of the programs that are missing on this machine. */
export async function missingPrograms(programs: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    programs.map((program) =>
      run(program, [program === 'ffmpeg' ? '-version' : '--version']).then(
        () => true,
        () => false,
      ),
    ),
  );
  return programs.filter((_, index) => found[index] !== true);
}
