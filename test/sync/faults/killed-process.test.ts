import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations, schemaVersion } from '../../../main/database/migrate.ts';
import { closeDatabase, openDatabase, openEncrypted } from '../../../main/database/open.ts';
import { findChainBreak } from '../../../main/database/tables/events.ts';
import { eventsSince } from '../../../main/database/tables/events-since.ts';
import { readSettings } from '../../../main/database/tables/settings.ts';
import { openKeyring } from '../../../main/keys/keyring.ts';
import { asRootKey, deriveKeys } from '../../../main/keys/root-key.ts';
import { applyEdits } from '../../../main/services/review/apply-edits.ts';
import { openReview } from '../../../main/services/review/open-review.ts';
import { mortalFileSystem } from '../../helpers/mortal-file-system.ts';
import {
  assignmentId,
  openReviewWorkspace,
  operation,
  type ReviewWorkspace,
} from '../../helpers/review-workspace.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import {
  CHUNK,
  evidenceOf,
  manifestOf,
  partsOf,
  readBack,
  vaultWorkspace,
} from '../../main/evidence/vault-workspace.ts';
import { watchedFileSystem } from '../../main/keys/watched-file-system.ts';

/* SIGKILL in a process of its own, and disks as a kill leaves them. The random instants are test/deep’s. */

const keys = deriveKeys(asRootKey(new Uint8Array(32).fill(7)));
const databaseKey = keys.databaseKey;
const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

