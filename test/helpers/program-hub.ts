import { join } from 'node:path';
import { importFolder } from '../../hub/import/import-folder.ts';
import { openHub } from '../../hub/open-hub.ts';
import { seedSample } from '../../hub/sample/seed.ts';
import { serveHub } from '../../hub/serve-hub.ts';

const programFolder = join(import.meta.dirname, '..', 'fixtures', 'program');
export const programPassword = 'fixture-password';

/** Passwords in tests are not worth a third of a second each. */
const quickPasswords = { n: 1024, r: 8, p: 1 } as const;

export type ProgramHub = { readonly url: string; stop(): Promise<void> };

type Options = {
  /** Where its data lies; one that was used before is taken up again. */
  readonly folder: string;
  readonly sample?: boolean;
  readonly port?: number;
  readonly clock?: { readonly now: () => number };
};

/** The real hub with the small program of the fixtures: reviewers rosa.lind (3 assignments) and ben.achebe (2). */
export const startProgramHub = async ({
  folder,
  sample = false,
  port = 0,
  clock,
}: Options): Promise<ProgramHub> => {
  const opened = await openHub({
    dataDir: folder,
    log: () => undefined,
    passwordCost: quickPasswords,
    ...(clock === undefined ? {} : { clock }),
  });
  const filled = sample ? await seedSample(opened, programFolder, folder) : opened;
  if (!sample) {
    const imported = await importFolder(programFolder, opened);
    if (!imported.ok)
      throw new Error(`the fixture program cannot be imported: ${JSON.stringify(imported.errors)}`);
  }
  const served = await serveHub(filled, { host: '127.0.0.1', port });
  return { url: served.url, stop: served.close };
};
