import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AssignmentId } from '../../shared/domain/ids.ts';
import type { Problem } from '../../shared/lib/problem.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { CommandOutput } from '../../shared/workbench-api/commands.ts';
import type { BlockedChange, SyncStatus } from '../../shared/workbench-api/sync-status.ts';
import type { StoreDependencies } from './dependencies.ts';
import { createRefresher } from './refresher.ts';

export type SyncSlice = {
  /** Null until the first answer. */
  readonly status: SyncStatus | null;
  readonly blocked: readonly BlockedChange[];
  readonly problem: Problem | null;
  readonly syncing: boolean;
  readonly refresh: () => Promise<void>;
  /** Resolves when the sync has ended. Asked again meanwhile, it does nothing. */
  readonly syncNow: () => Promise<Result<null, Problem>>;
  /** A refused final beside what stands now. */
  readonly compareRefused: (
    eventId: string,
  ) => Promise<Result<CommandOutput<'sync.compareRefused'>, Problem>>;
  /** `seen`: the `arrivals` of the comparison. */
  readonly resolveRefused: (
    assignmentId: AssignmentId,
    seen: number,
    next: 'submit' | 'edit',
  ) => Promise<Result<null, Problem>>;
  /** Asks a lead that a final which came too late count. */
  readonly requestSupersede: (eventId: string, reason: string) => Promise<Result<null, Problem>>;
  readonly dismiss: (eventIds: readonly string[]) => Promise<Result<null, Problem>>;
  /** The reviewer has read that a submission was erased. */
  readonly dismissErased: (erasureId: string) => Promise<Result<null, Problem>>;
  readonly exportSealed: () => Promise<Result<CommandOutput<'work.exportSealed'>, Problem>>;
};

export type SyncStore = StoreApi<SyncSlice>;

export const createSyncStore = ({ bridge, after }: StoreDependencies): SyncStore =>
  createStore((set, get) => {
    const refresh = createRefresher(async () => {
      const status = await bridge.call('sync.getStatus', {});
      if (!status.ok) return set({ problem: status.problem });
      const { blocked: refused, settled } = status.value.changes;
      const none = refused + settled === 0;
      const blocked = none ? null : await bridge.call('sync.listBlocked', {});
      if (blocked !== null && !blocked.ok) return set({ status: status.value, problem: blocked.problem });
      set({ status: status.value, blocked: blocked?.value.items ?? [], problem: null });
    }, after);
    const thenRefresh = async (sent: Promise<Result<unknown, Problem>>): Promise<Result<null, Problem>> => {
      const answer = await sent;
      await refresh();
      return answer.ok ? { ok: true, value: null } : answer;
    };
    return {
      status: null,
      blocked: [],
      problem: null,
      syncing: false,
      refresh,
      syncNow: async () => {
        if (get().syncing) return { ok: true, value: null };
        set({ syncing: true });
        const answer = await bridge.call('sync.now', {});
        set({ syncing: false });
        await refresh();
        return answer.ok ? { ok: true, value: null } : answer;
      },
      compareRefused: (eventId) => bridge.call('sync.compareRefused', { eventId }),
      resolveRefused: (assignmentId, seen, next) =>
        thenRefresh(bridge.call('review.resolveRefused', { assignmentId, seen, next })),
      requestSupersede: (eventId, reason) =>
        thenRefresh(bridge.call('review.requestSupersede', { eventId, reason })),
      dismiss: (eventIds) => thenRefresh(bridge.call('sync.dismiss', { eventIds: [...eventIds] })),
      dismissErased: (erasureId) => thenRefresh(bridge.call('sync.dismissErased', { erasureId })),
      exportSealed: () => bridge.call('work.exportSealed', {}),
    };
  });
