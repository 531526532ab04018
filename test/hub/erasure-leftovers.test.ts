import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFolder } from '../../hub/import/import-folder.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { blobsOf, dump, eraseNow, reviewed, secret } from '../helpers/hub/erasure.ts';
import { fixtureProgram, openForTest, startTestHub } from '../helpers/hub/start-test-hub.ts';

describe('what an erasure leaves on the disk', () => {
  it('SQLite: no byte of it in any file of the hub', async () => {
    const hub = await startTestHub();
    try {
      const bytes = async () => {
        const names = await readdir(hub.dataDir, { recursive: true, withFileTypes: true });
        const files = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
        return Buffer.concat(await Promise.all(files.map((path) => readFile(path))));
      };
      // The first erasure also writes the file anew; the second one relies on what is deleted being overwritten.
      for (const code of ['QST-1', 'QST-2']) {
        const { work } = await reviewed(hub, 'rosa.lind', code);
        const traces = [secret, work.submission.context, work.submission.earnerCode];
        const held = await bytes();
        for (const trace of traces) expect(held.includes(trace)).toBe(true);
        await eraseNow(hub, work.submission.id);
        const left = await bytes();
        for (const trace of traces) expect([trace, left.includes(trace)]).toEqual([trace, false]);
      }
    } finally {
      await hub.close();
    }
  });

  it('goes on where a hub died between the commit and removing the bytes', async () => {
    const hub = await startTestHub();
    try {
      const kept = new Set(await blobsOf(hub));
      const dying = {
        ...hub.deps,
        blobs: { ...hub.deps.blobs, remove: () => Promise.reject(new Error('killed')) },
      };
      const order = { submissionId: 'sub-QST-1', by: '', disclosures: 'keep' as const };
      await expect(eraseSubmission(dying, order)).rejects.toThrow('killed');
      expect(new Set(await blobsOf(hub))).toEqual(kept);
      const again = await openForTest(hub.dataDir, undefined, hub.clock, hub.logs);
      const named = await again.database.kysely.selectFrom('evidence_files').select('sha256').execute();
      await again.database.close();
      expect(new Set(await blobsOf(hub))).toEqual(new Set(named.map(({ sha256 }) => sha256)));
      expect(named.length).toBeLessThan(kept.size);
    } finally {
      await hub.close();
    }
  });
});

describe('an erased attempt that another follows', () => {
  it('is no longer told beside the later one, and what was said of it is gone', async () => {
    const hub = await startTestHub();
    try {
      const { kysely } = hub.deps.database;
      const rows = await kysely.selectFrom('submissions').select('state').execute();
      const later = rows
        .map(({ state }) => JSON.parse(state))
        .find((one) => one.previousSubmissionId !== null);
      expect(later.priorFeedback).not.toBeNull();
      const feedback: string =
        later.priorFeedback.overall.strength || later.priorFeedback.criteria[0].strength;
      const { account } = await kysely
        .selectFrom('assignments')
        .innerJoin('accounts', 'accounts.id', 'assignments.reviewer_id')
        .select('accounts.account')
        .where('submission_id', '=', later.id)
        .executeTakeFirstOrThrow();
      const device = await hub.signIn(account);
      expect((await device.assignment(later.code)).submission.priorFeedback).not.toBeNull();
      const before = await device.pull();
      await eraseNow(hub, later.previousSubmissionId);
      const news = await device.pull({ cursor: before.last.cursor });
      expect(news.live.get(`submission:${later.id}`)).toMatchObject({
        state: { previousSubmissionId: null, priorFeedback: null },
      });
      const fresh = await (await hub.signIn(account)).pull();
      expect(JSON.stringify(fresh.changes)).not.toContain(feedback);
      expect(await dump(hub)).not.toContain(feedback);
      expect([...fresh.live.values()].some((one) => one.id === later.previousSubmissionId)).toBe(false);
      const imported = await importFolder(fixtureProgram, hub.deps);
      expect(imported).toMatchObject({ ok: true, report: { submissions: { changed: 0, added: 0 } } });
      expect(await dump(hub)).not.toContain(feedback);
    } finally {
      await hub.close();
    }
  });
});
