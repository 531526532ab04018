import type { LogFields, Logger } from './ports.ts';

const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  'command',
  'code',
  'count',
  'bytes',
  'ms',
  'id',
  'status',
  'path',
  'version',
]);

/** Values are identifiers, codes and numbers; anything longer is more likely to be somebody's words. */
const LONGEST_VALUE = 200;

/** Lets only the allow-listed fields through at run time too, so that no text a person wrote can reach the log. */
export const allowListedLog =
  (log: Logger): Logger =>
  (level, event, fields = {}) =>
    log(
      level,
      event,
      Object.fromEntries(
        Object.entries(fields).filter(
          ([name, value]) =>
            allowed.has(name) && (typeof value === 'number' || String(value).length <= LONGEST_VALUE),
        ),
      ),
    );
