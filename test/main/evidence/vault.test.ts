import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectProblem, expectValue } from '../keys/expect-result.ts';
import { watchedFileSystem } from '../keys/watched-file-system.ts';
import { decodeBySpec } from './decode-by-spec.ts';
import {
  CHUNK,
  collect,
  evidenceOf,
  manifestOf,
  partsOf,
  readBack,
  sha256,
  store,
  vaultWorkspace,
} from './vault-workspace.ts';

/** Sizes at and around the borders of chunks and of parts of two chunks. */
const size = fc.oneof(
  fc.constantFrom(0, 1),
  fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -2, max: 2 })).map(([n, d]) => n * CHUNK + d),
  fc.integer({ min: 1, max: 5 * CHUNK }),
);

describe('storing evidence', () => {
  it('gives back what was written, whatever the size and the order of the parts', async () => {
    const { openVault, keyring } = await vaultWorkspace();
    const vault = openVault();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.constantFrom(1, 2, 3),
        fc.infiniteStream(fc.nat()),
        async (length, chunks, picks) => {
          const submissionId = `s${count++}`;
          const bytes = evidenceOf(length);
          const manifest = manifestOf(bytes, chunks * CHUNK);
          const parts = partsOf(bytes, chunks * CHUNK);
          const writer = expectValue(await vault.beginWrite({ submissionId, ...manifest }));
          while (writer.missingParts().length > 0) {
            const missing = writer.missingParts();
            const index = missing[(picks.next().value ?? 0) % missing.length] ?? 0;
            expectValue(await writer.writePart(index, parts[index] as Buffer));
          }
          expectValue(await writer.finish());
          const back = await readBack(vault, submissionId, manifest.sha256);
          expect(Buffer.compare(back as Buffer, bytes)).toBe(0);
          const file = await readFile(vault.pathOf(submissionId, manifest.sha256));
          const decoded = await decodeBySpec(file, keyring.keyFor(submissionId)?.key as Uint8Array);
          expect(Buffer.compare(decoded.plaintext, bytes)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes parts of 8 MiB, two at a time', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = randomBytes(20 * 1024 * 1024 + 17);
    const partSize = 8 * 1024 * 1024;
    const writer = expectValue(await vault.beginWrite({ submissionId: 's', ...manifestOf(bytes, partSize) }));
    const [first, second, third] = partsOf(bytes, partSize) as [Buffer, Buffer, Buffer];
    const both = await Promise.all([writer.writePart(2, third), writer.writePart(0, first)]);
    for (const result of both) expectValue(result);
    expect(writer.completeParts()).toEqual([0, 2]);
    expect(expectProblem(await writer.finish())).toEqual({
      code: 'evidence-incomplete',
      params: { missing: 1 },
      parts: [1],
    });
    expectValue(await writer.writePart(1, second));
    expectValue(await writer.finish());
    expect(expectValue(await vault.verify('s', sha256(bytes)))).toBe(bytes.length);
  });

  it('takes an empty file, listed with no part or with one of no bytes', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const empty = { sha256: sha256(new Uint8Array(0)), size: 0, partSize: CHUNK };
    const none = expectValue(await vault.beginWrite({ submissionId: 'none', ...empty, parts: [] }));
    expectValue(await none.finish());
    const one = expectValue(await vault.beginWrite({ submissionId: 'one', ...empty, parts: [empty.sha256] }));
    expectValue(await one.writePart(0, new Uint8Array(0)));
    expectValue(await one.finish());
    for (const id of ['none', 'one']) {
      expect(await readBack(vault, id, empty.sha256)).toEqual(Buffer.alloc(0));
      expect(expectValue(await vault.sizeOnDisk(id))).toBe(128 + 28);
    }
  });

  it('is on the disk before it says so', async () => {
    const { openVault, profile } = await vaultWorkspace();
    const { fs, log } = watchedFileSystem();
    const vault = openVault({ fs });
    const bytes = evidenceOf(3 * CHUNK);
    const manifest = manifestOf(bytes, 2 * CHUNK);
    const name = basename(vault.pathOf('s', manifest.sha256));
    const steps = () =>
      log
        .splice(0)
        .filter(({ kind }) => ['write', 'sync', 'rename'].includes(kind))
        .map(({ kind, path }) => `${kind} ${basename(path).replace(name, 'file')}`);
    const folder = basename(dirname(vault.pathOf('s', manifest.sha256)));

    const writer = expectValue(await vault.beginWrite({ submissionId: 's', ...manifest }));
    const made = ['sync evidence', `sync ${basename(profile)}`];
    expect(steps()).toEqual([...made, 'write file.part', 'sync file.part', `sync ${folder}`]);
    const [first, second] = partsOf(bytes, 2 * CHUNK) as [Buffer, Buffer];
    expectValue(await writer.writePart(0, first));
    expect(steps()).toEqual(['write file.part', 'sync file.part']);
    expectValue(await writer.writePart(1, second));
    steps();
    expectValue(await writer.finish());
    expect(steps()).toEqual(['sync file.part', 'rename file', `sync ${folder}`]);
  });

  it('is for its owner alone, under names that tell nothing, without a readable byte', async () => {
    const { openVault, folder } = await vaultWorkspace();
    const vault = openVault();
    const bytes = Buffer.alloc(2 * CHUNK, 'CANARY Jamie Sample ');
    const { path, sha256: hash } = await store(vault, '../../escape CON\0', bytes);
    expect(dirname(dirname(path))).toBe(folder);
    expect(path.slice(folder.length)).toMatch(/^[/\\][0-9a-f]{64}[/\\][0-9a-f]{64}\.mcev$/);
    expect(path).not.toContain(hash);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect((await readFile(path)).includes('CANARY')).toBe(false);
  });

  it('seals the same file differently for each submission', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(CHUNK);
    const one = await store(vault, 'one', bytes);
    const two = await store(vault, 'two', bytes);
    expect(dirname(one.path)).not.toBe(dirname(two.path));
    expect(Buffer.compare(await readFile(one.path), await readFile(two.path))).not.toBe(0);
  });
});

