import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importSealed } from '../../hub/import/import-sealed.ts';
import { sealedLines } from '../../hub/import/report.ts';
import type { SealedContent } from '../../shared/hub-api/sealed-work.ts';
import { hubDescriptionSchema } from '../../shared/hub-api/session.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { proofOf, sealWork } from '../helpers/hub/seal-work.ts';
import { startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import type { TestDevice } from '../helpers/hub/test-device.ts';

describe('importing sealed work', () => {
  let hub: TestHub;
  let rosa: TestDevice;
  let folder: string;

  beforeEach(async () => {
    hub = await startTestHub();
    rosa = await hub.signIn('rosa.lind');
    folder = await mkdtemp(join(tmpdir(), 'assay-sealed-'));
  });
  afterEach(async () => {
    await hub.close();
    await rm(folder, { recursive: true, force: true });
  });

  const contentOf = (events: readonly unknown[], over: Partial<SealedContent> = {}): SealedContent => ({
    accountId: rosa.session.account.id,
    deviceId: rosa.deviceId as SealedContent['deviceId'],
    exportedAt: '2026-03-02T09:00:00.000Z',
    events: [...events],
    proof: proofOf(rosa.session.deviceSecret, events),
    ...over,
  });

  const write = async (value: unknown): Promise<string> => {
    const path = join(folder, `${randomUUID()}.assay-sealed`);
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
    return path;
  };

  const seal = async (content: SealedContent, to: TestHub = hub) =>
    sealWork(hubDescriptionSchema.parse(await (await fetch(`${to.url}/v1/hub`)).json()), content);

  const reviewCount = async () =>
    (await hub.deps.database.kysely.selectFrom('reviews').selectAll().execute()).length;

  it('takes the work in as if it had been pushed, once', async () => {
    const events = reviewDesk(rosa, await rosa.assignment('QST-1')).whole();
    await rosa.push(events.slice(0, 2));
    const path = await write(await seal(contentOf(events)));
    const first = await importSealed(path, hub.deps);
    expect(first).toMatchObject({
      ok: true,
      value: { account: 'rosa.lind', events: 8, accepted: 6, duplicates: 2, refused: [] },
    });
    expect(sealedLines('work', await importSealed(path, hub.deps)).slice(1)).toEqual([
      '0 new, 8 here already, 0 not taken in',
    ]);
    expect(await reviewCount()).toBe(1);
    expect((await rosa.push(events)).map(({ result }) => result)).toEqual(events.map(() => 'duplicate'));
  });

  it('is heard from a device that may not push any more', async () => {
    const work = await rosa.assignment('QST-1');
    const first = rosa.event(work, { type: 'assignment.opened', payload: {} });
    await rosa.push([first]);
    const reused = rosa.event(
      work,
      { type: 'review.set-aside', payload: { codes: ['x'], note: '' } },
      { eventId: first.eventId },
    );
    expect((await rosa.push([reused]))[0]?.problem?.code).toBe('event-id-reuse');
    const events = reviewDesk(rosa, work).whole();
    await expect(rosa.push(events)).rejects.toThrow('device-blocked');
    const outcome = await importSealed(await write(await seal(contentOf([reused, ...events]))), hub.deps);
    expect(outcome).toMatchObject({
      ok: true,
      value: { accepted: events.length, refused: [{ eventId: first.eventId }] },
    });
  });

  it('names what was not taken in, with why', async () => {
    const work = await rosa.assignment('QST-1');
    const stale = rosa.event(work, { type: 'review.reopened', payload: {} }, { rubricHash: 'a'.repeat(64) });
    const lines = sealedLines(
      'work',
      await importSealed(await write(await seal(contentOf([stale]))), hub.deps),
    );
    expect(lines.at(-1)).toBe(
      `  ${stale.eventId}: The rubric changed after you scored. Your scores are kept; score again on the new rubric.`,
    );
  });

  it("refuses work in another's name", async () => {
    const ben = await hub.signIn('ben.achebe');
    const events = reviewDesk(rosa, await rosa.assignment('QST-1')).whole();
    const bens = proofOf(ben.session.deviceSecret, events);
    const forgeries: Partial<SealedContent>[] = [
      { proof: bens },
      { proof: '0'.repeat(64) },
      { accountId: ben.session.account.id },
      { deviceId: ben.deviceId as SealedContent['deviceId'] },
      { accountId: ben.session.account.id, deviceId: ben.deviceId as SealedContent['deviceId'] },
      { accountId: 'acc-nobody' as SealedContent['accountId'] },
      { deviceId: 'nul \0' as SealedContent['deviceId'] },
      { events: events.slice(1) },
      { events: [...events].reverse() },
    ];
    for (const forged of forgeries) {
      const outcome = await importSealed(await write(await seal(contentOf(events, forged))), hub.deps);
      expect(outcome).toEqual({
        ok: false,
        problem: 'does not come from the account and device it names. Nothing was taken in',
      });
    }
    expect(await reviewCount()).toBe(0);
  });

  it('refuses what was altered, cut short, sealed for another hub, or is something else', async () => {
    const events = reviewDesk(rosa, await rosa.assignment('QST-1')).whole();
    const sealed = await seal(contentOf(events));
    const bytes = Buffer.from(sealed.ciphertext, 'base64url');
    bytes[10] = (bytes[10] ?? 0) ^ 1;
    const other = await startTestHub({ program: null });
    const foreign = await seal(contentOf(events), other);
    await other.close();
    const cases: [unknown, string][] = [
      [{ ...sealed, ciphertext: bytes.toString('base64url') }, 'cannot be opened'],
      [{ ...sealed, ciphertext: sealed.ciphertext.slice(0, -40) }, 'cannot be opened'],
      [{ ...sealed, nonce: 'AAAA' }, 'cannot be opened'],
      [{ ...sealed, ephemeralKey: Buffer.alloc(32).toString('base64url') }, 'cannot be opened'],
      [foreign, 'is sealed for another hub'],
      [{ ...foreign, hubId: sealed.hubId }, 'cannot be opened'],
      [{ ...sealed, format: 'assay-sealed-work/2' }, 'is not a sealed export'],
      ['<html>', 'is not a sealed export'],
    ];
    for (const [value, reason] of cases) {
      const outcome = await importSealed(await write(value), hub.deps);
      expect(outcome.ok).toBe(false);
      expect(sealedLines('work', outcome)[0]).toContain(reason);
    }
    expect(sealedLines('x', await importSealed(join(folder, 'gone'), hub.deps))).toEqual([
      'error: x cannot be read',
    ]);
    expect(await reviewCount()).toBe(0);
  });
});
