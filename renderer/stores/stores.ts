import type { AssayBridge } from '../../shared/workbench-api/bridge.ts';
import type { Notice } from '../../shared/workbench-api/notices.ts';
import { type AppStore, createAppStore } from './app.ts';
import { type CommentBankStore, createCommentBankStore } from './comment-bank.ts';
import type { StoreDependencies } from './dependencies.ts';
import { type AddressPort, createNavigationStore, type NavigationStore } from './navigation.ts';
import { createPendingWork, type PendingWork } from './pending-work.ts';
import { createQueueStore, type QueueStore } from './queue.ts';
import { createSettingsStore, type SettingsStore } from './settings.ts';
import { createStorageStore, type StorageStore } from './storage.ts';
import { createSyncStore, type SyncStore } from './sync.ts';

/** Everything the views read and act through. */
export type Stores = {
  readonly app: AppStore;
  readonly navigation: NavigationStore;
  readonly queue: QueueStore;
  readonly sync: SyncStore;
  readonly settings: SettingsStore;
  readonly storage: StorageStore;
  readonly commentBank: CommentBankStore;
  readonly pendingWork: PendingWork;
  /** For stores that a feature makes for itself, and for media elements. */
  readonly dependencies: StoreDependencies;
  readonly now: () => number;
  readonly evidenceUrl: AssayBridge['evidenceUrl'];
};

/** Heard in every phase; the others only where there is a workspace to read. */
const always: ReadonlySet<Notice['topic']> = new Set(['app', 'locking', 'settling']);

/** Reads again what a notice says has changed. */
const followNotices = (
  { app, queue, sync, settings, storage, commentBank, pendingWork }: Stores,
  bridge: AssayBridge,
): (() => void) => {
  const refreshWork = (): void => {
    void queue.getState().refresh();
    void sync.getState().refresh();
  };
  const follow: Record<Notice['topic'], (ids: readonly string[]) => void> = {
    app: () => {
      void app.getState().refresh();
    },
    queue: refreshWork,
    review: refreshWork,
    downloads: refreshWork,
    sync: refreshWork,
    settings: () => {
      void settings.getState().refresh();
      void storage.getState().refresh();
    },
    storage: () => {
      void storage.getState().refresh();
    },
    locking: () => {
      void app.getState().lock();
    },
    settling: ([id = '']) => {
      void pendingWork
        .settle()
        .then((settled) =>
          bridge.call('app.noteSettled', { id, problem: settled.ok ? null : settled.problem }),
        );
    },
    'comment-bank': () => {
      void commentBank.getState().refresh();
    },
  };
  const unsubscribe = bridge.onNotice((notice) => {
    const ready = app.getState().state?.phase === 'ready';
    if (ready || always.has(notice.topic)) follow[notice.topic](notice.ids);
  });
  return unsubscribe;
};

/** When the phase becomes `ready`, or another account is at work, everything is read anew; before, nothing is kept. */
const followAccount = (stores: Stores): (() => void) => {
  let account: string | null = null;
  return stores.app.subscribe(({ state }) => {
    const current = state?.phase === 'ready' ? state.account.id : null;
    if (current === account) return;
    account = current;
    stores.queue.setState(stores.queue.getInitialState());
    stores.sync.setState(stores.sync.getInitialState());
    stores.storage.setState(stores.storage.getInitialState());
    stores.commentBank.setState(stores.commentBank.getInitialState());
    stores.settings.setState({ ownDevices: stores.settings.getInitialState().ownDevices });
    if (account === null) return;
    void stores.queue.getState().refresh();
    void stores.sync.getState().refresh();
    void stores.settings.getState().refresh();
    void stores.storage.getState().refresh();
    void stores.commentBank.getState().refresh();
  });
};

export const createStores = (dependencies: StoreDependencies, address: AddressPort): Stores => {
  const pendingWork = createPendingWork();
  return {
    app: createAppStore(dependencies, pendingWork),
    navigation: createNavigationStore(address),
    queue: createQueueStore(dependencies),
    sync: createSyncStore(dependencies),
    settings: createSettingsStore(dependencies),
    storage: createStorageStore(dependencies),
    commentBank: createCommentBankStore({ ...dependencies, newId: () => crypto.randomUUID() }),
    pendingWork,
    dependencies,
    now: dependencies.now,
    evidenceUrl: dependencies.bridge.evidenceUrl,
  };
};

/** Starts to listen and reads the first state. The returned function stops listening. */
export const startStores = (stores: Stores): (() => void) => {
  const stopNotices = followNotices(stores, stores.dependencies.bridge);
  const stopAccount = followAccount(stores);
  void stores.app.getState().refresh();
  return () => {
    stopNotices();
    stopAccount();
  };
};
