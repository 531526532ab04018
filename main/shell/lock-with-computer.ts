import { powerMonitor } from 'electron';
import type { Workbench } from '../core/workbench-types.ts';

/**
 * A laptop that is closed, or whose screen is locked, is left alone: what is typed is committed, for it may never wake
 * again, and the workspace is locked with it.
 */
export const lockWithComputer = (workbench: Pick<Workbench, 'requestLock' | 'settle'>): void => {
  const leftAlone = (): void => {
    void workbench.settle(1);
    workbench.requestLock();
  };
  powerMonitor.on('suspend', leftAlone);
  powerMonitor.on('lock-screen', leftAlone);
};
