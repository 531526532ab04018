import type { Clock, Logger } from './ports.ts';

/** One JSON line for each entry, with the allow-listed fields alone. */
export const jsonLogger =
  (clock: Clock, write: (line: string) => void): Logger =>
  (level, event, fields = {}) =>
    write(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`);
