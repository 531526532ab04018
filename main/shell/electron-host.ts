import { join } from 'node:path';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { describeProblem } from '../../shared/lib/problem.ts';
import type { WorkbenchPorts } from '../core/ports.ts';
import type { Workbench } from '../core/workbench-types.ts';
import { noticeChannel } from '../host/electron-addresses.ts';
import { createHostPorts } from '../host/host-ports.ts';
import { listRendererFiles } from '../host/renderer-files.ts';
import { createWorkbench } from '../workbench.ts';
import { answerCommands } from './commands.ts';
import { leaveInOrder } from './leave-in-order.ts';
import { lockWithComputer } from './lock-with-computer.ts';
import { installMenu } from './menu.ts';
import { openPage } from './open-page.ts';
import { restrictSession } from './permissions.ts';
import { serveSchemes } from './protocols.ts';
import { createOsKeystore } from './safe-storage.ts';
import { createSaveDialog } from './save-dialog.ts';
import { shellMessages } from './shell-messages.ts';
import { enableSpelling } from './spelling.ts';
import { createWindow, loadApp } from './window.ts';

/** Not persistent: nothing that a page stores in it outlives the program. */
const partition = 'assay';

const openDesk = async (
  ports: WorkbenchPorts,
  workbench: Workbench,
  programFolder: string,
): Promise<BrowserWindow> => {
  const desk = session.fromPartition(partition);
  restrictSession(desk);
  enableSpelling(desk, app.getPreferredSystemLanguages());
  const files = await listRendererFiles(join(programFolder, 'dist', 'renderer'));
  serveSchemes(desk, { files, workbench, log: ports.log });
  answerCommands(workbench);
  installMenu(process.platform, app.isPackaged);
  const window = createWindow({ programFolder, session: desk, packaged: app.isPackaged });
  workbench.onNotice((notice) => {
    if (!window.isDestroyed()) window.webContents.send(noticeChannel, notice);
  });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  return window;
};

const stopWith = (sentence: string): void => {
  dialog.showErrorBox(shellMessages.cannotStart, sentence);
  app.exit(1);
};

const run = async (profileFolder: string): Promise<void> => {
  const programFolder = app.getAppPath();
  let window: BrowserWindow | null = null;
  const ports = createHostPorts({
    host: 'electron',
    programFolder,
    profileFolder,
    osKeystore: createOsKeystore(),
    passphrase: null,
    deliverFile: createSaveDialog(() => window),
    openPage,
  });
  const workbench = await createWorkbench(ports);
  if (!workbench.ok) return stopWith(describeProblem(workbench.problem));
  const leaveWith = leaveInOrder(workbench.value, () => window);
  lockWithComputer(workbench.value);
  window = await openDesk(ports, workbench.value, programFolder);
  leaveWith(window);
  await loadApp(window, ports.log);
};

/** Runs Assay in its window, with everything kept in `profileFolder`, until the window is closed. */
export const startElectronHost = async (profileFolder: string): Promise<void> => {
  await app.whenReady();
  try {
    await run(profileFolder);
  } catch (error) {
    stopWith(error instanceof Error ? error.message : String(error));
  }
};
