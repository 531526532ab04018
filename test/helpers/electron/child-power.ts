import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { onlyWhenReady, preventable } from './child-state.ts';

const events = new EventEmitter();

/** The computer goes to sleep, its screen is locked, or it is shut down, which can be put off. */
export const emitPower = (event: 'suspend' | 'lock-screen' | 'shutdown'): boolean => {
  const given = preventable();
  events.emit(event, given);
  return event === 'shutdown' ? given.prevented() : events.listenerCount(event) > 0;
};

const on = (event: string, listener: () => void): void => {
  onlyWhenReady('powerMonitor.on');
  events.on(event, listener);
};

/** Only what the entry uses: `on`, after ready. */
export const powerMonitor = { on } as unknown as Pick<PowerMonitor, 'on'>;
