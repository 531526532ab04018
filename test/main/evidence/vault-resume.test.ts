import { randomBytes } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectProblem, expectValue } from '../keys/expect-result.ts';
import { watchedFileSystem } from '../keys/watched-file-system.ts';
import { decodeBySpec } from './decode-by-spec.ts';
import {
  CHUNK,
  evidenceOf,
  flipBit,
  manifestOf,
  partsOf,
  readBack,
  vaultWorkspace,
} from './vault-workspace.ts';

const bytes = evidenceOf(6 * CHUNK + 10);
const PART = 2 * CHUNK;
const manifest = manifestOf(bytes, PART);
const parts = partsOf(bytes, PART);
const wanted = { submissionId: 's', ...manifest };
const part = (index: number) => parts[index] as Buffer;

describe('a download that was interrupted', () => {
  it('goes on where it was, for any parts that were done, and never uses a nonce twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([0, 1, 2, 3]), fc.subarray([0, 1, 2, 3]), async (done, repeated) => {
        const { openVault, keyring } = await vaultWorkspace();
        const given: string[] = [];
        const random = (length: number) => {
          const value = randomBytes(length);
          if (length === 12) given.push(value.toString('hex'));
          return value;
        };
        const first = openVault({ random });
        const before = expectValue(await first.beginWrite(wanted));
        for (const index of done) expectValue(await before.writePart(index, part(index)));
        await first.close();

        const second = openVault({ random });
        const known = done.filter((index) => !repeated.includes(index));
        const writer = expectValue(await second.beginWrite({ ...wanted, completeParts: known }));
        expect(writer.completeParts()).toEqual(known);
        for (const index of writer.missingParts()) expectValue(await writer.writePart(index, part(index)));
        expectValue(await writer.finish());

        const path = second.pathOf('s', manifest.sha256);
        const key = keyring.keyFor('s')?.key as Uint8Array;
        const { plaintext, nonces } = await decodeBySpec(await readFile(path), key);
        expect(Buffer.compare(plaintext, bytes)).toBe(0);
        expect(new Set(given).size).toBe(given.length);
        for (const nonce of nonces) expect(given).toContain(nonce);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps its keys, and seals a chunk again under another nonce', async () => {
    const { openVault, keyring } = await vaultWorkspace();
    const first = openVault();
    const unfinished = `${first.pathOf('s', manifest.sha256)}.part`;
    expectValue(await expectValue(await first.beginWrite(wanted)).writePart(1, part(1)));
    await first.close();
    const before = await readFile(unfinished);
    const second = openVault();
    const writer = expectValue(await second.beginWrite(wanted));
    expectValue(await writer.writePart(1, part(1)));
    const after = await readFile(unfinished);
    expect(after.subarray(0, 128)).toEqual(before.subarray(0, 128));
    const at = 128 + 2 * (CHUNK + 28);
    expect(after.subarray(at, at + 12)).not.toEqual(before.subarray(at, at + 12));
    expect(after.subarray(at + 12, at + 64)).not.toEqual(before.subarray(at + 12, at + 64));
    for (const index of writer.missingParts()) expectValue(await writer.writePart(index, part(index)));
    expectValue(await writer.finish());
    const file = await readFile(second.pathOf('s', manifest.sha256));
    const { plaintext } = await decodeBySpec(file, keyring.keyFor('s')?.key as Uint8Array);
    expect(Buffer.compare(plaintext, bytes)).toBe(0);
  });

  it('starts anew when the unfinished file is gone, cut, altered, or sealed with an older key', async () => {
    const { openVault, keyring } = await vaultWorkspace();
    const begun = async () => {
      const vault = openVault();
      expectValue(await expectValue(await vault.beginWrite(wanted)).writePart(0, part(0)));
      await vault.close();
      return `${vault.pathOf('s', manifest.sha256)}.part`;
    };
    const remembered = { ...wanted, completeParts: [0] };
    const spoil: ((path: string) => Promise<unknown>)[] = [
      (path) => truncate(path, 100),
      (path) => writeFile(path, 'not one of ours'),
      async (path) => {
        const altered = await readFile(path);
        flipBit(altered, 20, 1);
        await writeFile(path, altered);
      },
      () => keyring.destroyKey('s'),
      () => openVault().removeSubmission('s'),
    ];
    for (const step of spoil) {
      await step(await begun());
      const vault = openVault();
      const writer = expectValue(await vault.beginWrite(remembered));
      expect(writer.completeParts()).toEqual([]);
      expectValue(await writer.abort());
    }
  });

  it('starts anew when the manifest now names another size', async () => {
    const { openVault } = await vaultWorkspace();
    const first = openVault();
    const wrongSize = {
      ...wanted,
      ...manifestOf(bytes.subarray(0, 5 * CHUNK), PART),
      sha256: manifest.sha256,
    };
    expectValue(await expectValue(await first.beginWrite(wrongSize)).writePart(0, part(0)));
    await first.close();
    const vault = openVault();
    const writer = expectValue(await vault.beginWrite({ ...wanted, completeParts: [0] }));
    expect(writer.completeParts()).toEqual([]);
    for (const [index, content] of parts.entries()) expectValue(await writer.writePart(index, content));
    expectValue(await writer.finish());
    expect(Buffer.compare((await readBack(vault, 's', manifest.sha256)) as Buffer, bytes)).toBe(0);
  });

  it('finds at the end what was wrongly remembered as complete', async () => {
    const { openVault } = await vaultWorkspace();
    const first = openVault();
    expectValue(await expectValue(await first.beginWrite(wanted)).writePart(0, part(0)));
    await first.close();
    const vault = openVault();
    const writer = expectValue(await vault.beginWrite({ ...wanted, completeParts: [0, 2, 9] }));
    expectValue(await writer.writePart(1, part(1)));
    expectValue(await writer.writePart(3, part(3)));
    expect(expectProblem(await writer.finish())).toEqual({ code: 'evidence-mismatch', parts: [2] });
    expectValue(await writer.writePart(2, part(2)));
    expectValue(await writer.finish());
    expect(Buffer.compare((await readBack(vault, 's', manifest.sha256)) as Buffer, bytes)).toBe(0);
  });

  it('goes on after the disk was full, at whatever write or fsync that was', async () => {
    let steps = 0;
    for (let failing = 0; failing <= steps; failing++) {
      const { openVault } = await vaultWorkspace();
      let count = 0;
      const { fs } = watchedFileSystem(({ kind }) =>
        (kind === 'write' || kind === 'sync') && count++ === failing ? 'ENOSPC' : undefined,
      );
      const vault = openVault({ fs });
      const persist = async <T>(
        work: () => Promise<{ ok: true; value: T } | { ok: false; problem: unknown }>,
      ) => {
        const once = await work();
        if (once.ok) return once.value;
        expect(once.problem).toEqual({ code: 'disk-full' });
        return expectValue(await work());
      };
      let writer = await persist(() => vault.beginWrite(wanted));
      for (const index of [2, 0, 3, 1]) {
        const safe = writer.completeParts();
        await persist(() => writer.writePart(index, part(index)));
        expect(writer.completeParts()).toEqual([...safe, index].sort());
      }
      const finished = await writer.finish();
      if (!finished.ok) {
        expect(finished.problem).toEqual({ code: 'disk-full' });
        const again = await vault.beginWrite({ ...wanted, completeParts: [0, 1, 2, 3] });
        // Only the folder's fsync can fail with the file already in its place, or with the writer still open.
        if (again.ok) writer = again.value;
        else if (again.problem.code === 'evidence-write-in-progress') expectValue(await writer.finish());
        else expect(again.problem).toEqual({ code: 'evidence-already-stored' });
      }
      expect(Buffer.compare((await readBack(vault, 's', manifest.sha256)) as Buffer, bytes)).toBe(0);
      steps = Math.max(steps, count - 1);
    }
    expect(steps).toBeGreaterThan(12);
  });

  it('keeps the unfinished file when the rename fails, and finishes next time', async () => {
    const { openVault } = await vaultWorkspace();
    const { fs } = watchedFileSystem(({ kind }) => (kind === 'rename' ? 'EIO' : undefined));
    const writer = expectValue(await openVault({ fs }).beginWrite(wanted));
    for (const [index, content] of parts.entries()) expectValue(await writer.writePart(index, content));
    expect(expectProblem(await writer.finish())).toMatchObject({ code: 'storage-failed' });
    const vault = openVault();
    expect(expectValue(await vault.has('s', manifest.sha256))).toBe(false);
    const again = expectValue(await vault.beginWrite({ ...wanted, completeParts: [0, 1, 2, 3] }));
    expectValue(await again.finish());
    expect(expectValue(await vault.verify('s', manifest.sha256))).toBe(bytes.length);
  });

  it('can be given up, leaving nothing', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const writer = expectValue(await vault.beginWrite(wanted));
    expectValue(await writer.writePart(0, part(0)));
    expectValue(await writer.abort());
    expect(expectValue(await vault.sizeOnDisk('s'))).toBe(0);
    expect(expectProblem(await writer.writePart(1, part(1)))).toEqual({ code: 'evidence-write-ended' });
    expectValue(await vault.beginWrite(wanted));
    expect(expectValue(await vault.listFiles()).map(({ path }) => dirname(path))).toHaveLength(1);
    await vault.close();
  });
});
