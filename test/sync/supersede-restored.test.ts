import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { backupToFolder } from '../../hub/backup/backup-to-folder.ts';
import type { HubDeps } from '../../hub/context/deps.ts';
import { serveHub } from '../../hub/serve-hub.ts';
import { decideSupersede, openRequests } from '../../hub/services/decide-supersede.ts';
import { listBlockedChanges } from '../../main/services/blocked-changes.ts';
import { amendReview } from '../../main/services/review/amend-review.ts';
import { requestSupersede } from '../../main/services/review/request-supersede.ts';
import { fixturePassword, openForTest, startTestHub } from '../helpers/hub/start-test-hub.ts';
import { must, openDevice } from './helpers/device.ts';
import { assignmentOf, edit, fillIn, outbox, submit } from './helpers/review.ts';
import { documentOf, rationale } from './helpers/two-devices.ts';

const code = 'QST-1';
const MINUTE = 60_000;

it('a hub restored from before a request has it open again, and a second grant ends as the first', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'assay-supersede-'));
  const hub = await startTestHub();
  const clock = { now: () => hub.clock.now(), monotonic: () => performance.now() };
  const device = await openDevice(hub.url, { clock });
  let stop = async (): Promise<void> => {};
  onTestFinished(async () => {
    await device.close();
    await stop();
    await hub.close();
    await rm(scratch, { recursive: true, force: true });
  });
  await device.signIn('rosa.lind', fixturePassword);
  const sync = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) must(await device.sync.now());
    await device.sync.settled();
  };
  const decide = async (deps: HubDeps): Promise<void> => {
    const [request] = await openRequests(deps);
    const decision = { requestId: request?.id ?? '', granted: true, reason: 'Granted.' };
    expect(await decideSupersede(deps, decision)).toMatchObject({ outcome: 'decided' });
    await sync();
  };
  const revisions = (deps: HubDeps) =>
    deps.database.read((db) =>
      db.selectFrom('reviews').select(['revision', 'counted']).orderBy('revision').execute(),
    );
  const final = () => listBlockedChanges(device.workspace).find(({ type }) => type === 'review.submitted');

  await sync();
  await fillIn(device, code);
  await submit(device, code);
  await sync();
  const to = join(scratch, 'monday');
  await backupToFolder(hub.deps, { dataDir: hub.dataDir, to, evidence: true });
  must(await amendReview(device.reviewDeps(), { assignmentId: assignmentOf(device, code) }));
  await edit(device, code, [rationale('planning', 'Amended.')]);
  await sync();
  const reconnect = device.net.cut();
  const { content } = await submit(device, code);
  hub.clock.advance(61 * MINUTE);
  reconnect();
  await sync();
  must(
    await requestSupersede(device.reviewDeps(), {
      eventId: final()?.eventId ?? '',
      reason: 'I amended it in time.',
    }),
  );
  await sync();
  await decide(hub.deps);
  expect(final()?.supersede?.state).toBe('granted');
  expect(await revisions(hub.deps)).toHaveLength(2);

  const folder = join(scratch, 'serving');
  await cp(to, folder, { recursive: true });
  const restored = await openForTest(folder, undefined, hub.clock, []);
  const served = await serveHub(restored, { host: '127.0.0.1', port: 0 });
  stop = served.close;
  device.hubUrl = served.url;
  await sync();
  expect(await openRequests(restored)).toMatchObject([{ note: 'I amended it in time.' }]);
  expect(
    listBlockedChanges(device.workspace).filter(({ type }) => type === 'review.submitted'),
  ).toMatchObject([{ settledAt: null, supersede: { state: 'asked' } }]);
  expect(documentOf(device, code).supersedes).toMatchObject([{ answer: null }]);
  await decide(restored);
  expect((await revisions(restored)).map(({ counted }) => counted)).toEqual([0, 1]);
  expect(documentOf(device, code)).toMatchObject({ content, supersedes: [{ answer: { granted: true } }] });
  expect(outbox(device)).toMatchObject({ pending: 0, blocked: 0 });
});
