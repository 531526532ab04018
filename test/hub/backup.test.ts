import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupToFolder } from '../../hub/backup/backup-to-folder.ts';
import { beginBackup, finishRecordedBackup, startNewEpoch } from '../../hub/backup/record-backup.ts';
import type { HubDeps } from '../../hub/context/deps.ts';
import { findDevice } from '../../hub/database/tables/devices.ts';
import { eraseSubmission } from '../../hub/services/erase-submission.ts';
import { onBothDatabases } from '../helpers/hub/on-both-databases.ts';
import { removeScratchFolders, scratchFolder } from '../helpers/hub/program-copy.ts';
import { reviewDesk } from '../helpers/hub/review-work.ts';
import { openForTest, startTestHub, type TestHub } from '../helpers/hub/start-test-hub.ts';
import type { TestDevice } from '../helpers/hub/test-device.ts';

removeScratchFolders();

const durableOf = async (device: TestDevice): Promise<number> => (await device.pull()).last.durableSeq;

const pushTwo = async (device: TestDevice, code = 'QST-1'): Promise<void> => {
  const desk = reviewDesk(device, await device.assignment(code));
  const opened = desk.opened();
  const edit = desk.edit({ op: 'feedback.set', criterionId: null, field: 'gap', text: 'More.' });
  const results = await device.push([opened, edit]);
  expect(results.map(({ result }) => result)).toEqual(['accepted', 'accepted']);
};

onBothDatabases('the record of a backup', (startHub) => {
  it('counts only once it is finished, and only what was there when it began', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    await pushTwo(rosa);
    expect(await durableOf(rosa)).toBe(0);
    const id = await beginBackup(hub.deps);
    await pushTwo(rosa, 'QST-2');
    const later = await hub.signIn('rosa.lind');
    await pushTwo(later);
    expect(await durableOf(rosa)).toBe(0);
    hub.clock.advance(1000);
    const finishedAt = await finishRecordedBackup(hub.deps, id);
    expect(finishedAt).toBe(new Date(hub.clock.now()).toISOString());
    expect([await durableOf(rosa), await durableOf(later)]).toEqual([2, 0]);
    hub.clock.advance(1000);
    expect(await finishRecordedBackup(hub.deps, id)).toBe(finishedAt);
    expect((await rosa.pull()).last.deviceSeq).toBe(4);
    const response = await rosa.request('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{}] }),
    });
    expect((await response.json()).durableSeq).toBe(2);
  });

  it('never goes back: an older backup that is finished later takes nothing away', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const early = await beginBackup(hub.deps);
    await pushTwo(rosa);
    const late = await beginBackup(hub.deps);
    await finishRecordedBackup(hub.deps, late);
    await finishRecordedBackup(hub.deps, early);
    expect(await durableOf(rosa)).toBe(2);
    expect(await finishRecordedBackup(hub.deps, 'no such backup')).toBeNull();
  });

  it('holds nothing from the number on that a device sends again: its verdict may be another than in the copy', async () => {
    const hub = await startHub();
    const rosa = await hub.signIn('rosa.lind');
    const desk = reviewDesk(rosa, await rosa.assignment('QST-1'));
    const sent = [0, 1, 2].map(() =>
      desk.edit({ op: 'feedback.set', criterionId: null, field: 'gap', text: 'More.' }),
    );
    await rosa.push(sent);
    await finishRecordedBackup(hub.deps, await beginBackup(hub.deps));
    expect(await durableOf(rosa)).toBe(3);
    const begun = await beginBackup(hub.deps);
    await rosa.push(sent.slice(1, 2));
    expect(await durableOf(rosa)).toBe(1);
    await finishRecordedBackup(hub.deps, begun);
    expect(await durableOf(rosa)).toBe(1);
    await finishRecordedBackup(hub.deps, await beginBackup(hub.deps));
    expect(await durableOf(rosa)).toBe(3);
  });

  it('a restored hub says that its history is another one', async () => {
    const hub = await startHub();
    const before = hub.deps.identity.feedEpoch;
    await startNewEpoch(hub.deps);
    const row = await hub.deps.database.kysely
      .selectFrom('hub_settings')
      .select('value')
      .where('name', '=', 'feed-epoch')
      .executeTakeFirstOrThrow();
    expect(row.value).not.toBe(before);
  });
});

