import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finishRestore } from '../../../main/database/finish-restore.ts';
import { makeBackup } from '../../../main/database/make-backup.ts';
import { lockProfile } from '../../../main/database/profile-lock.ts';
import { nodeFileSystem } from '../../../main/keys/durable-file.ts';
import { openLeadDesk } from '../../helpers/lead-desk.ts';
import { type ProgramHub, programPassword, startProgramHub } from '../../helpers/program-hub.ts';
import { startTestWorkbench, type TestWorkbench, tryTestWorkbench } from '../../helpers/workbench.ts';
import { allHere, itemOf, score } from '../../helpers/workbench-steps.ts';
import { accountIn, assay, connectAs, copyProfile, keysOf, passphrase } from './a-profile.ts';

const day = '2026-03-02';

let root: string;
let profile: string;
let codeFile: string;
let code: string;
let hub: ProgramHub;
let bench: TestWorkbench;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-restore-'));
  profile = join(root, 'profile');
  codeFile = join(root, 'code');
  hub = await startProgramHub({ folder: join(root, 'hub') });
  bench = await startTestWorkbench({ profile });
  code = await connectAs(bench, hub.url, 'rosa.lind');
  await writeFile(codeFile, code);
  await bench.call('sync.now', {});
  await allHere(bench);
});

afterEach(async () => {
  await bench.close();
  await hub.stop();
  await rm(root, { recursive: true, force: true });
});

const backUp = async () => {
  const { databaseKey } = await keysOf(profile, code);
  const made = await makeBackup(nodeFileSystem, { folder: await accountIn(profile), key: databaseKey, day });
  if (!made.ok) throw new Error(made.problem.code);
};

const database = async () => join(await accountIn(profile), 'workspace.db');

/** Overwrites the middle of the database, as a failing disk does. */
const damage = async () => {
  const file = await database();
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0xaa, 4096, bytes.length - 4096));
};

const restore = (...more: string[]) =>
  assay('restore', profile, '--from', day, '--recovery-code-file', codeFile, ...more);

const startAgain = async () => {
  bench = await startTestWorkbench({ profile });
  await bench.call('vault.unlock', { with: 'recovery-code', recoveryCode: code });
  await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
};

/** Syncs until the hub has answered everything; a problem on the way is thrown. */
const syncAll = async () => {
  const { changes } = await bench.call('sync.now', {});
  return changes;
};

const rationaleOf = async (submission: string) => {
  const { assignmentId } = await itemOf(bench, submission);
  const { content } = await bench.call('review.open', { assignmentId });
  return content.criteria.map(({ rationale }) => rationale);
};

const verified = async () => {
  const { code: exit, out } = await assay('verify', profile, '--recovery-code-file', codeFile, '--json');
  const { findings } = JSON.parse(out) as { findings: { level: string; code: string }[] };
  return { exit, faults: findings.filter(({ level }) => level === 'fault').map((finding) => finding.code) };
};

describe('a workspace restored from yesterday', () => {
  it('has its reviews and unsent work, and the hub takes all of it, and what comes after', async () => {
    const first = (await itemOf(bench, 'QST-1')).assignmentId;
    await score(bench, first, 'Sent before the backup.');
    await syncAll();
    const { deviceId } = await bench.call('device.get', {});
    await hub.stop();
    await score(bench, (await itemOf(bench, 'QST-2')).assignmentId, 'Unsent in the backup.');
    await backUp();
    await score(bench, first, 'Written after the backup, and sent.');
    hub = await startProgramHub({ folder: join(root, 'hub'), port: Number(new URL(hub.url).port) });
    expect(await syncAll()).toMatchObject({ waiting: 0, blocked: 0 });
    await bench.close();

    await damage();
    const broken = await tryTestWorkbench({ profile, ports: { passphrase } });
    expect(broken).toMatchObject({
      ok: false,
      problem: { code: 'database-damaged-restorable', params: { day, profile } },
    });
    const restored = await restore('--json');
    expect(restored).toMatchObject({ code: 0, error: '' });
    const report = JSON.parse(restored.out) as { unsent: number; dark: number; setAside: string };
    expect(report.unsent).toBeGreaterThan(0);
    expect(report.dark).toBe(0);
    expect(existsSync(join(report.setAside, 'workspace.db'))).toBe(true);
    expect(await verified()).toEqual({ exit: 0, faults: [] });

    await startAgain();
    // Here at once, before the hub has said anything.
    expect(new Set(await rationaleOf('QST-2'))).toEqual(new Set(['Unsent in the backup.']));
    const changes = await syncAll();
    expect(changes).toMatchObject({ waiting: 0, blocked: 0 });
    expect(changes.acknowledged).toBe(changes.total);
    expect((await bench.call('device.get', {})).deviceId).not.toBe(deviceId);
    // What the hub had received after the backup is back too.
    expect(new Set(await rationaleOf('QST-1'))).toEqual(new Set(['Written after the backup, and sent.']));

    await score(bench, first, 'Written after the restore.');
    const { content } = await bench.call('review.submit', { assignmentId: first });
    expect(await syncAll()).toMatchObject({ waiting: 0, blocked: 0 });
    const lead = await openLeadDesk(hub.url);
    const reviews = await lead.reviews();
    expect(reviews).toMatchObject([{ submissionCode: 'QST-1', content, counted: true }]);
  });

  it('keeps dark what was erased since, and the hub goes on taking its work', async () => {
    const gone = (await itemOf(bench, 'QST-2')).assignmentId;
    await score(bench, gone, 'Of a submission that will be removed.');
    const stays = (await itemOf(bench, 'QST-1')).assignmentId;
    await score(bench, stays, 'Of one that stays.');
    await syncAll();
    await backUp();
    await bench.call('review.recuse', {
      assignmentId: gone,
      reason: 'taught-with',
      note: 'We shared a class.',
    });
    await syncAll();
    await bench.close();
    await rm(await database());
    // No empty one is made in its place, which would push the backups out within a week.
    expect(await tryTestWorkbench({ profile, ports: { passphrase } })).toMatchObject({
      ok: false,
      problem: { code: 'database-lost', params: { day } },
    });

    const restored = await restore('--json');
    expect(restored.code).toBe(0);
    expect(JSON.parse(restored.out)).toMatchObject({ dark: 1, withdrawn: 0 });
    await startAgain();
    const open = await bench.refused('review.open', { assignmentId: gone });
    expect(['submission-erased', 'assignment-closed', 'not-found', 'submission-not-here']).toContain(
      open.code,
    );
    expect(await syncAll()).toMatchObject({ waiting: 0, blocked: 0 });
    await score(bench, stays, 'And more of it.');
    expect(await syncAll()).toMatchObject({ waiting: 0, blocked: 0 });
    await bench.close();
    expect(await verified()).toEqual({ exit: 0, faults: [] });
    bench = await startTestWorkbench({ profile });
  });

  it('takes no sealed export before the hub knows the new device', async () => {
    await score(bench, (await itemOf(bench, 'QST-1')).assignmentId);
    await backUp();
    await bench.close();
    expect((await restore()).code).toBe(0);
    bench = await startTestWorkbench({ profile });
    await bench.call('vault.unlock', { with: 'recovery-code', recoveryCode: code });
    expect(await bench.refused('work.exportSealed', {})).toMatchObject({ code: 'restored-sign-in' });
    await bench.call('session.signIn', { account: 'rosa.lind', password: programPassword });
  });
});

