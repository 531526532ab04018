import { cpSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeProblem, type Problem } from '../../../shared/lib/problem.ts';
import { openLeadDesk } from '../../helpers/lead-desk.ts';
import { programPassword } from '../../helpers/program-hub.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import type { TestWorkbench } from '../../helpers/workbench.ts';
import { aHub, itemOf, score, startBench } from '../../helpers/workbench-steps.ts';

const signIn = (bench: TestWorkbench) =>
  bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });

const write = async (bench: TestWorkbench, code: string, words: string) => {
  const { assignmentId } = await itemOf(bench, code);
  await score(bench, assignmentId, words);
  await bench.call('review.submit', { assignmentId });
};

/** One profile on two computers. `onSecond`: what the second one's requests go through. */
const twoCopies = async (onSecond: typeof globalThis.fetch = globalThis.fetch) => {
  const hub = await aHub();
  const profile = tempFolder();
  const before = await startBench({ hub, account: 'rosa.lind', profile });
  await before.call('sync.now', {});
  await before.call('review.open', { assignmentId: (await itemOf(before, 'FBK-2')).assignmentId });
  await before.call('sync.now', {});
  await before.close();
  const copied = tempFolder();
  cpSync(profile, copied, { recursive: true });
  const first = await startBench({ profile });
  const second = await startBench({ profile: copied, ports: { fetch: onSecond } });
  await write(first, 'QST-1', 'Written on the first computer.');
  return { hub, first, second };
};

/** Both went on, each as its own device, and the hub has the work of both. */
const expectBothGoOn = async ({ hub, first, second }: Awaited<ReturnType<typeof twoCopies>>) => {
  const synced = await second.call('sync.now', {});
  expect(synced).toMatchObject({ problem: null, changes: { waiting: 0, blocked: 0 } });
  const ids = await Promise.all([first, second].map((bench) => bench.call('device.get', {})));
  expect(new Set(ids.map(({ deviceId }) => deviceId)).size).toBe(2);

  const lead = await openLeadDesk(hub.url);
  const reviews = await lead.reviews();
  expect(reviews.map(({ submissionCode, revision }) => `${submissionCode} ${revision}`).sort()).toEqual([
    'QST-1 1',
    'QST-2 1',
  ]);
  expect(JSON.stringify(reviews)).toContain('Written on the second computer.');

  // They had one session, and signing out may have ended it.
  await signIn(first);
  expect((await first.call('device.get', {})).deviceId).toBe(ids[0]?.deviceId);
  const { assignmentId } = await itemOf(first, 'FBK-2');
  const goesOn = {
    op: 'feedback.set' as const,
    criterionId: null,
    field: 'gap' as const,
    text: 'It goes on.',
  };
  await first.call('review.applyEdits', { assignmentId, operations: [goesOn], activeSeconds: 1 });
  expect(await first.call('sync.now', {})).toMatchObject({ changes: { waiting: 0, blocked: 0 } });
  expect(await second.call('sync.now', {})).toMatchObject({ changes: { waiting: 0, blocked: 0 } });
  const shown = await second.call('review.open', { assignmentId });
  expect(JSON.stringify(shown.content)).toContain('It goes on.');
};

const saysSo = (problem: Problem) =>
  expect(describeProblem(problem)).toContain('sign in again to go on as a new device');

describe('profile copied to a second computer', () => {
  it.each([
    ['after signing out', async (bench: TestWorkbench) => void (await bench.call('session.signOut', {}))],
    ['at once', async () => {}],
  ])('is told so, keeps its work, and signing in %s goes on as a device of its own', async (_, before) => {
    const copies = await twoCopies();
    const { first, second } = copies;
    expect(await first.call('sync.now', {})).toMatchObject({ changes: { waiting: 0, blocked: 0 } });
    await write(second, 'QST-2', 'Written on the second computer.');
    saysSo(await second.refused('sync.now', {}));
    expect(await second.call('app.getState', {})).toMatchObject({ signInNeeded: true });
    // The reason stays for whoever looks later, and nothing was lost or refused.
    saysSo(await second.refused('sync.now', {}));
    const { problem, changes } = await second.call('sync.getStatus', {});
    saysSo(problem as Problem);
    expect(changes.blocked).toBe(0);
    expect(changes.waiting).toBeGreaterThan(0);

    await before(second);
    await signIn(second);
    await expectBothGoOn(copies);
  });

  it('is told so when the other one was faster', async () => {
    let beforeSending = async () => {};
    const copies = await twoCopies(async (input, init) => {
      if (init?.method === 'POST' && String(input).endsWith('/v1/events')) await beforeSending();
      return globalThis.fetch(input, init);
    });
    const { first, second } = copies;
    beforeSending = async () => void (await first.call('sync.now', {}));
    await write(second, 'QST-2', 'Written on the second computer.');
    await second.workbench.handle('sync.now', {});
    const { items } = await second.call('sync.listBlocked', {});
    expect(new Set(items.map(({ problem }) => problem.code))).toEqual(new Set(['device-forked']));
    const [blocked] = items;
    saysSo(blocked?.problem as Problem);

    beforeSending = async () => {};
    await signIn(second);
    await expectBothGoOn(copies);
  });
});
