import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockProfile } from '../../../main/database/profile-lock.ts';
import { everyFile, type FileRow } from '../../../main/database/tables/whole-workspace.ts';
import { createContainer, sealChunk } from '../../../main/evidence/container.ts';
import { createVaultNames } from '../../../main/evidence/vault-names.ts';
import { openKeyring } from '../../../main/keys/keyring.ts';
import {
  accountIn,
  assay,
  copyProfile,
  filesUnder,
  keysOf,
  makeProfile,
  meddle,
  passphrase,
} from './a-profile.ts';

/*
 * One profile with evidence, reviews and unsent work. Each test copies it, does one thing to the copy that never should
 * happen, and sees `assay verify` name that thing. One long file, because that profile takes seconds to make.
 */
let root: string;
let sound: string;
let code: string;
let codeFile: string;
let profile: string;
let copies = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-verify-'));
  sound = join(root, 'sound');
  code = await makeProfile(sound, join(root, 'hub'));
  codeFile = join(root, 'code');
  await writeFile(codeFile, `${code}\n`);
});

afterAll(() => rm(root, { recursive: true, force: true }));

beforeEach(async () => {
  copies += 1;
  profile = await copyProfile(sound, join(root, `copy-${copies}`));
});

type Report = {
  readonly sound: boolean | null;
  readonly checked: Readonly<Record<string, number>>;
  readonly findings: readonly {
    readonly level: string;
    readonly code: string;
    readonly place: string;
    readonly sentence: string;
    readonly params?: Readonly<Record<string, unknown>>;
  }[];
};

const verify = async () => {
  const { code: exit, out } = await assay('verify', profile, '--recovery-code-file', codeFile, '--json');
  return { exit, report: JSON.parse(out) as Report };
};

/** Verifies, and gives the codes of the faults. */
const faults = async (): Promise<string[]> => {
  const { exit, report } = await verify();
  const found = report.findings.filter(({ level }) => level === 'fault').map((finding) => finding.code);
  expect(exit).toBe(found.length > 0 ? 1 : 0);
  expect(report.sound).toBe(found.length === 0);
  return found;
};

const evidence = async (): Promise<string> => {
  const files = (await filesUnder(join(await accountIn(profile), 'evidence'))).filter((file) =>
    file.endsWith('.mcev'),
  );
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
  const [largest] = sized.sort((a, b) => b.size - a.size);
  if (largest === undefined) throw new Error('no evidence');
  return largest.file;
};

const flip = async (file: string, at: number): Promise<void> => {
  const bytes = await readFile(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await writeFile(file, bytes);
};

describe('assay verify on a sound profile', () => {
  it('finds nothing, says how much it looked at, and what is still to be sent', async () => {
    const { exit, report } = await verify();
    expect(report.findings.filter(({ level }) => level === 'fault')).toEqual([]);
    expect(exit).toBe(0);
    expect(report.sound).toBe(true);
    expect(report.checked).toMatchObject({ workspaces: 1 });
    for (const what of ['events', 'registers', 'keys', 'files', 'bytes']) {
      expect(report.checked[what], what).toBeGreaterThan(0);
    }
    expect(report.findings.map((finding) => finding.code)).toContain('changes-unsent');
  });

  it('says the same in words, with the passphrase', async () => {
    const file = join(root, 'passphrase');
    await writeFile(file, `${passphrase}\n`);
    const { code: exit, out } = await assay('verify', profile, '--passphrase-file', file);
    expect(exit).toBe(0);
    expect(out).toMatch(/changes have not reached the hub yet/);
    expect(out).toMatch(/Everything is as it was written/);
  });

  it('changes nothing in the folder, not even a time', async () => {
    const before = await shape();
    await verify();
    expect(await shape()).toEqual(before);
  });

  it('holds the profile meanwhile without taking it from another check', async () => {
    const [one, two] = await Promise.all([verify(), verify()]);
    expect([one.exit, two.exit]).toEqual([0, 0]);
  });

  const shape = async () =>
    Promise.all(
      (await filesUnder(profile)).map(async (file) => {
        const { mtimeMs, size } = await stat(file);
        return [
          file,
          mtimeMs,
          size,
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        ];
      }),
    );
});

describe('what cannot be checked', () => {
  it('is a profile in use', async () => {
    const lock = lockProfile(profile);
    if (!lock.ok) throw new Error(lock.problem.code);
    const { code: exit, out } = await assay('verify', profile, '--recovery-code-file', codeFile, '--json');
    lock.value.release();
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ sound: null, problem: { code: 'workspace-in-use' } });
  });

  it('is a folder that is no profile', async () => {
    const { code: exit, error } = await assay('verify', join(root, 'nowhere'));
    expect(exit).toBe(2);
    expect(error).toMatch(/no Assay profile in .*nowhere/);
  });

  it('is a profile whose secret was not given, and it says which would do', async () => {
    const { code: exit, error } = await assay('verify', profile);
    expect(exit).toBe(2);
    expect(error).toMatch(/--passphrase-file FILE or --recovery-code-file FILE/);
  });

  it('is a profile whose passphrase is another', async () => {
    const file = join(root, 'wrong');
    await writeFile(file, 'not the passphrase');
    const { code: exit, error } = await assay('verify', profile, '--passphrase-file', file);
    expect(exit).toBe(2);
    expect(error).toMatch(/not the passphrase of this workspace/);
  });

  it('is a command line without a folder', async () => {
    expect((await assay('verify')).code).toBe(2);
  });
});

