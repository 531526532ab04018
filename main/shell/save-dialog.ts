import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { WorkbenchPorts } from '../core/ports.ts';

/** Asks the person where a finished file goes, and writes it there. Throws when it cannot be written. */
export const createSaveDialog =
  (window: () => BrowserWindow | null): WorkbenchPorts['deliverFile'] =>
  async (fileName, bytes) => {
    const options = { defaultPath: join(app.getPath('documents'), fileName) };
    const parent = window();
    const chosen = await (parent === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(parent, options));
    if (chosen.canceled || chosen.filePath === '') return { delivery: 'cancelled' };
    await writeFile(chosen.filePath, bytes, { mode: 0o600 });
    return { delivery: 'saved' };
  };
