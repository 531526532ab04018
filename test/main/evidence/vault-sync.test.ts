import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../../main/keys/durable-file.ts';
import { nodeFileSystem } from '../../../main/keys/durable-file.ts';
import { expectValue } from '../keys/expect-result.ts';
import { CHUNK, evidenceOf, manifestOf, partsOf, vaultWorkspace } from './vault-workspace.ts';

const bytes = evidenceOf(3 * CHUNK);
const manifest = manifestOf(bytes, CHUNK);
const [first, second, third] = partsOf(bytes, CHUNK) as [Buffer, Buffer, Buffer];

/** Resolves when something has happened so often. */
const counter = () => {
  let count = 0;
  const waiting: { readonly n: number; readonly tell: () => void }[] = [];
  return {
    count: () => count,
    happened: () => {
      count += 1;
      for (const { n, tell } of waiting) if (count >= n) tell();
    },
    reached: (n: number) =>
      count >= n ? Promise.resolve() : new Promise<void>((tell) => waiting.push({ n, tell })),
  };
};

/** Whatever follows from what has happened has been done: every promise has been answered. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The real file system; once armed, each fsync of a file waits until the test lets it end, well or not. */
const heldSyncs = () => {
  const syncs: { readonly end: (code?: string) => void }[] = [];
  const begun = counter();
  const wrote = counter();
  let armed = false;
  const held = (sync: () => Promise<void>) =>
    new Promise<void>((resolve, reject) => {
      syncs.push({
        end: (code) =>
          code === undefined ? resolve(sync()) : reject(Object.assign(new Error(code), { code })),
      });
      begun.happened();
    });
  const fs: FileSystem = {
    ...nodeFileSystem,
    open: async (path, flags, mode) => {
      const file = await nodeFileSystem.open(path, flags, mode);
      return {
        read: (...read) => file.read(...read),
        write: async (...write) => {
          const written = await file.write(...write);
          if (armed) wrote.happened();
          return written;
        },
        truncate: (length) => file.truncate(length),
        stat: () => file.stat(),
        close: () => file.close(),
        sync: () => (armed ? held(() => file.sync()) : file.sync()),
      };
    },
  };
  return {
    fs,
    arm: (on: boolean) => {
      armed = on;
    },
    begun,
    wrote,
    end: (n: number, code?: string) => syncs[n - 1]?.end(code),
  };
};

const begun = async () => {
  const held = heldSyncs();
  const { openVault } = await vaultWorkspace();
  const vault = openVault({ fs: held.fs });
  const writer = expectValue(await vault.beginWrite({ submissionId: 's', ...manifest }));
  held.arm(true);
  return { held, vault, writer };
};

describe('parts forced onto the disk', () => {
  it('are complete only then, and those written meanwhile share the next fsync', async () => {
    const { held, writer, vault } = await begun();
    const one = writer.writePart(0, first);
    await held.begun.reached(1);
    const others = [writer.writePart(1, second), writer.writePart(2, third)];
    await held.wrote.reached(3);
    await settled();
    expect(writer.completeParts()).toEqual([]);
    held.end(1);
    expect(await one).toMatchObject({ ok: true });
    expect(writer.completeParts()).toEqual([0]);
    await held.begun.reached(2);
    held.arm(false);
    held.end(2);
    expect(await Promise.all(others)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(writer.completeParts()).toEqual([0, 1, 2]);
    expect(held.begun.count()).toBe(2);
    expectValue(await writer.finish());
    expect(await vault.verify('s', manifest.sha256)).toMatchObject({ ok: true, value: bytes.length });
  });

  it('fail together with what was written while the fsync failed: the system says so once', async () => {
    const { held, writer } = await begun();
    const one = writer.writePart(0, first);
    await held.begun.reached(1);
    const other = writer.writePart(1, second);
    await held.wrote.reached(2);
    await settled();
    held.arm(false);
    held.end(1, 'EIO');
    const failed = { ok: false, problem: { code: 'storage-failed', params: { reason: 'EIO' } } };
    expect(await one).toMatchObject(failed);
    expect(await other).toMatchObject(failed);
    expect(writer.completeParts()).toEqual([]);
    for (const [index, part] of [first, second, third].entries())
      expectValue(await writer.writePart(index, part));
    expectValue(await writer.finish());
  });
});
