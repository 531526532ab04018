import { app, type BrowserWindow, powerMonitor } from 'electron';
import type { Workbench } from '../core/workbench-types.ts';

type Leaving = Pick<Workbench, 'settle' | 'close'>;

const leave = async (workbench: Leaving, window: BrowserWindow | null): Promise<void> => {
  if (window !== null && !window.isDestroyed()) {
    // Nothing more is typed into it; its page goes on until it has committed what it holds.
    window.hide();
    await workbench.settle(1);
  }
  await workbench.close();
};

/**
 * However the program is ended (its window closed, quit, the computer shut down), the page commits what is typed first,
 * then the workbench is closed, and only then the window goes. Gives what to do with the window once there is one.
 */
export const leaveInOrder = (
  workbench: Leaving,
  current: () => BrowserWindow | null,
): ((window: BrowserWindow) => void) => {
  let state: 'here' | 'leaving' | 'left' = 'here';
  app.on('before-quit', (event) => {
    if (state === 'left') return;
    event.preventDefault();
    if (state === 'leaving') return;
    state = 'leaving';
    void leave(workbench, current()).finally(() => {
      state = 'left';
      app.quit();
    });
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