describe('what is wrong with evidence', () => {
  it('is a bit flipped in a block', async () => {
    const file = await evidence();
    await flip(file, 128 + 40);
    const { report } = await verify();
    const [finding] = report.findings.filter(({ level }) => level === 'fault');
    expect(finding).toMatchObject({ code: 'evidence-chunks', params: { bad: 1, first: 0 } });
    expect(join(profile, finding?.place ?? '')).toBe(file);
    expect(finding?.sentence).toMatch(/(QST|FBK)-\d.*download/);
  });

  it('is a bit flipped in the last tag', async () => {
    await flip(await evidence(), -1);
    expect(await faults()).toEqual(['evidence-chunks']);
  });

  it('is a file cut short by one byte', async () => {
    const file = await evidence();
    await truncate(file, (await stat(file)).size - 1);
    expect(await faults()).toEqual(['evidence-size']);
  });

  it('is a file with a byte more', async () => {
    await appendFile(await evidence(), Buffer.alloc(1));
    expect(await faults()).toEqual(['evidence-size']);
  });

  it('is a file cut short within its header', async () => {
    await truncate(await evidence(), 100);
    expect(await faults()).toEqual(['evidence-header']);
  });

  it('is another length in the header', async () => {
    await flip(await evidence(), 23);
    expect(await faults()).toEqual(['evidence-header']);
  });

  it('is a file that went', async () => {
    await rm(await evidence());
    expect(await faults()).toEqual(['evidence-missing']);
  });

  it('is an authentic file with another content in its place', async () => {
    const file = await evidence();
    const { size, submissionId } = await fileRow(file);
    await replace(file, submissionId, Buffer.alloc(size, 7));
    expect(await faults()).toEqual(['evidence-sha256']);
  });

  it('is an authentic file of another length in its place', async () => {
    const file = await evidence();
    const { size, submissionId } = await fileRow(file);
    await replace(file, submissionId, Buffer.alloc(size + 5, 7));
    expect(await faults()).toEqual(['evidence-length']);
  });

  it('is a file that nobody knows, in the vault and beside the database', async () => {
    await writeFile(join(await accountIn(profile), 'evidence', 'stray.mcev'), 'stray');
    await writeFile(join(await accountIn(profile), 'notes.txt'), 'stray');
    expect((await faults()).sort()).toEqual(['evidence-unknown', 'file-unknown']);
  });

  it('is not a download that has not ended', async () => {
    const file = await evidence();
    const bytes = await readFile(file);
    await rm(file);
    await writeFile(`${file}.part`, bytes);
    const { sha256 } = await fileRow(file);
    await meddle(profile, code, (db) =>
      db.exec(`UPDATE device_downloads SET state = 'downloading' WHERE sha256 = '${sha256}'`),
    );
    const { exit, report } = await verify();
    expect(exit).toBe(0);
    expect(report.findings.map((finding) => finding.code)).toContain('unfinished-download');
  });

  it('is not a file that was taken off to make room, which is not to come either', async () => {
    const file = await evidence();
    await rm(file);
    const { sha256 } = await fileRow(file);
    await meddle(profile, code, (db) =>
      db.exec(
        `UPDATE device_downloads SET state = 'waiting', bytes_here = 0, evicted_at = 1 WHERE sha256 = '${sha256}'`,
      ),
    );
    const { exit, report } = await verify();
    expect(exit).toBe(0);
    const counted = report.findings.filter(({ code: found }) => found.startsWith('evidence-'));
    expect(counted).toMatchObject([{ code: 'evidence-away', params: { count: 1 } }]);
  });

  /** Which row of the workspace a stored file belongs to. */
  const fileRow = async (file: string): Promise<FileRow> => {
    const { nameKey } = await keysOf(profile, code);
    const names = createVaultNames(join(await accountIn(profile), 'evidence'), nameKey);
    let rows: FileRow[] = [];
    await meddle(profile, code, (db) => {
      rows = everyFile(db);
    });
    const row = rows.find(({ submissionId, sha256 }) => names.storedPath(submissionId, sha256) === file);
    if (row === undefined) throw new Error('nobody knows this file');
    return row;
  };

  const replace = async (file: string, submissionId: string, content: Uint8Array): Promise<void> => {
    const folder = await accountIn(profile);
    const { ringKey } = await keysOf(profile, code);
    const random = (size: number) => new Uint8Array(size).fill(9);
    const ring = await openKeyring({ profile: folder, ringKey, random });
    const key = ring.ok ? ring.value.keyFor(submissionId) : undefined;
    if (key === undefined) throw new Error('no key');
    const { header, container } = createContainer(content.length, key, random(32));
    if (container.chunkCount !== 1) throw new Error('one block is enough here');
    await writeFile(file, Buffer.concat([header, sealChunk(container, 0, content, random(12))]));
  };
});

