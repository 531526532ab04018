import { describe, expect, test, vi } from 'vitest';
import type { AddressPort } from '../../../renderer/stores/navigation.ts';
import { createStores, type Stores, startStores } from '../../../renderer/stores/stores.ts';
import type { AccountId, AssignmentId } from '../../../shared/domain/ids.ts';
import { type Problem, problem } from '../../../shared/lib/problem.ts';
import { fail, ok, type Result } from '../../../shared/lib/result.ts';
import { type AppState, defaultSettings } from '../../../shared/workbench-api/app-state.ts';
import type { CommandOutput } from '../../../shared/workbench-api/commands.ts';
import type { SyncStatus } from '../../../shared/workbench-api/sync-status.ts';
import { queueItem } from '../queue-item.ts';
import { deferred, manualTimer, type Script, scriptedBridge } from '../scripted-bridge.ts';

const hub = { url: 'https://hub.example', name: 'Valley', hubId: 'h1', sample: false };
const ready = (id: string): AppState => ({
  phase: 'ready',
  hub,
  protection: 'passphrase',
  account: { id: id as AccountId, account: id, name: id, roles: ['reviewer'] },
  signInNeeded: false,
  signsInBy: 'password',
  browserSignIn: null,
  cleanExit: true,
  backup: { newest: null, problem: null },
});
const signedOut: AppState = {
  phase: 'signed-out',
  hub,
  protection: 'passphrase',
  sampleSignIns: null,
  browserSignIn: null,
};
const locked: AppState = { phase: 'locked', hub, protection: 'passphrase' };
const status: SyncStatus = {
  connection: 'online',
  activity: 'idle',
  lastSyncAt: null,
  nextAttemptAt: null,
  problem: null,
  changes: { total: 2, acknowledged: 2, waiting: 0, blocked: 0, settled: 0 },
  downloads: { files: 0, filesHere: 0, bytes: 0, bytesHere: 0, failed: 0 },
  erased: [],
};

const address: AddressPort = { hash: () => '', push: () => undefined, onChange: () => undefined };

const desk = (script: Script) => {
  const host = scriptedBridge({
    'app.getAbout': () =>
      ok({ version: '0.1.0', host: 'web', osKeystore: false, now: '2026-03-12T12:00:00.000Z' }),
    'queue.list': () => ok({ items: [queueItem('a')], readAt: '2026-03-12T12:00:00.000Z' }),
    'sync.getStatus': () => ok(status),
    'settings.get': () => ok(defaultSettings),
    ...script,
  });
  const timer = manualTimer();
  const stores = createStores({ bridge: host.bridge, now: () => 0, after: timer.after }, address);
  return { ...host, timer, stores };
};

const untilReady = (stores: Stores): Promise<void> =>
  vi.waitFor(() => {
    expect(stores.queue.getState().items).not.toBeNull();
    expect(stores.sync.getState().status).not.toBeNull();
  });

