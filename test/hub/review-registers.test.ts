import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate } from '../../hub/database/migrate.ts';
import { importFolder } from '../../hub/import/import-folder.ts';
import { fanOutOldRegisters } from '../../hub/services/fan-out-old-registers.ts';
import { withdrawAssignment } from '../../hub/services/withdraw-assignment.ts';
import { reviewContent } from '../../shared/domain/review.ts';
import { operationKey, type ReviewOperation } from '../../shared/domain/review-operation.ts';
import type { ReviewRegister } from '../../shared/domain/review-register.ts';
import { digestOf } from '../helpers/hub/live-digest.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { programCopy, removeScratchFolders, replaceIn } from '../helpers/hub/program-copy.ts';
import { fullEdits, reviewDesk } from '../helpers/hub/review-work.ts';
import type { Pulled } from '../helpers/hub/test-device.ts';

removeScratchFolders();

const rationale = (criterionId: string, text: string): ReviewOperation => ({
  op: 'rationale.set',
  criterionId: criterionId as never,
  text,
});

const registersIn = ({ live }: Pulled): ReviewRegister[] =>
  [...live.values()].flatMap((one) => (one.kind === 'review-register' ? [one.state] : []));

const textsIn = (pulled: Pulled): string[] =>
  registersIn(pulled)
    .flatMap(({ operation }) => (operation.op === 'rationale.set' ? [operation.text] : []))
    .sort();

