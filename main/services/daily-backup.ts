import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { listBackups } from '../database/backup-files.ts';
import type { Timers } from '../hub-client/timers.ts';

/** `newest`: the day (UTC) of the latest backup here; null when there is none. `problem`: why the last try failed. */
export type BackupState = { readonly newest: string | null; readonly problem: Problem | null };

export type DailyBackups = {
  state(): BackupState;
  start(): void;
  /** Waits for one that is being written. */
  stop(): Promise<void>;
};

export type DailyBackupSetup = {
  readonly folder: string;
  readonly backUp: (day: string) => Promise<Result<void>>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  /** The state has changed. */
  readonly onChange: () => void;
};

/** After unlocking, the reviewer's first minute is theirs. Milliseconds. */
const FIRST_MS = 60_000;
/** How often it looks whether the day has changed, and how soon a failed backup is tried again. */
const LOOK_MS = 15 * 60_000;

/**
 * One backup on each day on which the workspace is open: soon after it was unlocked, and when the day changes meanwhile.
 * Whether today's is there, the folder says: a restart does not write it twice. A failure is told, and tried again.
 */
export const createDailyBackups = (setup: DailyBackupSetup): DailyBackups => {
  const { folder, backUp, clock, timers, log, onChange } = setup;
  let state: BackupState = { newest: null, problem: null };
  let cancel = () => {};
  let stopped = true;
  let running: Promise<void> = Promise.resolve();

  const set = (next: BackupState): void => {
    const same = next.newest === state.newest && next.problem?.code === state.problem?.code;
    state = next;
    if (!same && !stopped) onChange();
  };

  const look = async (): Promise<void> => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    const days = (await listBackups(folder)).map((backup) => backup.day);
    if (days.includes(day)) return set({ newest: day, problem: null });
    const made = await backUp(day);
    if (made.ok) return set({ newest: day, problem: null });
    log('error', 'backup.failed', { code: made.problem.code });
    set({ newest: days[0] ?? null, problem: made.problem });
  };

  const lookAndGoOn = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      log('error', 'backup.bug', { code: error instanceof Error ? error.name : 'unknown' });
      const detail = error instanceof Error ? error.name : 'unknown';
      set({ ...state, problem: { code: 'internal', params: { detail: `backup: ${detail}` } } });
    } finally {
      again(LOOK_MS);
    }
  };

  const again = (ms: number): void => {
    if (stopped) return;
    cancel = timers.after(ms, () => {
      running = lookAndGoOn();
    });
  };

  return {
    state: () => state,
    start: () => {
      stopped = false;
      again(FIRST_MS);
    },
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
};