describe('the phase of the workbench', () => {
  test('the recovery code is shown even when the host says meanwhile that the workspace is there', async () => {
    type Connected = Result<CommandOutput<'setup.connectHub'>, Problem>;
    const answer = deferred<Connected>();
    let state: AppState = { phase: 'first-run' };
    const { stores } = desk({
      'app.getState': () => ok(state),
      'setup.connectHub': () => answer.promise,
    });
    startStores(stores);
    await vi.waitFor(() => expect(stores.app.getState().state).not.toBeNull());

    const connecting = stores.app
      .getState()
      .connectHub({ url: hub.url, protection: { kind: 'passphrase', passphrase: 'four words of it' } });
    state = signedOut;
    await stores.app.getState().refresh();
    expect(stores.app.getState().state?.phase).toBe('first-run');

    answer.resolve(ok({ state: signedOut, recoveryCode: 'K7QX-M2PD' }));
    await connecting;
    expect(stores.app.getState()).toMatchObject({ state: signedOut, recoveryCode: 'K7QX-M2PD' });
    stores.app.getState().recoveryCodeKept();
    expect(stores.app.getState().recoveryCode).toBeNull();
  });

  test('a state that was read before an action is not shown after it', async () => {
    const old = deferred<Result<AppState, Problem>>();
    const { stores } = desk({
      'app.getState': () => old.promise,
      'session.signIn': () => ok(ready('rosa')),
    });
    const reading = stores.app.getState().refresh();
    await stores.app.getState().signIn('rosa', 'yes');
    old.resolve(ok(signedOut));
    await reading;
    expect(stores.app.getState().state?.phase).toBe('ready');
  });

  test('a wrong password leaves everything as it is and gives the reason', async () => {
    const { stores } = desk({
      'app.getState': () => ok(signedOut),
      'session.signIn': () => fail({ code: 'account-unknown' }),
    });
    await stores.app.getState().refresh();
    expect(await stores.app.getState().signIn('rosa', 'no')).toEqual(fail({ code: 'account-unknown' }));
    expect(stores.app.getState().state).toEqual(signedOut);
  });

  test('signing out waits until what was typed is saved', async () => {
    const order: string[] = [];
    const saved = deferred<void>();
    const { stores } = desk({
      'app.getState': () => ok(ready('rosa')),
      'session.signOut': () => {
        order.push('signed out');
        return ok(signedOut);
      },
    });
    const release = stores.pendingWork.register(async () => {
      await saved.promise;
      order.push('saved');
      return ok(null);
    });
    const leaving = stores.app.getState().signOut();
    saved.resolve();
    await leaving;
    expect(order).toEqual(['saved', 'signed out']);
    release();
  });

  test('before the program ends what was typed is saved and then said so, in any phase', async () => {
    const { stores, notice, asked } = desk({ 'app.getState': () => ok(signedOut) });
    const stop = startStores(stores);
    const saved = deferred<void>();
    const release = stores.pendingWork.register(() => saved.promise.then(() => ok(null)));
    notice('settling', ['7']);
    await Promise.resolve();
    expect(asked('app.noteSettled')).toEqual([]);
    saved.resolve();
    await vi.waitFor(() => expect(asked('app.noteSettled')).toEqual([{ id: '7', problem: null }]));
    release();
    stop();
  });

  test('before the program ends it is told what cannot be saved', async () => {
    const { stores, notice, asked } = desk({ 'app.getState': () => ok(ready('rosa')) });
    const stop = startStores(stores);
    const releases = [ok(null), fail(problem('disk-full'))].map((answer) =>
      stores.pendingWork.register(async () => answer),
    );
    notice('settling', ['7']);
    await vi.waitFor(() =>
      expect(asked('app.noteSettled')).toEqual([{ id: '7', problem: { code: 'disk-full' } }]),
    );
    for (const release of releases) release();
    stop();
  });

  test('a lock that comes by itself waits until what was typed is saved', async () => {
    const order: string[] = [];
    const { stores, notice } = desk({
      'app.getState': () => ok(ready('rosa')),
      'vault.lock': () => {
        order.push('locked');
        return ok(locked);
      },
    });
    const stop = startStores(stores);
    await untilReady(stores);
    const saved = deferred<void>();
    const release = stores.pendingWork.register(async () => {
      await saved.promise;
      order.push('saved');
      return ok(null);
    });
    notice('locking');
    saved.resolve();
    await vi.waitFor(() => expect(stores.app.getState().state).toEqual(locked));
    expect(order).toEqual(['saved', 'locked']);
    release();
    stop();
  });

  test('work is told at once, then not again for half a minute', () => {
    let now = 0;
    let told = 0;
    const host = scriptedBridge({
      'app.noteActivity': () => {
        told += 1;
        return ok({});
      },
    });
    const stores = createStores({ bridge: host.bridge, now: () => now, after: manualTimer().after }, address);
    const counts = [0, 10_000, 29_999, 30_000, 45_000, 61_000].map((at) => {
      now = at;
      stores.app.getState().noteActivity();
      return told;
    });
    expect(counts).toEqual([1, 1, 1, 2, 2, 3]);
  });

  test('another account never sees the queue of the one before, nor how it was looked at', async () => {
    let state: AppState = ready('rosa');
    const { stores } = desk({ 'app.getState': () => ok(state) });
    startStores(stores);
    await untilReady(stores);
    stores.queue.getState().setLook({ find: 'fractions', selectedId: 'a' as AssignmentId });

    state = signedOut;
    await stores.app.getState().refresh();
    expect(stores.queue.getState().items).toBeNull();
    expect(stores.sync.getState().status).toBeNull();
    expect(stores.queue.getState().look.find).toBe('');
  });
});

