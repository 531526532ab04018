import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repository } from '../vite/repository.ts';

const electronFolder = join(repository, 'node_modules', 'electron');

/** Remembers a download that failed, so that a start without a way to it does not wait every time. */
const failureMark = join(repository, '.cache', 'electron-not-downloaded');

/** Milliseconds a download may take, and how long one that failed is not tried again. */
const downloadLimit = 60_000;
const pause = 24 * 60 * 60 * 1000;

const installed = async (): Promise<string | null> => {
  const note = join(electronFolder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(electronFolder, 'dist', (await readFile(note, 'utf8')).trim());
  return existsSync(program) ? program : null;
};

const failedLately = async (): Promise<boolean> =>
  existsSync(failureMark) && Date.now() - (await stat(failureMark)).mtimeMs < pause;

/** Runs Electron's own installer, which keeps what it says to itself; whether it worked shows in what it left. */
const download = (): Promise<void> =>
  new Promise((resolve) => {
    const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], {
      stdio: 'ignore',
      timeout: downloadLimit,
    });
    installer.once('error', () => resolve());
    installer.once('exit', () => resolve());
  });

/** The path of Electron's program, fetched once if it can be had in reasonable time; null otherwise. Never throws. */
export const electronProgram = async (say: (line: string) => void): Promise<string | null> => {
  const here = await installed();
  if (here !== null || (await failedLately())) return here;
  say(`Fetching the Electron program (once; at most ${downloadLimit / 1000} seconds) …`);
  await download();
  const fetched = await installed();
  if (fetched === null) {
    await mkdir(dirname(failureMark), { recursive: true });
    await writeFile(failureMark, '');
  } else await rm(failureMark, { force: true });
  return fetched;
};
