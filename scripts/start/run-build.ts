import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../vite/repository.ts';

/**
 * Builds what is missing, in a process of its own: the bundler's memory is not kept for as long as Assay runs. What it
 * says goes to stderr, so that stdout belongs to the host. Whether it worked.
 */
export const runBuild = (): Promise<boolean> =>
  new Promise((resolve) => {
    const build = spawn(process.execPath, [join(repository, 'scripts', 'build.ts')], {
      stdio: ['ignore', process.stderr, process.stderr],
    });
    build.once('error', () => resolve(false));
    build.once('exit', (code) => resolve(code === 0));
  });
