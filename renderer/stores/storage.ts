import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { Storage } from '../../shared/workbench-api/storage.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

export type StorageSlice = {
  /** Null until the first answer. */
  readonly storage: Storage | null;
  readonly problem: Problem | null;
  readonly refresh: () => Promise<void>;
  /** Keeps evidence on this computer, or stops keeping it. `to-do`: of everything still to be reviewed. */
  readonly keepOffline: (
    assignments: 'to-do' | readonly AssignmentId[],
    keep: boolean,
  ) => Promise<Result<CommandOutput<'queue.keepOffline'>, Problem>>;
};

export type StorageStore = StoreApi<StorageSlice>;

export const createStorageStore = ({ bridge, after }: StoreDependencies): StorageStore =>
  createStore((set) => ({
    storage: null,
    problem: null,
    refresh: createRefresher(async () => {
      const answer = await bridge.call('storage.get', {});
      if (answer.ok) set({ storage: answer.value, problem: null });
      else set({ problem: answer.problem });
    }, after),
    keepOffline: (assignments, keep) =>
      bridge.call('queue.keepOffline', {
        assignments: assignments === 'to-do' ? assignments : [...assignments],
        keep,
      }),
  }));
