import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Logger } from '../core/ports.ts';

/** Bytes after which the log begins anew; one older log is kept. */
const maximumBytes = 2_000_000;

/**
 * A log of JSON lines that only its owner can read. Writing is synchronous and tiny; a log that cannot be written (a
 * full disk) must not stop the work, so that failure goes to stderr.
 */
export const createFileLogger = (file: string, clock: Clock): Logger => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (level, event, fields = {}) => {
    const line = `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...fields })}\n`;
    try {
      if (size > maximumBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch (error) {
      process.stderr.write(`The log cannot be written: ${String(error)}\n`);
    }
  };
};