describe('refusing', () => {
  it('a part that is not the manifest’s, before a byte of it is written', async () => {
    const { openVault } = await vaultWorkspace();
    const { fs, log } = watchedFileSystem();
    const vault = openVault({ fs });
    const bytes = evidenceOf(3 * CHUNK);
    const [first, second] = partsOf(bytes, 2 * CHUNK) as [Buffer, Buffer];
    const writer = expectValue(
      await vault.beginWrite({ submissionId: 's', ...manifestOf(bytes, 2 * CHUNK) }),
    );
    const altered = Buffer.from(first);
    altered[CHUNK] = (altered[CHUNK] ?? 0) ^ 1;
    log.length = 0;
    for (const wrong of [altered, second, first.subarray(1), Buffer.concat([first, second])]) {
      expect(expectProblem(await writer.writePart(0, wrong))).toEqual({
        code: 'evidence-mismatch',
        parts: [0],
      });
    }
    expect(log).toEqual([]);
    expect(writer.missingParts()).toEqual([0, 1]);
  });

  it('a whole that is not the manifest’s though every part is; nothing is put in place', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(3 * CHUNK);
    const manifest = { ...manifestOf(bytes, CHUNK), sha256: sha256(Buffer.from('another file')) };
    const writer = expectValue(await vault.beginWrite({ submissionId: 's', ...manifest }));
    for (const [index, part] of partsOf(bytes, CHUNK).entries())
      expectValue(await writer.writePart(index, part));
    expect(expectProblem(await writer.finish())).toEqual({ code: 'evidence-mismatch', parts: [] });
    expect(expectValue(await vault.has('s', manifest.sha256))).toBe(false);
    expectValue(await writer.abort());
    expect(await readdir(dirname(vault.pathOf('s', manifest.sha256)))).toEqual([]);
  });

  it.each([
    ['a negative size', { size: -1 }],
    ['a size that is no number of bytes', { size: 1.5 }],
    ['parts that are not whole chunks', { partSize: CHUNK + 1 }],
    ['parts of nothing', { partSize: 0 }],
    ['too few parts', { parts: [] }],
    ['a path for a fingerprint', { sha256: '../../../../etc/passwd' }],
    ['a fingerprint in capitals', { sha256: 'A'.repeat(64) }],
    ['a part without a fingerprint', { parts: [''] }],
  ])('a manifest with %s', async (_, change) => {
    const { openVault, profile } = await vaultWorkspace();
    const begun = await openVault().beginWrite({
      submissionId: 's',
      ...manifestOf(evidenceOf(9), CHUNK),
      ...change,
    });
    expect(expectProblem(begun)).toMatchObject({ code: 'evidence-manifest-invalid' });
    expect(await readdir(profile)).toEqual(['keyring.json']);
  });

  it('a second download of a file that is on its way, or stored', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(9);
    const wanted = { submissionId: 's', ...manifestOf(bytes, CHUNK) };
    const writer = expectValue(await vault.beginWrite(wanted));
    expect(expectProblem(await vault.beginWrite(wanted))).toEqual({ code: 'evidence-write-in-progress' });
    expectValue(await writer.writePart(0, bytes));
    expectValue(await writer.finish());
    expect(expectProblem(await vault.beginWrite(wanted))).toEqual({ code: 'evidence-already-stored' });
    expect(expectProblem(await writer.writePart(0, bytes))).toEqual({ code: 'evidence-write-ended' });
    expect(expectProblem(await writer.finish())).toEqual({ code: 'evidence-write-ended' });
  });
});

