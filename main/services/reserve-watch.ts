import type { Logger } from '../core/ports.ts';
import type { Ballast } from '../database/ballast.ts';
import type { Timers } from '../hub-client/timers.ts';

/** Keeps the room in reserve there: put in place soon after the workspace is open, and back once there is room again. */
export type ReserveWatch = {
  start(): void;
  /** Waits for a file that is being written. */
  stop(): Promise<void>;
};

export type ReserveWatchSetup = {
  readonly ballast: Ballast;
  readonly timers: Timers;
  readonly log: Logger;
  /** It is there, or is not any more. */
  readonly onChange: () => void;
};

/** After unlocking, the first moments are the reviewer's. Milliseconds. */
const FIRST_MS = 30_000;
/** How often it is looked whether there is room again. */
const AGAIN_MS = 30_000;

export const createReserveWatch = ({ ballast, timers, log, onChange }: ReserveWatchSetup): ReserveWatch => {
  let cancel = () => {};
  let stopped = true;
  let running: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const before = ballast.state();
    const restored = await ballast.restore();
    if (!restored.ok) log('warn', 'reserve.not-kept', { code: restored.problem.code });
    const kept = ballast.state() === 'kept';
    if (!stopped && ballast.state() !== before) onChange();
    if (!kept) again(AGAIN_MS);
  };

  const again = (ms: number): void => {
    cancel();
    if (stopped) return;
    cancel = timers.after(ms, () => {
      running = look();
    });
  };

  return {
    start: () => {
      if (ballast.bytes === 0) return;
      stopped = false;
      ballast.onGivenUp = () => {
        if (stopped) return;
        log('warn', 'reserve.given-up', { bytes: ballast.bytes });
        onChange();
        again(AGAIN_MS);
      };
      again(FIRST_MS);
    },
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
};