const withoutTriggers = `DROP TRIGGER events_never_change; DROP TRIGGER events_never_go; PRAGMA foreign_keys=OFF;`;

/** As a person would who wants to hide it: the triggers are put back. */
const meddleWithLog = (sql: string) =>
  meddle(profile, code, (db) => {
    const triggers = db
      .prepare<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE name LIKE 'events_never%'")
      .all();
    db.exec(withoutTriggers);
    db.exec(sql);
    for (const trigger of triggers) db.exec(trigger.sql);
  });

describe('what is wrong with the log and the reviews', () => {
  it('is a change deleted from the middle, with its outbox row', async () => {
    await meddleWithLog('DELETE FROM outbox WHERE device_seq = 3; DELETE FROM events WHERE device_seq = 3');
    const { report } = await verify();
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'events-missing', params: { from: 3, to: 3 } }),
    );
  });

  it('is the newest changes deleted', async () => {
    await meddleWithLog(`DELETE FROM outbox WHERE device_seq > 8; DELETE FROM events WHERE device_seq > 8`);
    expect(await faults()).toContain('events-missing');
  });

  it('is a change whose hash was altered: it alone is named', async () => {
    await meddleWithLog(`UPDATE events SET payload_hash = '${'0'.repeat(64)}' WHERE device_seq = 4`);
    const { report } = await verify();
    const named = report.findings.filter((finding) => finding.code === 'event-altered');
    expect(named.map(({ params }) => params?.number)).toEqual([4]);
  });

  it('is a change whose content was exchanged for that of another', async () => {
    await meddleWithLog(
      'UPDATE events SET sealed_payload = (SELECT sealed_payload FROM events WHERE device_seq = 5) WHERE device_seq = 6',
    );
    expect(await faults()).toContain('event-unreadable');
  });

  it('is a trigger that was dropped', async () => {
    await meddle(profile, code, (db) => db.exec('DROP TRIGGER events_never_go'));
    const { report } = await verify();
    const [finding] = report.findings.filter(({ level }) => level === 'fault');
    expect(finding).toMatchObject({ code: 'schema-changed', params: { object: 'trigger events_never_go' } });
  });

  it('is a score in the review that the log does not have', async () => {
    await meddle(profile, code, (db) =>
      db.exec(`UPDATE review_registers SET stamp = '000000000000001-00000-' || substr(stamp, 23)
        WHERE (assignment_id, key) = (SELECT assignment_id, MIN(key) FROM review_registers)`),
    );
    expect((await faults()).sort()).toEqual(['register-differs', 'register-missing']);
  });

  it('is a field that was put back to an earlier state', async () => {
    await meddle(profile, code, (db) => db.exec("DELETE FROM review_registers WHERE key LIKE 'rationale:%'"));
    expect(new Set(await faults())).toEqual(new Set(['register-missing']));
  });

  it('is an outbox that does not count what is in it', async () => {
    await meddle(profile, code, (db) =>
      db.exec("UPDATE outbox_counts SET n = n + 1 WHERE state = 'pending'"),
    );
    expect(await faults()).toEqual(['outbox-miscounted']);
  });
});

