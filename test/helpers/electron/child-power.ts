import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { onlyWhenReady } from './child-state.ts';

const events = new EventEmitter();

/** The computer goes to sleep, or its screen is locked. */
export const emitPower = (event: 'suspend' | 'lock-screen'): boolean => events.emit(event);

const on = (event: string, listener: () => void): void => {
  onlyWhenReady('powerMonitor.on');
  events.on(event, listener);
};

/** Only what the entry uses: `on`, after ready. */
export const powerMonitor = { on } as unknown as Pick<PowerMonitor, 'on'>;
