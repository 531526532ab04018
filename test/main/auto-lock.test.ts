import { expect, test } from 'vitest';
import { realTimers } from '../../main/hub-client/timers.ts';
import { programPassword } from '../helpers/program-hub.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { aHub, itemOf, score, startBench } from '../helpers/workbench-steps.ts';

const passphrase = 'correct horse battery';
const grace = 5000;

/** Real timers, and the grace given to the window is over at once. */
const timers = {
  after: (ms: number, work: () => void) => realTimers.after(ms === grace ? 0 : ms, work),
};

const connected = async () => {
  const hub = await aHub();
  const bench = await startBench({ profile: tempFolder(), timers });
  await bench.call('setup.connectHub', { url: hub.url, protection: { kind: 'passphrase', passphrase } });
  await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
  await bench.call('sync.now', {});
  return bench;
};

test('a computer that sleeps locks the workspace even where no window answers, and nothing saved is lost', async () => {
  const bench = await connected();
  const { assignmentId } = await itemOf(bench, 'QST-1');
  await score(bench, assignmentId, 'Written just before.');
  bench.workbench.requestLock();
  expect(bench.notices).toContainEqual({ topic: 'locking', ids: [] });
  await bench.until(async () => (await bench.call('app.getState', {})).phase === 'locked');
  expect(await bench.refused('review.open', { assignmentId })).toEqual({ code: 'vault-locked' });
  // Nothing syncs without keys: what is unsent goes when it is opened again.
  expect(await bench.refused('sync.now', {})).toEqual({ code: 'vault-locked' });
  await bench.call('vault.unlock', { with: 'passphrase', passphrase });
  const { content } = await bench.call('review.open', { assignmentId });
  expect(content.criteria[0]?.rationale).toBe('Written just before.');
  expect(await bench.call('sync.now', {})).toMatchObject({ changes: { waiting: 0, blocked: 0 } });
});

test('a window that locks in time and another request find it locked, and that is fine', async () => {
  const bench = await connected();
  await bench.call('vault.lock', {});
  expect(await bench.call('vault.lock', {})).toMatchObject({ phase: 'locked' });
  bench.workbench.requestLock();
  expect(bench.notices).not.toContainEqual({ topic: 'locking', ids: [] });
});

test('a workspace that opens without a passphrase is not locked: nobody could open it who should', async () => {
  const hub = await aHub();
  const bench = await startBench({ hub, account: 'rosa.lind', profile: tempFolder(), timers });
  bench.workbench.requestLock();
  expect(bench.notices).not.toContainEqual({ topic: 'locking', ids: [] });
  expect((await bench.call('app.getState', {})).phase).toBe('ready');
});

test('how long is a setting of the account', async () => {
  const bench = await connected();
  expect(await bench.call('settings.get', {})).toMatchObject({ lockAfterMinutes: 15 });
  expect(await bench.call('settings.set', { lockAfterMinutes: 5 })).toMatchObject({ lockAfterMinutes: 5 });
  expect(await bench.refused('settings.set', { lockAfterMinutes: 0 })).toMatchObject({ code: 'bad-request' });
});