describe('what is wrong with keys and database', () => {
  it('is a key that is missing from the ring', async () => {
    const folder = await accountIn(profile);
    const { ringKey } = await keysOf(profile, code);
    const ring = await openKeyring({ profile: folder, ringKey, random: (size) => new Uint8Array(size) });
    if (!ring.ok) throw new Error(ring.problem.code);
    const submission = ring.value.submissionIds().find((id) => !id.startsWith('hand-over:'));
    await ring.value.destroyKey(submission ?? '');
    const found = await faults();
    expect(found).toContain('submission-key-missing');
    expect(found).toContain('evidence-without-key');
  });

  it('is a keyring that was altered: the rest is still checked', async () => {
    const file = join(await accountIn(profile), 'keyring.json');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/"mac": "./, (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`),
    );
    const { report } = await verify();
    const codes = report.findings.map((finding) => finding.code);
    expect(codes).toEqual(
      expect.arrayContaining(['keyring-damaged', 'content-unchecked', 'evidence-unchecked']),
    );
    expect(report.checked.events).toBeGreaterThan(0);
  });

  it('is a keyring that is gone, and none is made in its place', async () => {
    const file = join(await accountIn(profile), 'keyring.json');
    await rm(file);
    expect(await faults()).toContain('keyring-missing');
    await expect(stat(file)).rejects.toThrow();
  });

  it('is a key.json that was altered or is gone', async () => {
    const file = join(profile, 'key.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"version": 1', '"version": 1 '));
    expect(await faults()).toEqual([]);
    await writeFile(file, text.replace(/"check": "./, '"check": "x'));
    expect(await faults()).toEqual(['key-file-damaged']);
    await rm(file);
    expect(await faults()).toEqual(['key-missing']);
  });

  it('is a page of the database that was overwritten', async () => {
    const file = join(await accountIn(profile), 'workspace.db');
    await flip(file, Math.floor((await stat(file)).size / 2));
    expect(await faults()).toEqual(['database-damaged']);
  });

  it('is a first page that was overwritten', async () => {
    await flip(join(await accountIn(profile), 'workspace.db'), 100);
    expect(await faults()).toEqual(['database-key-wrong']);
  });

  it('is a database that is gone', async () => {
    await rm(join(await accountIn(profile), 'workspace.db'));
    expect(await faults()).toEqual(['database-missing']);
  });

  it('is a database of a newer Assay, which is said to be that and nothing else', async () => {
    await meddle(profile, code, (db) => db.pragma('user_version = 9000'));
    expect(await faults()).toEqual(['database-newer']);
  });

  it('is a damaged backup', async () => {
    const backups = join(await accountIn(profile), 'backups');
    await mkdir(backups);
    await writeFile(join(backups, 'workspace-2026-01-02.db'), Buffer.alloc(8192, 3));
    expect(await faults()).toEqual(['backup-damaged']);
  });
});
