import { powerMonitor } from 'electron';
import type { Workbench } from '../core/workbench-types.ts';

/** A laptop that is closed, or whose screen is locked, is left alone: the workspace is locked with it. */
export const lockWithComputer = (workbench: Pick<Workbench, 'requestLock'>): void => {
  powerMonitor.on('suspend', () => workbench.requestLock());
  powerMonitor.on('lock-screen', () => workbench.requestLock());
};
