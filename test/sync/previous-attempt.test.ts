import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { inTransaction } from '../../main/database/open.ts';
import { downloadsOf, readDownload } from '../../main/database/tables/downloads.ts';
import { dueErasures } from '../../main/database/tables/erasures.ts';
import { artifactHeadsOf } from '../../main/database/tables/hub-artifacts.ts';
import { readFeed } from '../../main/database/tables/hub-feed.ts';
import { readSubmission, readSubmissionHead } from '../../main/database/tables/hub-submissions.ts';
import { listQueue } from '../../main/services/queue.ts';
import { applyEdits } from '../../main/services/review/apply-edits.ts';
import { recuse } from '../../main/services/review/recuse.ts';
import { annotationSchema } from '../../shared/domain/annotation.ts';
import { ok } from '../../shared/lib/result.ts';
import { programCopy, removeScratchFolders, replaceIn } from '../helpers/hub/program-copy.ts';
import { fixturePassword, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import { type Device, must, openDevice } from './helpers/device.ts';
import { assignmentOf, codesOf, open } from './helpers/review.ts';

removeScratchFolders();

/* FBK-2 is the second attempt of the earner of FBK-1; Rosa reviews the second. */
const [first, second] = ['sub-FBK-1', 'sub-FBK-2'];

let hub: TestHub;
let device: Device;

beforeEach(async () => {
  hub = await startTestHub();
  device = await openDevice(hub.url);
  await device.signIn('rosa.lind', fixturePassword);
});

afterEach(async () => {
  await device.close();
  await hub.close();
});

const synced = async (): Promise<void> => {
  must(await device.sync.now());
  await device.sync.settled();
};

const sizeOf = async (submissionId: string): Promise<number> =>
  must(await device.workspace.vault.sizeOnDisk(submissionId));

const assign = async (rows: readonly string[]): Promise<void> => {
  const folder = await programCopy();
  const header = 'submission,reviewer,kind,due,withdrawn';
  await writeFile(join(folder, 'assignments.csv'), [header, ...rows, ''].join('\n'));
  expect((await importFolder(folder, hub.deps)).ok).toBe(true);
};

/** The first attempt can be opened, with both of its files. */
const expectFirstHere = async (): Promise<void> => {
  const { evidence } = await open(device, 'FBK-1');
  expect(evidence.map(({ availability }) => availability)).toEqual(['here', 'here']);
};

const recuseFrom = async (code: string): Promise<void> => {
  const recusal = { reason: 'know-the-earner', note: '' } as const;
  must(await recuse(device.reviewDeps(), { assignmentId: assignmentOf(device, code), ...recusal }));
};

const expectNothingOf = async (submissionId: string): Promise<void> => {
  const { db, keyring } = device.workspace;
  expect(keyring.keyFor(submissionId)).toBeUndefined();
  expect(await sizeOf(submissionId)).toBe(0);
  expect(downloadsOf(db, submissionId)).toEqual([]);
  expect(readSubmission(db, keyring, submissionId).ok).toBe(false);
};

describe('the attempt before', () => {
  it('comes with its evidence under a key of its own, and is not work', async () => {
    await synced();
    const { db, keyring } = device.workspace;
    expect(codesOf(device)).toEqual(['FBK-2', 'QST-1', 'QST-2']);
    expect(keyring.keyFor(first)).not.toEqual(keyring.keyFor(second));
    expect(downloadsOf(db, first).map(({ state }) => state)).toEqual(['here', 'here']);
    const { prior, evidence, missingSlots } = await open(device, 'FBK-2');
    expect(prior?.submission).toEqual({
      id: first,
      code: 'FBK-1',
      attempt: 1,
      submittedAt: '2026-01-05T09:30:00.000Z',
      context: 'Grade 3',
      changeNote: '',
    });
    expect(prior?.evidence.map(({ label, availability }) => [label, availability])).toEqual([
      ['draft.png', 'here'],
      ['reflection.md', 'here'],
    ]);
    expect(evidence.every(({ submissionId }) => submissionId === second)).toBe(true);
    expect(missingSlots).toEqual([]);
    const item = listQueue(device.workspace, Date.now()).find(
      ({ submissionCode }) => submissionCode === 'FBK-2',
    );
    expect(item?.evidence).toMatchObject({ files: 2, filesHere: 2 });
    expect((await open(device, 'QST-1')).prior).toBeNull();
  });

  it('does not fill a slot that this attempt left empty', async () => {
    await synced();
    const { db } = device.workspace;
    const own = artifactHeadsOf(db, second).filter(({ slotId }) => slotId === 'reflection');
    must(
      inTransaction(db, (to) =>
        ok(to.prepare('DELETE FROM hub_artifacts WHERE id = ?').run(own[0]?.id ?? '')),
      ),
    );
    const { missingSlots, prior } = await open(device, 'FBK-2');
    expect(missingSlots.map(({ id }) => id)).toEqual(['reflection']);
    expect(prior?.evidence.some(({ slotId }) => slotId === 'reflection')).toBe(true);
    const item = listQueue(device.workspace, Date.now()).find(
      ({ submissionCode }) => submissionCode === 'FBK-2',
    );
    expect(item?.incompleteEvidence).toBe(true);
  });

  it('cannot be cited', async () => {
    await synced();
    const { prior, editable } = await open(device, 'FBK-2');
    const file = prior?.evidence[0];
    expect(editable).toBe(true);
    const annotation = annotationSchema.parse({
      id: 'a-1',
      artifactId: file?.id,
      artifactSha256: file?.sha256,
      locator: { kind: 'whole' },
      text: '',
      criterionIds: [],
      createdAt: '2026-03-02T09:00:00.000Z',
    });
    const refused = await applyEdits(device.reviewDeps(), {
      assignmentId: assignmentOf(device, 'FBK-2'),
      operations: [{ op: 'annotation.put', annotation }],
      activeSeconds: 0,
    });
    expect(refused).toMatchObject({ ok: false, problem: { code: 'foreign-artifact' } });
  });

  it('is downloaded after all evidence under review', async () => {
    const stop = device.net.intercept(({ path }) =>
      path.startsWith('/v1/evidence') ? Promise.reject(new TypeError('gone')) : undefined,
    );
    await synced();
    stop();
    const { db } = device.workspace;
    const owners = new Map<string, string>(
      [first, second, 'sub-QST-1', 'sub-QST-2'].flatMap((id) =>
        artifactHeadsOf(db, id).map(({ sha256 }) => [`/v1/evidence/${sha256}/manifest`, id] as const),
      ),
    );
    device.net.requests.length = 0;
    await synced();
    // A file begins with its manifest.
    const begun = device.net.requests.flatMap(({ path }) => owners.get(path) ?? []);
    expect(begun.length).toBe(owners.size);
    expect(begun.slice(-2)).toEqual([first, first]);
  });

  it('asked for with its review, comes before other work', async () => {
    const stop = device.net.intercept(({ path }) =>
      path.startsWith('/v1/evidence') ? Promise.reject(new TypeError('gone')) : undefined,
    );
    await synced();
    stop();
    const { db } = device.workspace;
    // The cut cable halted the downloads; opening the review is what asks again.
    device.sync.downloadNow(assignmentOf(device, 'FBK-2'));
    const wanted = (id: string) => downloadsOf(db, id).map(({ wantedAt }) => wantedAt);
    const [own] = wanted(second);
    expect(wanted(first)).toEqual([(own ?? 0) - 1, (own ?? 0) - 1]);
    await device.sync.settled();
    expect(wanted('sub-QST-1').every((at) => at === 0)).toBe(true);
  });

  it('goes with a recusal at once, offline too, and no full pull brings it back', async () => {
    await synced();
    const { count } = readFeed(device.workspace.db);
    const cut = device.net.cut();
    await recuseFrom('FBK-2');
    for (const id of [first, second]) await expectNothingOf(id);
    await device.sync.now();
    cut();
    const silent = device.net.intercept(({ path }) =>
      path === '/v1/events' ? Promise.reject(new TypeError('gone')) : undefined,
    );
    device.workspace.db.exec('UPDATE hub_feed SET live_count = live_count + 1');
    await device.sync.now();
    await device.sync.settled();
    expect(readFeed(device.workspace.db).count).toBe(count);
    for (const id of [first, second]) await expectNothingOf(id);
    silent();
    await device.restart();
    await synced();
    for (const id of [first, second]) {
      await expectNothingOf(id);
      expect(readSubmissionHead(device.workspace.db, id)).toBeUndefined();
    }
    expect(dueErasures(device.workspace.db, '9999')).toEqual([]);
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
    // Given anew by an assignment of its own, it is there again.
    await assign(['FBK-1,rosa.lind,live,+7d,']);
    await synced();
    await expectFirstHere();
  });

  it('stays through a recusal when another assignment needs it, and goes when its own is recused', async () => {
    await assign(['FBK-1,rosa.lind,live,+7d,']);
    await synced();
    await recuseFrom('FBK-2');
    await synced();
    await expectNothingOf(second);
    await expectFirstHere();
    await recuseFrom('FBK-1');
    await synced();
    await expectNothingOf(first);
  });

  it('comes again when it is assigned itself, after it went with its next attempt', async () => {
    await synced();
    await recuseFrom('FBK-2');
    await expectNothingOf(first);
    await assign(['FBK-1,rosa.lind,live,+7d,']);
    await synced();
    await synced();
    await expectFirstHere();
    await expectNothingOf(second);
  });

  it('comes when it is assigned itself, and its next attempt was erased while a recusal waited to be sent', async () => {
    await synced();
    must(await eraseSubmission(hub.deps, { submissionId: second, by: '', disclosures: 'keep' }));
    await recuseFrom('FBK-2');
    await assign(['FBK-1,rosa.lind,live,+7d,']);
    await synced();
    await synced();
    await expectFirstHere();
    await expectNothingOf(second);
  });

  it('is no longer beside its next attempt once the reviewer has recused from it', async () => {
    await assign(['FBK-1,rosa.lind,live,+7d,']);
    await synced();
    await recuseFrom('FBK-1');
    expect((await open(device, 'FBK-2')).prior).toBeNull();
    await synced();
    await expectNothingOf(first);
    expect((await open(device, 'FBK-2')).prior).toBeNull();
    expect((await open(device, 'FBK-2')).evidence.every(({ availability }) => availability === 'here')).toBe(
      true,
    );
  });

  it('stays readable with a withdrawn review, and both go when its time is over', async () => {
    await synced();
    await open(device, 'FBK-2');
    const id = assignmentOf(device, 'FBK-2');
    await hub.deps.database.write((db) => withdrawAssignment(db, id));
    await synced();
    const document = await open(device, 'FBK-2');
    expect([document.state, document.prior?.evidence.length]).toEqual(['withdrawn', 2]);
    const { db } = device.workspace;
    expect(
      dueErasures(db, '9999')
        .map(({ submissionId, reason }) => [submissionId, reason])
        .sort(),
    ).toEqual([
      [first, 'withdrawn'],
      [second, 'withdrawn'],
    ]);
    must(
      inTransaction(db, (to) =>
        ok(to.prepare('UPDATE device_erasures SET due_at = ?').run('2020-01-01T00:00:00.000Z')),
      ),
    );
    await synced();
    for (const gone of [first, second]) await expectNothingOf(gone);
    expect(codesOf(device)).toEqual(['QST-1', 'QST-2']);
  });

  it('is erased when the policy becomes blind, and its file is not served any more', async () => {
    await synced();
    const sha256 = artifactHeadsOf(device.workspace.db, first)[0]?.sha256 ?? '';
    const folder = await programCopy();
    const file = 'micro-credentials/FBK/micro-credential.json';
    await replaceIn(folder, file, '"attemptLimit": 2', '"attemptLimit": 2, "resubmission": "blind"');
    await replaceIn(folder, file, '"version": "1"', '"version": "2"');
    expect((await importFolder(folder, hub.deps)).ok).toBe(true);
    await synced();
    await expectNothingOf(first);
    const document = await open(device, 'FBK-2');
    expect(document.prior).toBeNull();
    expect(document.submission).toMatchObject({ attempt: 2, priorFeedback: null });
    expect(document.evidence.map(({ availability }) => availability)).toEqual(['here', 'here']);
    expect(readDownload(device.workspace.db, first, sha256)).toBeUndefined();
    expect((await device.hub.getEvidenceManifest(sha256)).ok).toBe(false);
    await synced();
    device.net.requests.length = 0;
    must(await device.sync.now());
    expect(device.net.requests).toHaveLength(1);
  });
});
