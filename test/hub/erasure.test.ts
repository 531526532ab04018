import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import type { AssignmentId, ErasureId } from '../../shared/domain/ids.ts';
import { type HubErasure, hubErasuresPageSchema } from '../../shared/hub-api/results.ts';
import { blobsOf, dump, erase, eraseNow, reviewed, secret } from '../helpers/hub/erasure.ts';
import { digestOf } from '../helpers/hub/live-digest.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { fixtureProgram, type TestHub } from '../helpers/hub/start-test-hub.ts';
import type { AssignedWork, TestDevice } from '../helpers/hub/test-device.ts';

const erasures = async (hub: TestHub, query = ''): Promise<readonly HubErasure[]> => {
  const response = await (await hub.signIn('lea.stone')).request(`/v1/erasures${query}`);
  return hubErasuresPageSchema.parse(await response.json()).items;
};

const receipt = (
  device: TestDevice,
  work: AssignedWork,
  erasureId: string,
  submissionId: string = work.submission.id,
) =>
  device.event(
    work,
    {
      type: 'erasure.carried-out',
      payload: { erasureId: erasureId as ErasureId, submissionId: submissionId as never },
    },
    { assignmentId: erasureId as AssignmentId, rubricHash: '0'.repeat(64), assignmentVersion: 1 },
  );

