import type { Result } from '../../shared/lib/result.ts';

/** Wall time in milliseconds since 1970, and a monotonic reading in milliseconds for measuring. */
export type Clock = { readonly now: () => number; readonly monotonic: () => number };

/** Cryptographically strong random bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** The computer's own secret store. `available` is false where it would only obfuscate (Linux `basic_text`). */
export type OsKeystore = {
  readonly name: string;
  available(): Promise<boolean>;
  protect(secret: Uint8Array): Promise<Uint8Array>;
  unprotect(sealed: Uint8Array): Promise<Uint8Array>;
};

/** A hub with the sample program, running in this program's own worker. */
export type SampleHub = { readonly url: string; stop(): Promise<void> };

/** What became of a file offered to the person: saved by a dialog, declined, or waiting at a one-time path. */
export type Delivery =
  | { readonly delivery: 'saved' }
  | { readonly delivery: 'cancelled' }
  | { readonly delivery: 'download'; readonly url: string };

/** A line of the log. Fields are an allow-list: identifiers, counts, codes, durations; never text a person wrote. */
export type LogFields = Readonly<
  Partial<
    Record<
      'command' | 'code' | 'count' | 'bytes' | 'ms' | 'id' | 'status' | 'path' | 'version',
      string | number
    >
  >
>;
export type Logger = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void;

/** Everything the workbench core takes from the world around it. Tests and the simulation pass their own. */
export type WorkbenchPorts = {
  readonly host: 'electron' | 'web';
  readonly version: string;
  /** The folder that holds everything Assay keeps on this computer for this person. */
  readonly profileFolder: string;
  readonly deviceName: string;
  /** What this computer runs on, for whoever lists devices at the hub. */
  readonly platform: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly fetch: typeof globalThis.fetch;
  readonly osKeystore: OsKeystore | null;
  /** A passphrase given at start (`--passphrase-file`); used once to unlock, then forgotten. */
  readonly passphrase: string | null;
  /** Starts the sample hub with its data in `folder`. */
  readonly startSampleHub: (folder: string) => Promise<Result<SampleHub>>;
  /** Hands a finished file to the person. */
  readonly deliverFile: (fileName: string, bytes: Uint8Array) => Promise<Delivery>;
  /** Opens a web page in the person's own browser: false when it could not. Absent where they are in it already. */
  readonly openPage?: (address: string) => Promise<boolean>;
  readonly log: Logger;
};