describe('notices', () => {
  test('make the queue and the sync status read again, many of them only once more', async () => {
    const { stores, notice, asked, timer } = desk({ 'app.getState': () => ok(ready('rosa')) });
    startStores(stores);
    await untilReady(stores);
    expect(asked('queue.list')).toHaveLength(1);

    for (let n = 0; n < 40; n += 1) notice('downloads', ['a']);
    await vi.waitFor(() => expect(timer.waiting()).toBeGreaterThan(1));
    timer.elapse();
    await vi.waitFor(() => expect(asked('queue.list')).toHaveLength(3));
    expect(asked('sync.getStatus')).toHaveLength(3);
  });

  test('ask for nothing while nobody is signed in', async () => {
    const { stores, notice, asked } = desk({ 'app.getState': () => ok(signedOut) });
    startStores(stores);
    await vi.waitFor(() => expect(stores.app.getState().state).not.toBeNull());
    notice('queue');
    notice('sync');
    expect(asked('queue.list')).toEqual([]);
    expect(asked('sync.getStatus')).toEqual([]);
  });

  test('are heard no more after stopping', async () => {
    const { stores, notice, asked } = desk({ 'app.getState': () => ok(signedOut) });
    const stop = startStores(stores);
    await vi.waitFor(() => expect(stores.app.getState().state).not.toBeNull());
    stop();
    notice('app');
    expect(asked('app.getState')).toHaveLength(1);
  });
});

describe('queue', () => {
  test('what was read stays on screen when reading again fails', async () => {
    let broken = false;
    const { stores } = desk({
      'queue.list': () =>
        broken
          ? fail({ code: 'database-damaged' })
          : ok({ items: [queueItem('a')], readAt: '2026-03-12T12:00:00.000Z' }),
    });
    await stores.queue.getState().refresh();
    broken = true;
    await stores.queue.getState().refresh();
    expect(stores.queue.getState()).toMatchObject({ problem: { code: 'database-damaged' } });
    expect(stores.queue.getState().items).toHaveLength(1);
  });

  test('a recusal is sent with its reason and shows in the list at once', async () => {
    let state: 'new' | 'recused' = 'new';
    const { stores, asked } = desk({
      'queue.list': () => ok({ items: [queueItem('a', { state })], readAt: '2026-03-12T12:00:00.000Z' }),
      'review.recuse': () => {
        state = 'recused';
        return ok({});
      },
    });
    await stores.queue.getState().refresh();
    await stores.queue.getState().recuse('a' as AssignmentId, 'same-school', 'district 3');
    expect(asked('review.recuse')).toEqual([
      { assignmentId: 'a', reason: 'same-school', note: 'district 3' },
    ]);
    expect(stores.queue.getState().items?.[0]?.state).toBe('recused');
  });
});

describe('sync', () => {
  test('asking twice syncs once', async () => {
    const ended = deferred<Result<SyncStatus, Problem>>();
    const { stores, asked } = desk({ 'sync.now': () => ended.promise });
    const first = stores.sync.getState().syncNow();
    await stores.sync.getState().syncNow();
    expect(stores.sync.getState().syncing).toBe(true);
    ended.resolve(ok(status));
    await first;
    expect(asked('sync.now')).toHaveLength(1);
    expect(stores.sync.getState().syncing).toBe(false);
  });

  test('refused changes are fetched when there are some', async () => {
    const blocked = { total: 3, acknowledged: 2, waiting: 0, blocked: 1, settled: 0 };
    const change = {
      eventId: 'e1',
      assignmentId: 'a' as AssignmentId,
      submissionCode: 'WGQ-1',
      type: 'review.submitted',
      occurredAt: '2026-03-12T12:00:00.000Z',
      problem: { code: 'already-finalised' },
      settledAt: null,
      dismissable: false,
      supersede: null,
    };
    const { stores } = desk({
      'sync.getStatus': () => ok({ ...status, changes: blocked }),
      'sync.listBlocked': () => ok({ items: [change] }),
    });
    await stores.sync.getState().refresh();
    expect(stores.sync.getState().blocked).toEqual([change]);
  });
});

describe('settings', () => {
  test('a change shows at once, and goes back with a reason when it cannot be kept', async () => {
    const { stores } = desk({ 'settings.set': () => fail({ code: 'disk-full' }) });
    const changing = stores.settings.getState().change({ theme: 'dark' });
    expect(stores.settings.getState().settings.theme).toBe('dark');
    await changing;
    expect(stores.settings.getState().settings.theme).toBe('system');
    expect(stores.settings.getState().problem).toEqual({ code: 'disk-full' });
  });
});