describe('a backup folder', () => {
  const withHub = async (work: (hub: TestHub) => Promise<void>): Promise<void> => {
    const hub = await startTestHub();
    try {
      await work(hub);
    } finally {
      await hub.close();
    }
  };
  const filesUnder = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((one) => one.isFile())
      .map(({ name }) => name)
      .sort();
  const namesOf = (deps: HubDeps) =>
    deps.database.kysely.selectFrom('evidence_files').select('sha256').orderBy('sha256').execute();

  it('is a whole hub with a history of its own, made while the hub serves', async () => {
    await withHub(async (hub) => {
      const rosa = await hub.signIn('rosa.lind');
      await pushTwo(rosa);
      const to = join(await scratchFolder(), 'monday');
      const report = await backupToFolder(hub.deps, { dataDir: hub.dataDir, to, evidence: true });
      expect(await durableOf(rosa)).toBe(2);
      const names = (await namesOf(hub.deps)).map(({ sha256 }) => sha256);
      expect(report).toMatchObject({ folder: to, evidenceFiles: names.length });
      expect(await filesUnder(to)).toEqual([...names, 'hub.key', 'hub.sqlite'].sort());
      expect((await stat(join(to, 'hub.key'))).mode & 0o777).toBe(0o600);

      const copy = await openForTest(to, undefined, hub.clock, []);
      expect(copy.identity.hubId).toBe(hub.deps.identity.hubId);
      expect(copy.identity.feedEpoch).not.toBe(hub.deps.identity.feedEpoch);
      expect(copy.keys.cursorKey.equals(hub.deps.keys.cursorKey)).toBe(true);
      const device = await copy.database.read((db) => findDevice(db, rosa.session.account.id, rosa.deviceId));
      expect(device).toMatchObject({ lastSeq: 2, durableSeq: 0 });
      await copy.database.close();
    });
  });

  it('without evidence holds key and database alone', async () => {
    await withHub(async (hub) => {
      const to = join(await scratchFolder(), 'lean');
      await mkdir(to);
      await backupToFolder(hub.deps, { dataDir: hub.dataDir, to, evidence: false });
      expect(await filesUnder(to)).toEqual(['hub.key', 'hub.sqlite']);
    });
  });

  it('that could not be finished is not there, and is not recorded', async () => {
    await withHub(async (hub) => {
      const rosa = await hub.signIn('rosa.lind');
      await pushTwo(rosa);
      const parent = await scratchFolder();
      const to = join(parent, 'broken');
      const [first] = await namesOf(hub.deps);
      const sha256 = first?.sha256 ?? '';
      const path = join(hub.dataDir, 'evidence', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
      const bytes = await readFile(path);
      const altered = Buffer.from(bytes);
      altered[0] = (altered[0] ?? 0) ^ 1;
      await writeFile(path, altered);
      const options = { dataDir: hub.dataDir, to, evidence: true };
      await expect(backupToFolder(hub.deps, options)).rejects.toThrow('it is damaged. There is no backup.');
      expect(await readdir(parent)).toEqual([]);
      expect(await durableOf(rosa)).toBe(0);
      await writeFile(path, bytes);

      // The disk says no to the very last step: the copy is there, and nobody may rely on it.
      const refusing: HubDeps = {
        ...hub.deps,
        clock: {
          now: () => {
            if (hub.deps.clock.now() > 0 && calls++ > 0) throw new Error('killed');
            return hub.deps.clock.now();
          },
        },
      };
      let calls = 0;
      await expect(backupToFolder(refusing, options)).rejects.toThrow('killed');
      expect(await durableOf(rosa)).toBe(0);
      await expect(backupToFolder(hub.deps, options)).rejects.toThrow('is not empty');
    });
  });

  it('leaves out what was erased while it was made', async () => {
    await withHub(async (hub) => {
      const to = join(await scratchFolder(), 'meanwhile');
      const copyTo: HubDeps['database']['copyTo'] = async (path) => {
        await hub.deps.database.copyTo(path);
        const order = { submissionId: 'sub-QST-1', by: '', disclosures: 'keep' as const };
        expect((await eraseSubmission(hub.deps, order)).ok).toBe(true);
      };
      const deps = { ...hub.deps, database: { ...hub.deps.database, copyTo } };
      await backupToFolder(deps, { dataDir: hub.dataDir, to, evidence: true });
      const left = (await namesOf(hub.deps)).map(({ sha256 }) => sha256);
      expect(await filesUnder(to)).toEqual([...left, 'hub.key', 'hub.sqlite'].sort());
    });
  });
});
