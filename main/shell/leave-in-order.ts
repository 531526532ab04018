import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import { describeProblem, type Problem } from '../../shared/lib/problem.ts';
import type { Workbench } from '../core/workbench-types.ts';
import { shellMessages } from './shell-messages.ts';

type Leaving = Pick<Workbench, 'settle' | 'close'>;

/** The person decides: to keep working, or to close without what could not be saved. */
const mayLeave = async (window: BrowserWindow, unsaved: Problem): Promise<boolean> => {
  window.show();
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: shellMessages.notSaved,
    detail: describeProblem(unsaved),
    buttons: [shellMessages.keepWorking, shellMessages.closeUnsaved],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
};

/** False: something could not be saved, and the person goes on working. */
const leave = async (workbench: Leaving, window: BrowserWindow | null): Promise<boolean> => {
  if (window !== null && !window.isDestroyed()) {
    // Nothing more is typed into it; its page goes on until it has committed what it holds.
    window.hide();
    const unsaved = await workbench.settle(1);
    if (unsaved !== null && !(await mayLeave(window, unsaved))) return false;
  }
  await workbench.close();
  return true;
};

/**
 * However the program is ended (its window closed, quit, the computer shut down), the page commits what is typed first,
 * then the workbench is closed, and only then the window goes. Where something cannot be committed, the person is asked
 * first. Gives what to do with the window once there is one.
 */
export const leaveInOrder = (
  workbench: Leaving,
  current: () => BrowserWindow | null,
): ((window: BrowserWindow) => void) => {
  let state: 'here' | 'leaving' | 'left' = 'here';
  const end = async (): Promise<void> => {
    let leaves = true;
    try {
      leaves = await leave(workbench, current());
    } finally {
      state = leaves ? 'left' : 'here';
      if (leaves) app.quit();
    }
  };
  app.on('before-quit', (event) => {
    if (state === 'left') return;
    event.preventDefault();
    if (state === 'leaving') return;
    state = 'leaving';
    void end();
  });
  app.on('window-all-closed', () => app.quit());
  // Linux and macOS wait for a program that says it will end by itself.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    app.quit();
  });
  return (window) => {
    window.on('close', (event) => {
      if (state === 'left') return;
      event.preventDefault();
      app.quit();
    });
    // Windows ends the program without `before-quit`: there is time for a commit and no more.
    window.on('query-session-end', () => void workbench.settle(1));
  };
};
