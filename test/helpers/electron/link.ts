/*
 * What the stand-in's two halves say to each other: the child process runs the Electron entry on a stand-in `electron`
 * module; the test's process holds the Chromium page that is its window.
 */

/** How the child finds out what to pretend; passed as JSON in the environment. */
export type StandInOptions = {
  /** What `app.getAppPath()` answers. */
  readonly programFolder: string;
  readonly packaged: boolean;
  /** Whether another instance holds the lock already. */
  readonly alreadyRunning: boolean;
  readonly keystore: 'gnome_libsecret' | 'basic_text';
  /** Where the save dialog says to save; null: the person cancels. */
  readonly saveTo: string | null;
  /** Whether the person closes the window although something is not saved. */
  readonly closesUnsaved: boolean;
};

export const optionsVariable = 'ASSAY_ELECTRON_STAND_IN';

/** One call that the entry made on the `electron` module, in order. Functions among the arguments are left out. */
export type Recorded = { readonly call: string; readonly args: readonly unknown[] };

/** Where the two custom schemes are really served. */
export type Origins = { readonly app: string; readonly evidence: string };

export type Frame = { readonly origin: string; readonly main: boolean };

/** What a test asks of the handlers that the entry registered. */
export type Question =
  | { readonly ask: 'permission-request'; readonly permission: string; readonly url: string }
  | { readonly ask: 'permission-check'; readonly permission: string; readonly origin: string }
  | { readonly ask: 'device-permission' }
  | { readonly ask: 'request'; readonly url: string }
  /** Fires an event of the session or of the window's contents; answers whether it was prevented. */
  | {
      readonly ask: 'prevented';
      readonly of: 'session' | 'contents';
      readonly event: string;
      readonly url?: string;
    }
  | { readonly ask: 'window-open'; readonly url: string }
  | { readonly ask: 'second-instance' }
  | { readonly ask: 'power'; readonly event: 'suspend' | 'lock-screen' | 'shutdown' }
  /** The person quits from the menu, or the system's user signs out on Windows. */
  | { readonly ask: 'quit' | 'session-end' };

export type FromChild =
  | { readonly kind: 'recorded'; readonly recorded: Recorded }
  | { readonly kind: 'window'; readonly preload: string; readonly origins: Origins }
  | { readonly kind: 'load'; readonly id: number; readonly url: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown; readonly error: string | null };

export type ToChild =
  | { readonly kind: 'loaded'; readonly id: number }
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly frame: Frame;
    }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  | { readonly kind: 'close-window' };
