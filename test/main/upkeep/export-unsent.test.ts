import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeProblem } from '../../../shared/lib/problem.ts';
import { tryTestWorkbench } from '../../helpers/workbench.ts';
import { accountIn, assay, copyProfile, makeProfile, meddle, passphrase } from './a-profile.ts';

let root: string;
let sound: string;
let code: string;
let profile: string;
let copies = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-unsent-'));
  sound = join(root, 'sound');
  code = await makeProfile(sound, join(root, 'hub'));
  await writeFile(join(root, 'code'), code);
});

afterAll(() => rm(root, { recursive: true, force: true }));

beforeEach(async () => {
  copies += 1;
  profile = await copyProfile(sound, join(root, `copy-${copies}`));
});

const exportTo = (out: string) =>
  assay('export-unsent', profile, '--out', out, '--recovery-code-file', join(root, 'code'));

describe('unsent work in a workspace of a newer Assay', () => {
  it('is refused in words that say how to get it out, comes out sealed, and the hub takes it', async () => {
    await meddle(profile, code, (db) => db.pragma('user_version = 9000'));
    const database = join(await accountIn(profile), 'workspace.db');
    const before = await readFile(database);
    const opened = await tryTestWorkbench({ profile, ports: { passphrase } });
    if (opened.ok) throw new Error('a newer schema was opened');
    expect(opened.problem.code).toBe('database-newer');
    expect(describeProblem(opened.problem)).toMatch(/assay export-unsent/);

    const out = join(root, `out-${copies}`);
    const exported = await exportTo(out);
    expect(exported).toMatchObject({ code: 0, error: '' });
    expect(await readFile(database)).toEqual(before);
    const [name] = await readdir(out);
    const file = join(out, name ?? '');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readFile(file, 'utf8')).not.toMatch(/shows twice/);

    const taken = await assay('hub', 'import', file, '--data', join(root, 'hub'));
    expect(taken).toMatchObject({ code: 0, error: '' });
    const changes = Number(/(\d+) changes/.exec(exported.out)?.[1]);
    expect(changes).toBeGreaterThan(0);
    expect(taken.out).toMatch(new RegExp(`${changes} new, 0 already here`));
  });
});

describe('what cannot be exported', () => {
  it('is a database that does not open: it says which account', async () => {
    const file = join(await accountIn(profile), 'workspace.db');
    await writeFile(file, (await readFile(file)).fill(1));
    const { code: exit, error } = await exportTo(join(root, 'none'));
    expect(exit).toBe(1);
    expect(error).toMatch(/^Account [0-9a-f]{32}: The local database cannot be read/);
  });

  it('is a folder that is no profile', async () => {
    const { code: exit, error } = await assay('export-unsent', join(root, 'nowhere'));
    expect(exit).toBe(1);
    expect(error).toMatch(/no Assay profile/);
  });
});
