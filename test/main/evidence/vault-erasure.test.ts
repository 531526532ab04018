import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectProblem, expectValue } from '../keys/expect-result.ts';
import { decodeBySpec } from './decode-by-spec.ts';
import { CHUNK, evidenceOf, manifestOf, readBack, store, vaultWorkspace } from './vault-workspace.ts';

const bytes = evidenceOf(3 * CHUNK);

describe('erasing a submission', () => {
  it('leaves old copies of its files undecryptable, also for a key made later', async () => {
    const { openVault, keyring, profile } = await vaultWorkspace();
    const vault = openVault();
    const gone = await store(vault, 'gone', bytes);
    const kept = await store(vault, 'kept', bytes);
    const backup = join(profile, 'copy-of-the-file');
    await copyFile(gone.path, backup);

    expectValue(await keyring.destroyKey('gone'));
    expect(await readBack(vault, 'gone', gone.sha256)).toBe('submission-key-missing');
    expectValue(await vault.removeSubmission('gone'));
    expect(await readBack(vault, 'gone', gone.sha256)).toBe('evidence-not-here');
    expect(expectValue(await vault.sizeOnDisk('gone'))).toBe(0);

    const ring = await readFile(join(profile, 'keyring.json'), 'utf8');
    expect(ring).not.toContain((await readFile(backup)).subarray(56, 72).toString('hex'));
    const later = expectValue(await keyring.ensureKey('gone'));
    await expect(decodeBySpec(await readFile(backup), later.key)).rejects.toThrow('header MAC');
    const writer = expectValue(await vault.beginWrite({ submissionId: 'gone', ...manifestOf(bytes, CHUNK) }));
    await writeFile(gone.path, await readFile(backup));
    expect(await readBack(vault, 'gone', gone.sha256)).toBe('evidence-damaged');
    await writer.suspend();

    expect(Buffer.compare((await readBack(vault, 'kept', kept.sha256)) as Buffer, bytes)).toBe(0);
  });

  it('ends the readers and writers that are open on it, and no others', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const gone = await store(vault, 'gone', bytes);
    const kept = await store(vault, 'kept', bytes);
    const stream = expectValue(await vault.open('gone', gone.sha256)).stream();
    const other = expectValue(await vault.open('kept', kept.sha256));
    const next = evidenceOf(100);
    const writer = expectValue(await vault.beginWrite({ submissionId: 'gone', ...manifestOf(next, CHUNK) }));
    await stream.next();

    expectValue(await vault.removeSubmission('gone'));
    await expect(stream.next()).rejects.toMatchObject({ problem: { code: 'evidence-not-here' } });
    expect(expectProblem(await writer.writePart(0, next))).toEqual({ code: 'evidence-write-ended' });
    expect(expectProblem(await writer.finish())).toEqual({ code: 'evidence-write-ended' });
    expect(expectValue(await other.readAll(bytes.length))).toHaveLength(bytes.length);
    await other.close();
    expect(expectValue(await vault.listFiles()).map(({ path }) => path)).toEqual([kept.path]);
  });

  it('of which nothing is here is no problem, and twice neither', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    expectValue(await vault.removeSubmission('never seen'));
    const { sha256 } = await store(vault, 's', bytes);
    expectValue(await vault.removeArtifact('s', sha256));
    expectValue(await vault.removeArtifact('s', sha256));
    expectValue(await vault.removeSubmission('s'));
    expectValue(await vault.removeSubmission('s'));
    expectValue(await vault.removeArtifact('s', sha256));
    expect(await readBack(vault, 's', sha256)).toBe('evidence-not-here');
  });

  it('one artifact leaves the others', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const one = await store(vault, 's', bytes);
    const two = await store(vault, 's', evidenceOf(50));
    expectValue(await vault.removeArtifact('s', one.sha256));
    expect(await readBack(vault, 's', one.sha256)).toBe('evidence-not-here');
    expect(expectValue(await vault.verify('s', two.sha256))).toBe(50);
  });
});
