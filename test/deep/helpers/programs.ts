import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StartCommand } from './start-process.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const plantInChild = pathToFileURL(join(repository, 'test/deep/helpers/plant-in-child.ts')).href;

/** Where a program may leave anything: its home and its temporary files lie in one folder of its own. */
export type Surroundings = {
  readonly home: string;
  readonly temporary: string;
  /** Compiled code is kept here from start to start: 200 restarts must not cost 200 compilations. */
  readonly compileCache?: string;
};

const environment = ({ home, temporary, compileCache }: Surroundings, planted: string | null) => ({
  PATH: process.env.PATH,
  HOME: home,
  TMPDIR: temporary,
  NO_COLOR: '1',
  ...(compileCache === undefined ? {} : { NODE_COMPILE_CACHE: compileCache }),
  ...(planted === null ? {} : { ASSAY_PLANTED: planted }),
});

const program = (
  entry: string,
  flags: readonly string[],
  around: Surroundings,
  planted: string | null,
): StartCommand => ({
  command: process.execPath,
  args: [...(planted === null ? [] : ['--import', plantInChild]), join(repository, entry), ...flags],
  env: environment(around, planted),
});

/** Why the web host cannot be started here, or null. Its pages come from the build. */
export const whyNoWebHost = (): string | null =>
  existsSync(join(repository, 'dist/web/bridge.js')) &&
  existsSync(join(repository, 'dist/renderer/index.html'))
    ? null
    : 'The app has not been built: run npm run build first.';

/** The web host from its sources. `planted`: a bug that is put into it while it loads. */
export const webHost = (
  profile: string,
  passphraseFile: string,
  around: Surroundings,
  planted: string | null = null,
): StartCommand =>
  program(
    'main/web.ts',
    ['--json', '--profile', profile, '--passphrase-file', passphraseFile],
    around,
    planted,
  );

/** A hub with its data in a folder, filled with a program when it is new. */
export const hub = (
  data: string,
  programFolder: string,
  port: number,
  around: Surroundings,
  planted: string | null = null,
): StartCommand =>
  program(
    'hub/server.ts',
    ['--json', '--sample', '--program', programFolder, '--data', data, '--port', String(port)],
    around,
    planted,
  );

/** The `assay` command line. */
export const assayCommand = (args: readonly string[], around: Surroundings): StartCommand =>
  program('main/cli/assay.ts', args, around, null);