onBothDatabases('what stands in a review', (startHub) => {
  const stage = async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const laptop = await hub.signIn('rosa.lind');
    const work = await rosa.assignment('QST-1');
    return { hub, rosa, laptop, work, desk: reviewDesk(rosa, work), other: reviewDesk(laptop, work) };
  };

  it('goes to every device of its reviewer, with who wrote it and when, and adds up', async () => {
    const { hub, rosa, laptop, work, desk } = await stage();
    const { cursor } = (await laptop.pull()).last;
    await rosa.push([desk.opened()]);
    hub.clock.advance(1000);
    await rosa.push(fullEdits(work, 2).map((operation) => desk.edit(operation)));
    const news = await laptop.pull({ cursor });
    const registers = registersIn(news);
    expect(registers.map(({ operation }) => operationKey(operation)).sort()).toEqual(
      fullEdits(work, 2).map(operationKey).sort(),
    );
    for (const register of registers) {
      expect(register).toMatchObject({
        assignmentId: work.assignment.id,
        submissionId: work.submission.id,
        device: { id: rosa.deviceId, name: 'test device' },
        receivedAt: new Date(hub.clock.now()).toISOString(),
      });
    }
    const fresh = await laptop.pull();
    expect(fresh.last.digest).toEqual(digestOf(fresh.live));
    expect(news.last.digest).toEqual(fresh.last.digest);
  });

  it('goes to nobody else: not to another reviewer of the submission, not to lead or issuer', async () => {
    const { hub, rosa, work, desk } = await stage();
    const words = 'CANARY of the reviewer';
    await rosa.push([desk.opened(), desk.edit(rationale('planning', words))]);
    const ben = await hub.signIn('ben.achebe');
    expect(JSON.stringify((await ben.pull()).changes)).toContain(work.submission.id);
    expect(JSON.stringify((await ben.pull()).changes)).not.toContain(words);
    for (const account of ['lea.stone', 'ivo.marsh']) {
      const { request } = await hub.signIn(account);
      for (const path of [
        '/v1/changes?also=review-register',
        '/v1/reviews',
        '/v1/assignments',
        '/v1/alerts',
      ]) {
        expect(await (await request(path)).text()).not.toContain(words);
      }
    }
    const { kysely } = hub.deps.database;
    const readers = await kysely
      .selectFrom('feed_live')
      .select('reader_id')
      .where('kind', '=', 'review-register')
      .distinct()
      .execute();
    expect(readers).toEqual([{ reader_id: rosa.session.account.id }]);
  });

  it('an edit takes the place of the one before; one that loses is not told', async () => {
    const { hub, rosa, laptop, desk, other } = await stage();
    await rosa.push([desk.opened(), desk.edit(rationale('planning', 'first'), 1_000)]);
    const { cursor } = (await rosa.pull()).last;
    await laptop.push([other.edit(rationale('planning', 'later'), 3_000)]);
    await rosa.push([desk.edit(rationale('planning', 'too early'), 2_000)]);
    const news = await rosa.pull({ cursor });
    expect(news.changes).toMatchObject([{ kind: 'review-register', version: 2 }]);
    expect(textsIn(news)).toEqual(['later']);
    const everything = await rosa.pull();
    expect(JSON.stringify(everything.changes)).not.toContain('first');
    expect(everything.last.digest).toEqual(digestOf(everything.live));
    const kept = await hub.deps.database.kysely
      .selectFrom('feed_entries')
      .select('change')
      .where('change', 'like', '%first%')
      .execute();
    expect(kept).toEqual([]);
  });

  it('ends when the rubric changes, and what is written on the new one is newer', async () => {
    const { hub, rosa, work, desk } = await stage();
    await rosa.push([desk.opened(), desk.edit(rationale('planning', 'on the old rubric'))]);
    const { cursor, digest } = (await rosa.pull()).last;
    const folder = await programCopy();
    const place = 'micro-credentials/QST';
    await replaceIn(folder, `${place}/micro-credential.json`, '"version": "1"', '"version": "2"');
    await replaceIn(folder, `${place}/rubric.json`, 'Three seconds pass.', 'Four seconds pass.');
    const outcome = await importFolder(folder, hub.deps);
    expect(outcome.ok).toBe(true);
    const news = await rosa.pull({ cursor });
    const ended = news.changes.filter(({ kind }) => kind === 'review-register');
    expect(ended).toMatchObject([{ change: 'tombstone', version: 1 }]);
    expect(news.last.digest).not.toEqual(digest);
    const again = reviewDesk(rosa, await rosa.assignment('QST-1'));
    await rosa.push([again.edit(rationale('planning', 'on the new rubric'), 0)]);
    const after = await rosa.pull();
    expect(textsIn(after)).toEqual(['on the new rubric']);
    expect([...after.live.values()].filter(({ kind }) => kind === 'review-register')).toMatchObject([
      { version: 2 },
    ]);
    expect(after.last.digest).toEqual(digestOf(after.live));
    expect(work.submission.code).toBe('QST-1');
  });

  it('leaves with the assignment, whose words no page carries any more', async () => {
    const { hub, rosa, work, desk } = await stage();
    await rosa.push([desk.opened(), desk.edit(rationale('planning', 'soon withdrawn'))]);
    await hub.deps.database.write((db) => withdrawAssignment(db, work.assignment.id));
    const after = await rosa.pull();
    expect(registersIn(after)).toEqual([]);
    expect(JSON.stringify(after.changes)).not.toContain('soon withdrawn');
    expect(after.last.digest).toEqual(digestOf(after.live));
  });

  it('is left out of page and digest for a workbench that does not know it', async () => {
    const { rosa, work, desk } = await stage();
    await rosa.push(desk.whole());
    for (const limit of [1, 3, 200]) {
      const old = await rosa.pull({ also: null, limit });
      expect(registersIn(old)).toEqual([]);
      expect([...old.live.keys()]).toContain(`assignment:${work.assignment.id}`);
      expect(old.last.digest).toEqual(digestOf(old.live));
    }
    const { cursor } = (await rosa.pull({ also: null })).last;
    const updated = await rosa.pull({ cursor });
    expect([updated.changes, updated.last.digest]).toEqual([[], (await rosa.pull()).last.digest]);
  });

  it('is never stamped beyond what anybody could follow', async () => {
    const { hub, rosa, desk } = await stage();
    const year = 365 * 24 * 3_600_000;
    const now = hub.clock.now();
    const results = await rosa.push([
      desk.opened(),
      desk.edit(rationale('planning', 'ten years ahead'), now + 10 * year),
      desk.edit(rationale('waiting', 'the end of time'), 999_999_999_999_999),
    ]);
    expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted', 'rejected']);
    expect(results[2]?.problem).toMatchObject({ code: 'bad-request' });
    expect(textsIn(await rosa.pull())).toEqual(['ten years ahead']);
  });

  it('from before it travelled is sent once, with its device and time', async () => {
    const { hub, rosa, work, desk } = await stage();
    const { database } = hub.deps;
    await rosa.push([desk.opened()]);
    const feeds = await database.kysely.selectFrom('feeds').selectAll().execute();
    hub.clock.advance(5000);
    const writtenAt = new Date(hub.clock.now()).toISOString();
    await rosa.push(fullEdits(work, 3).map((operation) => desk.edit(operation)));
    // As a hub of the version before leaves it: registers without origin, and feeds that never heard of them.
    await database.write(async (db) => {
      for (const table of ['feed_entries', 'feed_live'] as const) {
        await db.deleteFrom(table).where('kind', '=', 'review-register').execute();
      }
      for (const { reader_id, ...head } of feeds) {
        await db.updateTable('feeds').set(head).where('reader_id', '=', reader_id).execute();
      }
      await sql`drop index review_registers_old`.execute(db);
      await sql`alter table review_registers drop column device_name`.execute(db);
      await sql`alter table review_registers drop column received_at`.execute(db);
      await sql`delete from hub_migrations where name = '0002-review-registers-travel'`.execute(db);
    });
    const { cursor } = (await rosa.pull()).last;
    await migrate(database);
    await fanOutOldRegisters(database);
    const news = await rosa.pull({ cursor });
    const registers = registersIn(news);
    expect(registers).toHaveLength(fullEdits(work, 3).length);
    expect(new Set(registers.map(({ receivedAt }) => receivedAt))).toEqual(new Set([writtenAt]));
    expect(new Set(registers.map(({ device }) => device.name))).toEqual(new Set(['test device']));
    const criteria = work.microCredential.rubric.criteria.map(({ id }) => id);
    expect(reviewContent(criteria, registers).criteria.map(({ score }) => score)).toEqual([3, 3]);
    expect(news.last.digest).toEqual(digestOf((await rosa.pull()).live));
    await fanOutOldRegisters(database);
    expect((await rosa.pull({ cursor: news.last.cursor })).changes).toEqual([]);
  });
});