onBothDatabases('erasing a submission', (startHub) => {
  it('leaves only that it was there: no words, no files, no hash to guess them by', async () => {
    const hub = await startHub();
    const { work, device } = await reviewed(hub, 'rosa.lind', 'QST-1');
    const recused = {
      type: 'review.set-aside' as const,
      payload: { codes: ['blank'], note: `${secret} aside` },
    };
    const other = await hub.signIn('rosa.lind');
    await other.push([other.event(work, recused)]);
    const before = await dump(hub);
    expect(before).toContain(secret);
    expect(before).toContain(work.submission.context);
    const files = await hub.deps.database.kysely
      .selectFrom('artifacts')
      .select('sha256')
      .where('submission_id', '=', work.submission.id)
      .execute();
    const labels = [...(await device.pull()).live.values()].flatMap((one) =>
      one.kind === 'artifact' && one.state.submissionId === work.submission.id ? [one.state.label] : [],
    );
    // Another submission has a talk.wav too.
    const ownLabels = labels.filter((label) => label !== 'talk.wav');
    expect(ownLabels.length).toBeGreaterThan(1);

    const erased = await eraseNow(hub, work.submission.id);
    expect(erased).toMatchObject({
      submissionCode: 'QST-1',
      erasedBy: 'ivo.marsh',
      reviews: 1,
      undone: false,
    });
    const after = await dump(hub);
    const traces = [secret, work.submission.context, work.submission.earnerCode, ...ownLabels];
    for (const trace of traces) expect([trace, after.includes(trace)]).toEqual([trace, false]);
    const named = new Set(
      (await hub.deps.database.kysely.selectFrom('evidence_files').select('sha256').execute()).map(
        ({ sha256 }) => sha256,
      ),
    );
    expect(new Set(await blobsOf(hub))).toEqual(named);
    for (const { sha256 } of files) expect(after.includes(sha256)).toBe(named.has(sha256));
    expect(erased.evidenceFiles).toBe(files.filter(({ sha256 }) => !named.has(sha256)).length);
    expect(JSON.stringify(hub.logs)).not.toContain(secret);

    const events = await hub.deps.database.kysely
      .selectFrom('events')
      .select(['payload', 'payload_hash', 'type'])
      .where('assignment_id', '=', work.assignment.id)
      .execute();
    expect(events.length).toBeGreaterThan(8);
    expect(new Set(events.map(({ payload, payload_hash }) => `${payload}${payload_hash}`))).toEqual(
      new Set(['null']),
    );
    for (const path of [`/v1/assignments/${work.assignment.id}/review`, `/v1/evidence/${files[0]?.sha256}`]) {
      expect((await device.request(path)).status).toBe(404);
    }
  });

  it('keeps a file that another submission still has', async () => {
    const hub = await startHub();
    const { work } = await reviewed(hub, 'rosa.lind', 'QST-2');
    const [file] = await hub.deps.database.kysely
      .selectFrom('artifacts')
      .selectAll()
      .where('submission_id', '=', work.submission.id)
      .execute();
    const shared = { ...file, id: 'art-shared', submission_id: 'sub-QST-1' } as never;
    await hub.deps.database.kysely.insertInto('artifacts').values(shared).execute();
    await eraseNow(hub, work.submission.id);
    expect(await blobsOf(hub)).toContain(file?.sha256);
  });

  it('tells everybody who ever had it, and adds up with what they hold', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const first = await rosa.pull();
    await eraseNow(hub, work.submission.id);
    const news = await rosa.pull({ cursor: first.last.cursor });
    const gone = news.changes.filter((change) => change.change === 'tombstone');
    // The micro-credential stays: QST-2 is judged by it too.
    expect(new Set(gone.map(({ kind }) => kind))).toEqual(new Set(['assignment', 'artifact', 'submission']));
    expect(news.last.digest).toEqual(digestOf((await rosa.pull()).live));
    const [order] = await erasures(hub);
    expect(gone.find(({ kind }) => kind === 'submission')).toMatchObject({
      reason: 'erased',
      erasureId: order?.id,
    });
    const fresh = await hub.signIn('rosa.lind');
    expect([...(await fresh.pull()).live.values()].some((one) => one.id === work.submission.id)).toBe(false);
    expect(order?.devices.map(({ reviewer, receivedAt }) => [reviewer, receivedAt])).toContainEqual([
      'Rosa Lind',
      null,
    ]);
  });

  it('reaches a reviewer from whom it was withdrawn earlier: a device may still show it', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const { submission } = await rosa.assignment('QST-1');
    await hub.deps.database.write(async (db) => {
      const { id } = await db
        .selectFrom('assignments')
        .select('id')
        .where('submission_id', '=', submission.id)
        .where('reviewer_id', '=', rosa.session.account.id)
        .executeTakeFirstOrThrow();
      await withdrawAssignment(db, id);
    });
    const before = await rosa.pull();
    await eraseNow(hub, submission.id);
    const news = await rosa.pull({ cursor: before.last.cursor });
    expect(news.changes).toMatchObject([
      { change: 'tombstone', kind: 'submission', id: submission.id, reason: 'erased' },
    ]);
    expect((news.changes[0] as { erasureId?: string }).erasureId).toBeDefined();
  });

  it('answers late events with submission-erased, one by one, and keeps nothing of them', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const ben = await hub.signIn('ben.achebe');
    await eraseNow(hub, work.submission.id);
    const desk = reviewDesk(rosa, work);
    const late = [
      desk.opened(),
      desk.edit({ op: 'feedback.set', criterionId: null, field: 'gap', text: secret }),
      desk.edit({ op: 'feedback.set', criterionId: null, field: 'strength', text: secret }),
      { ...desk.opened(), payload: { more: secret } },
    ];
    const results = await rosa.push(late);
    expect(results.map(({ result, problem }) => [result, problem?.code])).toEqual([
      ['rejected', 'submission-erased'],
      ['rejected', 'submission-erased'],
      ['rejected', 'submission-erased'],
      ['rejected', 'bad-request'],
    ]);
    // Sent again, it is the same answer; somebody else is told nothing of it, and leaves nothing there either.
    expect((await rosa.push([late[1]]))[0]).toMatchObject({ problem: { code: 'submission-erased' } });
    const foreign = reviewDesk(ben, work).edit({
      op: 'feedback.set',
      criterionId: null,
      field: 'gap',
      text: secret,
    });
    expect((await ben.push([foreign]))[0]).toMatchObject({ problem: { code: 'not-found' } });
    expect(await dump(hub)).not.toContain(secret);
    expect(JSON.stringify(hub.logs)).not.toContain(secret);
    // The device goes on with other work.
    const next = await rosa.assignment('QST-2');
    expect((await rosa.push([rosa.event(next, { type: 'assignment.opened', payload: {} })]))[0]?.result).toBe(
      'accepted',
    );
  });

  it('an event it had before is still known by its id alone', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const opened = reviewDesk(rosa, work).opened();
    await rosa.push([opened]);
    await eraseNow(hub, work.submission.id);
    expect((await rosa.push([opened]))[0]?.result).toBe('duplicate');
  });

  it('takes one receipt from each device and lists who has not answered', async () => {
    const hub = await startHub();
    const desk = await hub.signIn('rosa.lind');
    const laptop = await hub.signIn('rosa.lind');
    const work = await desk.assignment('QST-1');
    const { id } = await eraseNow(hub, work.submission.id);
    hub.clock.advance(60_000);
    const later = await hub.signIn('rosa.lind');
    const first = receipt(desk, work, id);
    expect((await desk.push([first, receipt(desk, work, id)])).map(({ result }) => result)).toEqual([
      'accepted',
      'accepted',
    ]);
    expect((await desk.push([first]))[0]?.result).toBe('duplicate');
    const stored = await hub.deps.database.kysely.selectFrom('erasure_receipts').selectAll().execute();
    expect(stored).toMatchObject([{ erasure_id: id, event_id: first.eventId, device_id: desk.deviceId }]);
    const [listed] = await erasures(hub);
    const answered = new Map(
      listed?.devices.map(({ deviceId, receivedAt }) => [deviceId as string, receivedAt]),
    );
    expect(answered.get(desk.deviceId)).toBe(new Date(hub.clock.now()).toISOString());
    expect(answered.get(laptop.deviceId)).toBeNull();
    expect(answered.has(later.deviceId)).toBe(false);
  });

  it('takes no receipt from somebody who never had it, and none that names something else', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const ben = await hub.signIn('ben.achebe');
    const work = await rosa.assignment('QST-2');
    const { id } = await eraseNow(hub, work.submission.id);
    const answers = [
      ...(await ben.push([receipt(ben, work, id), receipt(ben, work, randomUUID())])),
      ...(await rosa.push([receipt(rosa, work, id, 'sub-QST-1')])),
    ];
    expect(answers.map(({ problem }) => problem?.code)).toEqual(['not-found', 'not-found', 'not-found']);
    expect(await hub.deps.database.kysely.selectFrom('erasure_receipts').selectAll().execute()).toEqual([]);
  });

  it('a hub that has forgotten an erasure learns of it from the receipts, and erases again', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const forgotten = randomUUID();
    expect((await rosa.push([receipt(rosa, work, forgotten)]))[0]?.result).toBe('accepted');
    expect(await erasures(hub)).toMatchObject([{ id: forgotten, submissionCode: 'QST-1', undone: true }]);
    // It is still there, and goes on until somebody erases it.
    expect((await rosa.assignment('QST-1')).submission.context).toBe(work.submission.context);
    const { id } = await eraseNow(hub, work.submission.id);
    expect(id).not.toBe(forgotten);
    expect(await erasures(hub)).toMatchObject([{ id, undone: false }]);
    expect((await rosa.push([receipt(rosa, work, id)]))[0]?.result).toBe('accepted');
  });

  it('is done once: asked again, it answers the same erasure', async () => {
    const hub = await startHub();
    const first = await eraseNow(hub, 'sub-QST-1');
    hub.clock.advance(1000);
    expect(await eraseNow(hub, 'sub-QST-1')).toEqual(first);
    expect(await erasures(hub)).toHaveLength(1);
    expect((await erase(hub, 'sub-none')).status).toBe(404);
  });

  it('does not take a child-safety disclosure along unless that is asked for', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    const disclosure = (note: string) =>
      rosa.event(work, {
        type: 'alert.child-safety',
        payload: { note, procedureReadAt: new Date().toISOString() },
      });
    await rosa.push([disclosure(secret)]);
    const refused = await erase(hub, work.submission.id);
    expect([refused.status, (await refused.json()).code]).toEqual([409, 'submission-has-disclosure']);
    expect(await dump(hub)).toContain(secret);
    expect((await erase(hub, work.submission.id, '?disclosures=erase')).status).toBe(200);
    // One that comes late: nothing of it is kept, and the lead still learns that there was one.
    expect((await rosa.push([disclosure(secret)]))[0]).toMatchObject({
      problem: { code: 'submission-erased' },
    });
    const alerts = await (await hub.signIn('lea.stone')).request('/v1/alerts');
    expect((await alerts.json()).items).toMatchObject([
      { kind: 'child-safety', urgent: true, note: '' },
      { kind: 'child-safety', urgent: true, note: '' },
    ]);
    expect(await dump(hub)).not.toContain(secret);
  });

  it('an import of the same folder does not bring it back', async () => {
    const hub = await startHub();
    await eraseNow(hub, 'sub-QST-1');
    const before = await dump(hub);
    const files = await blobsOf(hub);
    const outcome = await importFolder(fixtureProgram, hub.deps);
    expect(outcome).toMatchObject({
      ok: true,
      report: { submissions: { added: 0, changed: 0 }, assignments: { added: 0, changed: 0 } },
    });
    expect(outcome.ok && outcome.report.warnings.map(({ text }) => text)).toContain(
      'QST-1 was erased from this hub and is not imported again',
    );
    expect(await dump(hub)).toBe(before);
    expect(await blobsOf(hub)).toEqual(files);
  });
});
