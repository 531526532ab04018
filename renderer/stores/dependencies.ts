import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';

/** What every store is made from. */
export type StoreDependencies = {
  readonly bridge: AssayBridge;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Runs a function after some milliseconds; the returned function calls it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
};
