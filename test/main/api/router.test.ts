import { expect, onTestFinished, test } from 'vitest';
import { commands } from '../../../shared/workbench-api/commands.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { startTestWorkbench } from '../../helpers/workbench.ts';

const start = async (options: Parameters<typeof startTestWorkbench>[0] = {}) => {
  const bench = await startTestWorkbench({ profile: tempFolder(), ...options });
  onTestFinished(() => bench.close());
  return bench;
};

test('a command nobody knows is refused, also one that every object has', async () => {
  const { workbench } = await start();
  for (const name of ['queue.burn', 'toString', '__proto__']) {
    expect(await workbench.handle(name, {})).toEqual({
      ok: false,
      problem: { code: 'bad-request', params: { detail: 'unknown command' } },
    });
  }
});

test('an input that does not fit is refused by its place, without its words', async () => {
  const { workbench } = await start();
  const canary = 'a word the person typed';
  const refused = await workbench.handle('review.applyEdits', {
    assignmentId: 'a',
    operations: [{ op: 'score.set', criterionId: canary, score: canary }],
    activeSeconds: 1,
  });
  expect(refused).toEqual({
    ok: false,
    problem: { code: 'bad-request', params: { detail: 'review.applyEdits: operations.0.score' } },
  });
  for (const input of [undefined, null, 7, 'text', []]) {
    expect(await workbench.handle('session.signIn', input)).toMatchObject({
      problem: { code: 'bad-request' },
    });
  }
});

test('every command on a workspace says what is missing before there is one', async () => {
  const { workbench } = await start();
  const onAssignment = { assignmentId: 'a' };
  const inputs: Record<string, unknown> = {
    'queue.keepOffline': { assignments: 'to-do', keep: true },
    'review.applyEdits': {
      ...onAssignment,
      operations: [{ op: 'score.set', criterionId: 'c', score: null }],
      activeSeconds: 0,
    },
    'review.history': { ...onAssignment, key: null },
    'review.restore': { ...onAssignment, seq: 1, what: 'place' },
    'review.setAside': { ...onAssignment, codes: ['c'], note: '' },
    'review.resolveRefused': { ...onAssignment, seen: 0, next: 'edit' },
    'review.requestSupersede': { eventId: 'e', reason: 'A sentence at least.' },
    'review.chooseWords': { ...onAssignment, key: 'k', words: 'mine' },
    'sync.compareRefused': { eventId: 'e' },
    'sync.dismiss': { eventIds: ['e'] },
    'sync.dismissErased': { erasureId: 'e' },
    'review.recuse': { ...onAssignment, reason: 'other', note: '' },
    'review.exportAnnotations': { ...onAssignment, format: 'csv' },
    'review.importAnnotations': { ...onAssignment, text: '' },
    'review.raiseChildSafety': { ...onAssignment, note: '', procedureReadAt: '2026-03-02T09:00:00.000Z' },
  };
  const names = Object.keys(commands).filter((name) =>
    /^(queue|review|sync|work|settings|device)\./.test(name),
  );
  expect(names.length).toBeGreaterThan(12);
  for (const name of names) {
    const answer = await workbench.handle(name, inputs[name] ?? onAssignment);
    expect([name, answer.ok ? 'ok' : answer.problem.code]).toEqual([name, 'not-connected']);
  }
});

test('what nobody foresaw is an internal problem, and a line in the log without anybody’s words', async () => {
  const canary = 'Rosa Lind wrote this';
  const bench = await start({
    ports: {
      startSampleHub: async () => {
        throw new TypeError(canary);
      },
    },
  });
  expect(await bench.refused('setup.exploreSample', {})).toEqual({
    code: 'internal',
    params: { detail: 'setup.exploreSample' },
  });
  expect(bench.logged).toEqual([
    { event: 'command.failed', fields: { command: 'setup.exploreSample', code: 'TypeError' } },
  ]);
});
