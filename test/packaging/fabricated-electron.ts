import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Marks the fuses in Electron's binary: then a version, a count, and one byte per fuse, `0` off or `1` on. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Fuses as an untouched Electron has them: everything the project turns off is on, and the other way round. */
const fuses = '101100010';

const defaultApp = async (archive: string): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'assay-default-app-'));
  await writeFile(join(folder, 'main.js'), '');
  await createPackage(folder, archive);
  await rm(folder, { recursive: true, force: true });
};

/**
 * A folder that electron-builder takes for an unpacked Electron for Linux: an executable with fuses, the default app
 * as a valid archive, the licences. Nothing in it runs.
 */
export const fabricateElectron = async (folder: string): Promise<void> => {
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'), { recursive: true });
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuses.length]), Buffer.from(fuses)]);
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  await writeFile(join(folder, 'chrome-sandbox'), '', { mode: 0o755 });
  await writeFile(join(folder, 'chrome_crashpad_handler'), '', { mode: 0o755 });
  await writeFile(join(folder, 'locales', 'en-US.pak'), '');
  await writeFile(join(folder, 'LICENSE'), 'Electron');
  await writeFile(join(folder, 'LICENSES.chromium.html'), 'Chromium');
  await defaultApp(join(folder, 'resources', 'default_app.asar'));
};
