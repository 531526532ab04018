/** Hub time in milliseconds since 1970. Every deadline, window and receipt is measured on it, never on a client's clock. */
export type Clock = { readonly now: () => number };

/** Cryptographically strong random bytes. */
export type RandomBytes = (length: number) => Buffer;

/** A fresh identifier: a UUID in text. */
export type NewId = () => string;

/**
 * The only fields a log line may carry. Nothing here can hold a name, an address, a file name or a word a person wrote:
 * `route` is the pattern of a path and never the path itself, `at` a place in our code.
 */
export type LogFields = {
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly code?: string;
  readonly errorName?: string;
  readonly errorCode?: string;
  readonly at?: string;
  readonly requestId?: string;
  readonly count?: number;
  readonly signal?: string;
};

export type LogLevel = 'info' | 'warn' | 'error';

export type Logger = (level: LogLevel, event: string, fields?: LogFields) => void;

export const instant = (ms: number): string => new Date(ms).toISOString();