describe('a restore', () => {
  beforeEach(async () => {
    await score(bench, (await itemOf(bench, 'QST-1')).assignmentId);
    await backUp();
    await bench.close();
  });

  it('lists the backups there are', async () => {
    const { code: exit, out } = await assay('restore', profile, '--list');
    expect(exit).toBe(0);
    expect(out).toMatch(new RegExp(`^${day} .* MB .*workspace-${day}\\.db$`));
  });

  it('says in words what it did and what to do next', async () => {
    const { out } = await restore();
    expect(out).toMatch(/backup of 2026-03-02 is in place/);
    expect(out).toMatch(/kept in .*set-aside/);
    expect(out).toMatch(/sign in/);
  });

  it('takes a copy of a backup that was kept elsewhere', async () => {
    const elsewhere = join(root, 'usb-stick.db');
    cpSync(join(await accountIn(profile), 'backups', `workspace-${day}.db`), elsewhere);
    await rm(join(await accountIn(profile), 'backups'), { recursive: true });
    const { code: exit } = await assay(
      'restore',
      profile,
      '--from',
      elsewhere,
      '--recovery-code-file',
      codeFile,
    );
    expect(exit).toBe(0);
    expect(await verified()).toEqual({ exit: 0, faults: [] });
  });

  it.each([
    ['while Assay runs', 'in use', /already open/],
    ['from a damaged backup', 'damaged', /of no use/],
    ['from a day there is none of', 'no such day', /no backup 2025-01-01/],
    [
      'without the keyring, which would leave everything unreadable',
      'no keyring',
      /evidence keys is missing/,
    ],
  ])('is refused %s, and changes nothing', async (_name, kind, words) => {
    const lock = kind === 'in use' ? lockProfile(profile) : null;
    const file = join(await accountIn(profile), 'backups', `workspace-${day}.db`);
    if (kind === 'damaged') await writeFile(file, (await readFile(file)).fill(1, 5000, 9000));
    if (kind === 'no keyring') await rm(join(await accountIn(profile), 'keyring.json'));
    const before = await readFile(await database());
    const from = kind === 'no such day' ? '2025-01-01' : day;
    const { code: exit, error } = await assay(
      'restore',
      profile,
      '--from',
      from,
      '--recovery-code-file',
      codeFile,
    );
    if (lock?.ok) lock.value.release();
    expect(exit).toBe(1);
    expect(error).toMatch(words);
    expect(await readFile(await database())).toEqual(before);
    const names = await readdir(await accountIn(profile));
    expect(names.filter((name) => /restor|set-aside/.test(name))).toEqual([]);
  });

  it('that was interrupted before the last step is finished when the workspace opens: never half, never the old log', async () => {
    const other = await copyProfile(profile, join(root, 'other'));
    await restore();
    const restored = await readFile(await database());
    // The other copy stands as after a kill between "ready" and "in place", with a log of the old database beside it.
    const folder = await accountIn(other);
    await writeFile(join(folder, 'workspace.db.restored'), restored);
    await writeFile(join(folder, 'workspace.db-wal'), Buffer.alloc(4096, 7));
    const stopped = await stopAtRename(folder);
    expect(stopped).toBe(true);
    expect(await finishRestore(nodeFileSystem, folder)).toMatchObject({ ok: true });
    expect(await readFile(join(folder, 'workspace.db'))).toEqual(restored);
    const names = (await readdir(folder)).filter((name) => name.startsWith('workspace.db'));
    expect(names).toEqual(['workspace.db']);
    expect((await stat(join(folder, 'workspace.db'))).size).toBe(restored.length);
  });

  /** A first try that dies at the rename. */
  const stopAtRename = async (folder: string): Promise<boolean> => {
    const failing = {
      ...nodeFileSystem,
      rename: async (from: string) => {
        throw Object.assign(new Error('killed'), { code: 'EIO', from: basename(from) });
      },
    };
    const tried = await finishRestore(failing, folder);
    return !tried.ok && existsSync(join(folder, 'workspace.db.restored'));
  };
});