/** What it said before it died. */
const killed = async (folder: string, task: string, where: string): Promise<string[]> => {
  const program = join(import.meta.dirname, 'dying-process.ts');
  const child = spawn(process.execPath, [program, folder, task, where], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return said.split('\n').filter((line) => line !== '');
};

const aWorkspace = async (): Promise<string> => {
  const folder = join(tempFolder(), 'account');
  const made = await openReviewWorkspace({ folder });
  await openReview(made.deps, { assignmentId: assignmentId() });
  await made.workspace.close();
  return folder;
};

const rationaleOf = async ({ deps }: ReviewWorkspace) => {
  const opened = await openReview(deps, { assignmentId: assignmentId() });
  return opened.ok ? opened.value.content.criteria[0]?.rationale : opened.problem.code;
};

const write = (made: ReviewWorkspace, text: string) =>
  applyEdits(made.deps, {
    assignmentId: assignmentId(),
    operations: [operation({ op: 'rationale.set', criterionId: 'opening', text })],
    activeSeconds: 1,
  });

describe('kill -9 during: draft write · commit', () => {
  it.each([
    ['before-commit', 'the draft that was not committed is not there, all that was saved is'],
    ['after-commit', 'the draft is there, whole, though nobody was told'],
  ])('%s: %s', async (point) => {
    const folder = await aWorkspace();
    const said = await killed(folder, 'write', point);
    const saved = said.length;
    expect(saved).toBeGreaterThan(0);
    const made = await openReviewWorkspace({ folder });
    expect(made.workspace.cleanExit).toBe(false);
    const { db } = made.workspace;
    const there = point === 'before-commit' ? saved : saved + 1;
    expect(await rationaleOf(made)).toBe(`Words ${there}.`);
    expect(eventsSince(db, 1, 100).filter(({ type }) => type === 'review.edited')).toHaveLength(there);
    expect(findChainBreak(db)).toBeNull();
  });
});

describe('kill -9 during: each migration step', () => {
  it('leaves the version before it, and the next start goes on from there', async () => {
    const fresh = join(tempFolder(), 'workspace.db');
    const schema = (file: string) => {
      const opened = openDatabase({ file, key: databaseKey });
      if (!opened.ok) throw new Error(opened.problem.code);
      const { db } = opened.value;
      const tables = db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
      const { theme } = readSettings(db);
      closeDatabase(db);
      return { tables, theme };
    };
    const wanted = schema(fresh).tables;
    await Promise.all(
      migrations.map(async (_, version) => {
        const folder = tempFolder();
        const file = join(folder, 'workspace.db');
        await killed(folder, 'migrate', String(version));
        const before = openEncrypted(file, databaseKey, { readonly: false });
        expect(schemaVersion(before)).toBe(version);
        before.close();
        const { tables, theme } = schema(file);
        expect(tables).toEqual(wanted);
        if (version > 0) expect(theme).toBe('dark');
      }),
    );
  });
});

const PAGE = 4096;

describe('kill -9 during: checkpoint', () => {
  it('with any number of pages moved so far, everything saved is there', async () => {
    const folder = await aWorkspace();
    const made = await openReviewWorkspace({ folder });
    for (let n = 1; n <= 5; n += 1) await write(made, `Words ${n}.`);
    const file = join(folder, 'workspace.db');
    const [before, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
    made.workspace.db.pragma('wal_checkpoint(PASSIVE)');
    const after = readFileSync(file);
    await made.workspace.close();
    expect(before.equals(after)).toBe(false);
    const pages = after.length / PAGE;
    const changed = Array.from({ length: pages }, (_, page) => page).filter(
      (page) =>
        !after
          .subarray(page * PAGE, (page + 1) * PAGE)
          .equals(before.subarray(page * PAGE, (page + 1) * PAGE)),
    );
    for (const upTo of changed) {
      const place = join(tempFolder(), 'workspace.db');
      const torn = Buffer.from(after);
      before.copy(torn, (upTo + 1) * PAGE, (upTo + 1) * PAGE);
      writeFileSync(place, torn);
      writeFileSync(`${place}-wal`, log);
      const opened = openDatabase({ file: place, key: databaseKey });
      if (!opened.ok) throw new Error(`after page ${upTo}: ${opened.problem.code}`);
      const { db } = opened.value;
      expect(eventsSince(db, 1, 100).filter(({ type }) => type === 'review.edited')).toHaveLength(5);
      expect(findChainBreak(db)).toBeNull();
      db.close();
    }
    expect(changed.length).toBeGreaterThan(5);
  });
});

describe('kill -9 during: keyring rewrite', () => {
  it('at every change of the disk: the keys that were given out are there, the new one whole or not at all', async () => {
    const outcomes = new Set<string>();
    for (let nth = 1; ; nth += 1) {
      const profile = tempFolder();
      const open = async (fs?: ReturnType<typeof mortalFileSystem>['fs']) => {
        const ring = await openKeyring({ profile, ringKey: keys.ringKey, random, ...(fs && { fs }) });
        if (!ring.ok) throw new Error(ring.problem.code);
        return ring.value;
      };
      const first = await open();
      await first.ensureKeys(['known']);
      const known = first.keyFor('known')?.key;
      const mortal = mortalFileSystem(nth);
      const doomed = await open(mortal.fs);
      const made = await doomed.ensureKeys(['new']).catch(() => null);
      const ended = made?.ok === true;
      const again = await open();
      expect(again.keyFor('known')?.key).toEqual(known);
      if (ended) expect(again.keyFor('new')?.key).toEqual(doomed.keyFor('new')?.key);
      outcomes.add(again.keyFor('new') === undefined ? 'old' : 'new');
      expect((await again.ensureKeys(['new'])).ok).toBe(true);
      if (mortal.changes() < nth) break;
    }
    expect([...outcomes].sort()).toEqual(['new', 'old']);
  });
});

describe('kill -9 during: mid-chunk · at the final rename', () => {
  it('at every write, sync and rename: the download goes on, and the file ends up whole', async () => {
    const bytes = evidenceOf(2 * CHUNK + 10);
    const manifest = manifestOf(bytes, CHUNK);
    const wanted = { submissionId: 's', ...manifest };
    const parts = partsOf(bytes, CHUNK);
    let died = 1;
    for (let nth = 1; nth <= died; nth += 1) {
      const { openVault } = await vaultWorkspace();
      let steps = 0;
      // A write that is killed leaves half of its bytes; nothing that would come after it happens.
      const { fs } = watchedFileSystem(({ kind }) => {
        if (kind === 'read' || kind === 'open') return undefined;
        steps += 1;
        return steps === nth ? 'EIO' : undefined;
      });
      let safe: readonly number[] = [];
      const download = async () => {
        const writer = await openVault({ fs }).beginWrite(wanted);
        if (!writer.ok) return;
        for (const [index, part] of parts.entries()) {
          if (!(await writer.value.writePart(index, part)).ok) return;
          safe = writer.value.completeParts();
        }
        await writer.value.finish();
      };
      await download();
      if (steps >= nth) died += 1;
      const vault = openVault();
      const again = await vault.beginWrite({ ...wanted, completeParts: safe });
      if (again.ok) {
        expect(again.value.completeParts()).toEqual(safe);
        for (const index of again.value.missingParts()) {
          await again.value.writePart(index, parts[index] as Buffer);
        }
        expect(await again.value.finish()).toMatchObject({ ok: true });
      } else expect(again.problem.code).toBe('evidence-already-stored');
      expect(Buffer.compare((await readBack(vault, 's', manifest.sha256)) as Buffer, bytes)).toBe(0);
    }
    expect(died).toBeGreaterThan(8);
  });
});

describe('stale WAL', () => {
  /** A log as it was after `first` edits lies beside the file as it is after `then` more. */
  const withStaleLog = async (first: number, then: number, begins: string): Promise<string> => {
    const folder = await aWorkspace();
    const file = join(folder, 'workspace.db');
    const made = await openReviewWorkspace({ folder });
    if (begins === 'later') made.workspace.db.pragma('wal_checkpoint(TRUNCATE)');
    for (let n = 1; n <= first; n += 1) await write(made, `Early ${n}.`);
    copyFileSync(`${file}-wal`, `${file}-old`);
    made.workspace.db.pragma('wal_checkpoint(TRUNCATE)');
    for (let n = 1; n <= then; n += 1) await write(made, `Late ${n}.`);
    await made.workspace.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    copyFileSync(`${file}-old`, `${file}-wal`);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    return folder;
  };
  const counts = [1, 20];
  const cases = counts.flatMap((first) =>
    counts.flatMap((then) => ['later', 'with the run'].map((begins) => [first, then, begins] as const)),
  );

  it('of an earlier moment: that whole moment, as from a copy of then, or refused; never a mixture', async () => {
    const outcomes = new Set<string>();
    for (const [first, then, begins] of cases) {
      const name = `${first} edits, ${then} more, a log that begins ${begins}`;
      const folder = await withStaleLog(first, then, begins);
      const opened = openDatabase({ file: join(folder, 'workspace.db'), key: databaseKey });
      outcomes.add(opened.ok ? 'that moment' : opened.problem.code);
      if (!opened.ok) continue;
      const { db } = opened.value;
      expect(db.pragma('integrity_check', { simple: true }), name).toBe('ok');
      expect(findChainBreak(db), name).toBeNull();
      expect(
        eventsSince(db, 1, 500).filter(({ type }) => type === 'review.edited'),
        name,
      ).toHaveLength(first);
      db.close();
    }
    expect([...outcomes].sort()).toEqual(['database-damaged', 'that moment']);
  });

  it('that was already moved into the file, and not removed any more, changes nothing', async () => {
    const folder = await aWorkspace();
    const file = join(folder, 'workspace.db');
    const made = await openReviewWorkspace({ folder });
    await write(made, 'The last words.');
    const log = readFileSync(`${file}-wal`);
    made.workspace.db.pragma('wal_checkpoint(PASSIVE)');
    writeFileSync(`${file}-copy`, readFileSync(file));
    await made.workspace.close();
    copyFileSync(`${file}-copy`, file);
    writeFileSync(`${file}-wal`, log);
    const again = await openReviewWorkspace({ folder });
    expect(await rationaleOf(again)).toBe('The last words.');
    expect(findChainBreak(again.workspace.db)).toBeNull();
  });

  it('of another workspace is never opened as this one’s', async () => {
    const [folder, other] = [await aWorkspace(), await aWorkspace()];
    const made = await openReviewWorkspace({ folder: other });
    await write(made, 'Somebody else’s words.');
    copyFileSync(join(other, 'workspace.db-wal'), join(folder, 'workspace.db-wal'));
    const opened = openDatabase({ file: join(folder, 'workspace.db'), key: databaseKey });
    if (opened.ok) {
      expect(findChainBreak(opened.value.db)).toBeNull();
      expect(eventsSince(opened.value.db, 1, 100)).toHaveLength(1);
      opened.value.db.close();
    } else expect(opened.problem.code).toMatch(/^database-/);
  });
});
