import type { LogFields } from './ports.ts';

/**
 * What the log may say of an error: its kind, a machine's code, and the place in our code. Messages stay out: they quote
 * what people wrote.
 */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const { code } = error as { code?: unknown };
  const at = /[\\/]([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1];
  return {
    errorName: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { errorCode: String(code).slice(0, 60) } : {}),
    ...(at === undefined ? {} : { at }),
  };
};
