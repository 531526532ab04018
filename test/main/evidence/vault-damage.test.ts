import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvidenceReadError } from '../../../main/evidence/evidence-problem.ts';
import { expectProblem, expectValue } from '../keys/expect-result.ts';
import { watchedFileSystem } from '../keys/watched-file-system.ts';
import {
  CHUNK,
  collect,
  evidenceOf,
  flipBit,
  manifestOf,
  partsOf,
  readBack,
  store,
  vaultWorkspace,
} from './vault-workspace.ts';

describe('a damaged file', () => {
  it('is noticed at every single byte of a small one', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const { path, sha256 } = await store(vault, 's', evidenceOf(40));
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at++) {
      const altered = Buffer.from(whole);
      flipBit(altered, at, 1 << (at % 8));
      await writeFile(path, altered);
      expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
    }
  });

  it('is noticed wherever a byte of a large one is changed; the other chunks stay readable', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(3 * CHUNK + 100);
    const { path, sha256 } = await store(vault, 's', bytes);
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const altered = Buffer.from(whole);
        flipBit(altered, at, flip);
        await writeFile(path, altered);
        expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
        expect(expectProblem(await vault.verify('s', sha256))).toEqual({ code: 'evidence-damaged' });
        const chunk = Math.floor((at - 128) / (CHUNK + 28));
        if (chunk < 0 || chunk === 3) return;
        const reader = expectValue(await vault.open('s', sha256));
        const good = (chunk + 1) * CHUNK;
        expect(Buffer.compare(await collect(reader.stream(good)), bytes.subarray(good))).toBe(0);
        await reader.close();
      }),
      { numRuns: 40 },
    );
  });

  it('ends a stream with a typed problem after the last good byte', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(4 * CHUNK);
    const { path, sha256 } = await store(vault, 's', bytes);
    const altered = await readFile(path);
    flipBit(altered, 128 + 2 * (CHUNK + 28) + 5000, 1);
    await writeFile(path, altered);
    const reader = expectValue(await vault.open('s', sha256));
    const pieces: Uint8Array[] = [];
    const reading = (async () => {
      for await (const piece of reader.stream()) pieces.push(piece);
    })();
    await expect(reading).rejects.toThrow(EvidenceReadError);
    await expect(reading).rejects.toMatchObject({ problem: { code: 'evidence-damaged' } });
    expect(Buffer.compare(Buffer.concat(pieces), bytes.subarray(0, 2 * CHUNK))).toBe(0);
    await reader.close();
  });

  it('does not open when its last chunk is not authentic: its length would be a mere claim', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const { path, sha256 } = await store(vault, 's', evidenceOf(3 * CHUNK));
    const altered = await readFile(path);
    flipBit(altered, altered.length - 20);
    await writeFile(path, altered);
    expect(expectProblem(await vault.open('s', sha256))).toEqual({ code: 'evidence-damaged' });
  });

  it('is noticed when cut or extended by any amount', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const { path, sha256 } = await store(vault, 's', evidenceOf(2 * CHUNK));
    const whole = await readFile(path);
    const sealed = CHUNK + 28;
    for (const length of [
      0,
      1,
      127,
      128,
      128 + sealed,
      whole.length - 1,
      whole.length + 1,
      whole.length + sealed,
    ]) {
      await writeFile(path, whole);
      await truncate(path, length);
      expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
    }
    await writeFile(path, Buffer.concat([whole, whole.subarray(128 + sealed)]));
    expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
  });

  it('is noticed when chunks change places or come from an earlier file', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(3 * CHUNK);
    const { path, sha256 } = await store(vault, 's', bytes);
    const whole = await readFile(path);
    const sealed = CHUNK + 28;
    const chunk = (file: Buffer, index: number) =>
      file.subarray(128 + index * sealed, 128 + (index + 1) * sealed);
    const head = whole.subarray(0, 128);
    await writeFile(path, Buffer.concat([head, chunk(whole, 1), chunk(whole, 0), chunk(whole, 2)]));
    expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
    await writeFile(path, Buffer.concat([head, chunk(whole, 0), chunk(whole, 0), chunk(whole, 2)]));
    expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');

    expectValue(await vault.removeArtifact('s', sha256));
    await store(vault, 's', bytes);
    const again = await readFile(path);
    await writeFile(path, Buffer.concat([again.subarray(0, 128 + sealed), whole.subarray(128 + sealed)]));
    expect(await readBack(vault, 's', sha256)).toBe('evidence-damaged');
  });

  it('is noticed when it is another file or another submission’s', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const one = await store(vault, 'one', evidenceOf(100));
    const two = await store(vault, 'two', evidenceOf(100));
    await copyFile(two.path, one.path);
    expect(await readBack(vault, 'one', one.sha256)).toBe('evidence-damaged');
    // Swapped within one submission each file is authentic; the fingerprint tells them apart.
    const longer = await store(vault, 'two', evidenceOf(200));
    await copyFile(longer.path, two.path);
    expect(expectProblem(await vault.verify('two', two.sha256))).toEqual({ code: 'evidence-damaged' });
  });

  it('can be downloaded again over itself', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(CHUNK + 1);
    const { path, sha256 } = await store(vault, 's', bytes);
    await truncate(path, 1000);
    await store(vault, 's', bytes);
    expect(Buffer.compare((await readBack(vault, 's', sha256)) as Buffer, bytes)).toBe(0);
  });

  it('reports a disk that cannot be read as what it is', async () => {
    const { openVault } = await vaultWorkspace();
    const { sha256 } = await store(openVault(), 's', evidenceOf(100));
    const { fs } = watchedFileSystem(({ kind }) => (kind === 'read' ? 'EIO' : undefined));
    expect(expectProblem(await openVault({ fs }).open('s', sha256))).toEqual({
      code: 'storage-failed',
      params: { operation: 'reading evidence', reason: 'EIO' },
    });
  });

  it('before the final rename loses its bad parts only', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(7 * CHUNK);
    const manifest = manifestOf(bytes, 2 * CHUNK);
    const parts = partsOf(bytes, 2 * CHUNK);
    const writer = expectValue(await vault.beginWrite({ submissionId: 's', ...manifest }));
    for (const [index, part] of parts.entries()) expectValue(await writer.writePart(index, part));
    const unfinished = `${vault.pathOf('s', manifest.sha256)}.part`;
    const altered = await readFile(unfinished);
    flipBit(altered, 128 + 3 * (CHUNK + 28) + 77, 4);
    flipBit(altered, altered.length - 1, 1);
    await writeFile(unfinished, altered);
    expect(expectProblem(await writer.finish())).toEqual({ code: 'evidence-mismatch', parts: [1, 3] });
    expect(expectValue(await vault.has('s', manifest.sha256))).toBe(false);
    expect(writer.missingParts()).toEqual([1, 3]);
    for (const index of writer.missingParts())
      expectValue(await writer.writePart(index, parts[index] as Buffer));
    expectValue(await writer.finish());
    expect(Buffer.compare((await readBack(vault, 's', manifest.sha256)) as Buffer, bytes)).toBe(0);
  });
});