describe('reading', () => {
  it('any range gives exactly those bytes; an open end goes to the end', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(4 * CHUNK + 777);
    const { sha256: hash } = await store(vault, 's', bytes);
    const reader = expectValue(await vault.open('s', hash));
    expect(reader.size).toBe(bytes.length);
    const offset = fc.oneof(
      fc.nat(bytes.length - 1),
      fc
        .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -1, max: 1 }))
        .map(([n, d]) => n * CHUNK + d),
    );
    await fc.assert(
      fc.asyncProperty(offset, offset, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const range = await collect(reader.stream(start, end));
        expect(Buffer.compare(range, bytes.subarray(start, end + 1))).toBe(0);
        expect(Buffer.compare(await collect(reader.stream(start)), bytes.subarray(start))).toBe(0);
      }),
      { numRuns: 60 },
    );
    const together = await Promise.all([0, 1, CHUNK].map((start) => collect(reader.stream(start))));
    for (const [index, start] of [0, 1, CHUNK].entries()) {
      expect(Buffer.compare(together[index] as Buffer, bytes.subarray(start))).toBe(0);
    }
    await reader.close();
  });

  it('touches only the chunks it needs, and no further than it is asked to go on', async () => {
    const { openVault } = await vaultWorkspace();
    const { fs, log } = watchedFileSystem();
    const vault = openVault({ fs });
    const bytes = evidenceOf(5 * CHUNK);
    const { sha256: hash } = await store(vault, 's', bytes);
    const reader = expectValue(await vault.open('s', hash));
    const reads = () => log.splice(0).filter(({ kind }) => kind === 'read').length;
    reads();
    await collect(reader.stream(2 * CHUNK + 5, 2 * CHUNK + 9));
    expect(reads()).toBe(1);
    await collect(reader.stream(CHUNK - 1, CHUNK));
    expect(reads()).toBe(2);
    const stream = reader.stream(0);
    await stream.next();
    await stream.next();
    expect(reads()).toBe(2);
    await stream.return();
    await reader.close();
  });

  it('refuses a range outside the file and a file over the limit', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const { sha256: hash } = await store(vault, 's', evidenceOf(100));
    const reader = expectValue(await vault.open('s', hash));
    for (const [start, end] of [
      [0, 100],
      [100, 100],
      [-1, 5],
      [6, 4],
      [0.5, 4],
    ] as const) {
      expect(() => reader.stream(start, end)).toThrow(RangeError);
    }
    expect(expectProblem(await reader.readAll(99))).toMatchObject({ code: 'too-large' });
    expect(expectValue(await reader.readAll(100))).toHaveLength(100);
    await reader.close();
  });

  it('says what is not here', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const bytes = evidenceOf(100);
    const hash = sha256(bytes);
    expect(await readBack(vault, 's', hash)).toBe('evidence-not-here');
    expect(expectValue(await vault.has('s', hash))).toBe(false);
    expect(expectValue(await vault.sizeOnDisk())).toBe(0);
    expect(expectValue(await vault.listFiles())).toEqual([]);
    await store(vault, 's', bytes);
    expect(expectValue(await vault.has('s', hash))).toBe(true);
    expect(await readBack(vault, 'another submission', hash)).toBe('evidence-not-here');
  });

  it('lists every file with its size and kind', async () => {
    const { openVault } = await vaultWorkspace();
    const vault = openVault();
    const stored = await store(vault, 's', evidenceOf(100));
    const begun = manifestOf(evidenceOf(200), CHUNK);
    expectValue(await vault.beginWrite({ submissionId: 't', ...begun }));
    const files = expectValue(await vault.listFiles());
    expect(files).toHaveLength(2);
    expect(files).toContainEqual({ path: stored.path, bytes: 128 + 100 + 28, kind: 'stored' });
    const unfinished = `${vault.pathOf('t', begun.sha256)}.part`;
    expect(files).toContainEqual({ path: unfinished, bytes: 128, kind: 'unfinished' });
    expect(expectValue(await vault.sizeOnDisk())).toBe(256 + 128);
    expect(expectValue(await vault.sizeOnDisk('s'))).toBe(256);
    await vault.close();
  });
});
