import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** In bytes: what the coefficients hold at most, their ratings included; `input` is the ratings alone. */
export type MemoryPeak = {
  readonly units: number;
  readonly raters: number;
  readonly input: number;
  readonly peak: number;
  readonly byKernel: Readonly<Record<string, number>>;
};

const run = promisify(execFile);

/** In a process of its own. `held`: so many bytes more are held meanwhile, to show that they are seen. */
export const measureMemory = async (units: number, raters: number, held = 0): Promise<MemoryPeak> => {
  const child = fileURLToPath(new URL('./memory-child.ts', import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', child, `${units}`, `${raters}`, `${held}`], {
    timeout: 180_000,
  });
  return JSON.parse(stdout) as MemoryPeak;
};
