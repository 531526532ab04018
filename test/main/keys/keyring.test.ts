import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileSystem } from '../../../main/keys/durable-file.ts';
import { openKeyring } from '../../../main/keys/keyring.ts';
import { deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';
import { expectProblem, expectValue } from './expect-result.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { watchedFileSystem } from './watched-file-system.ts';

const random = randomBytes;

const workspace = async () => {
  const profile = await temporaryFolder();
  const { ringKey } = deriveKeys(generateRootKey(random));
  const open = (fs?: FileSystem) => openKeyring({ profile, ringKey, random, ...(fs && { fs }) });
  return { profile, ringKey, path: join(profile, 'keyring.json'), open };
};

describe('submission keys', () => {
  it('are made once, differ, and are the same after a restart', async () => {
    const { open } = await workspace();
    const ring = expectValue(await open());
    expect(ring.keyFor('s1')).toBeUndefined();
    const one = expectValue(await ring.ensureKey('s1'));
    expectValue(await ring.ensureKeys(['s1', 's2', 's3']));
    expect(expectValue(await ring.ensureKey('s1'))).toEqual(one);
    expect(one.key).toHaveLength(32);
    expect(one.keyId).toHaveLength(16);
    expect(ring.keyFor('s2')?.key).not.toEqual(one.key);

    const reopened = expectValue(await open());
    expect(reopened.submissionIds()).toEqual(['s1', 's2', 's3']);
    for (const id of reopened.submissionIds()) {
      expect(Buffer.from(reopened.keyFor(id)?.key ?? [])).toEqual(Buffer.from(ring.keyFor(id)?.key ?? [1]));
    }
  });

  it('all survive being asked for at the same time', async () => {
    const { open } = await workspace();
    const ring = expectValue(await open());
    const ids = Array.from({ length: 20 }, (_, index) => `s${index % 10}`);
    const keys = await Promise.all(ids.map(async (id) => expectValue(await ring.ensureKey(id))));
    const reopened = expectValue(await open());
    for (const [index, id] of ids.entries()) {
      expect(Buffer.from(reopened.keyFor(id)?.key ?? [])).toEqual(Buffer.from(keys[index]?.key ?? [1]));
    }
  });

  it('lie in a file for its owner alone, never in the clear', async () => {
    const { open, path } = await workspace();
    const { key } = expectValue(await expectValue(await open()).ensureKey('s1'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).not.toContain(Buffer.from(key).toString('hex'));
  });

  it('are on the disk before they are given out: fsync, rename, fsync of the folder', async () => {
    const { open, profile } = await workspace();
    const { fs, log } = watchedFileSystem();
    const ring = expectValue(await open(fs));
    const durable = async (work: () => Promise<unknown>) => {
      log.length = 0;
      await work();
      const steps = log.filter(({ kind }) => kind !== 'open' && kind !== 'rm');
      expect(steps.map(({ kind, path }) => `${kind} ${basename(path)}`)).toEqual([
        'write keyring.json.new',
        'sync keyring.json.new',
        'rename keyring.json',
        `sync ${basename(profile)}`,
      ]);
    };
    await durable(() => ring.ensureKey('s1'));
    await durable(() => ring.destroyKey('s1'));
    log.length = 0;
    expectValue(await ring.destroyKey('s1'));
    expect(log).toEqual([]);
  });

  it('lie in a folder whose own name is on the disk first', async () => {
    const { profile, ringKey } = await workspace();
    const { fs, log } = watchedFileSystem();
    const folder = join(profile, 'accounts', 'one');
    expectValue(await openKeyring({ profile: folder, ringKey, random, fs }));
    const syncs = log.filter(({ kind }) => kind === 'sync').map(({ path }) => path);
    expect(syncs.slice(0, 2)).toEqual([join(profile, 'accounts'), profile]);
  });

  it('are not given out when the disk is full, and those before stay', async () => {
    const { open } = await workspace();
    const first = expectValue(await expectValue(await open()).ensureKey('s1'));
    for (const step of ['write', 'sync', 'rename']) {
      const { fs } = watchedFileSystem(({ kind }) => (kind === step ? 'ENOSPC' : undefined));
      const ring = expectValue(await open(fs));
      expect(expectProblem(await ring.ensureKey('s2'))).toEqual({ code: 'disk-full' });
      expect(ring.keyFor('s2')).toBeUndefined();
      expect(expectProblem(await ring.destroyKey('s1'))).toEqual({ code: 'disk-full' });
      expect(ring.keyFor('s1')?.key).toEqual(first.key);
      expect(expectValue(await open()).submissionIds()).toEqual(['s1']);
    }
  });
});

describe('a lost or damaged keyring', () => {
  it('is not made anew beside ciphertext', async () => {
    const { open, profile, path } = await workspace();
    expectValue(await expectValue(await open()).ensureKey('s1'));
    await writeFile(join(profile, 'workspace.db'), 'ciphertext');
    await rm(path);
    expect(expectProblem(await open())).toEqual({ code: 'keyring-missing' });
    expect(await readdir(profile)).toEqual(['workspace.db']);
  });

  it('is noticed at whatever byte it was changed, and left as it is', async () => {
    const { open, path } = await workspace();
    const ring = expectValue(await open());
    expectValue(await ring.ensureKeys(['s1', 's2']));
    const key = ring.keyFor('s1')?.key;
    const whole = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        await writeFile(path, damaged);
        const opened = await open();
        // White space for white space is no damage.
        if (opened.ok) expect(opened.value.keyFor('s1')?.key).toEqual(key);
        else expect(opened.problem).toEqual({ code: 'keyring-damaged' });
        expect(await readFile(path)).toEqual(damaged);
      }),
      { numRuns: 200 },
    );
  });

  it('is noticed when a key was taken out, and when it is another workspace’s', async () => {
    const { open, path, profile } = await workspace();
    expectValue(await expectValue(await open()).ensureKeys(['s1', 's2']));
    const other = deriveKeys(generateRootKey(random)).ringKey;
    expect(expectProblem(await openKeyring({ profile, ringKey: other, random }))).toEqual({
      code: 'keyring-damaged',
    });
    const content = JSON.parse(await readFile(path, 'utf8'));
    content.entries.pop();
    await writeFile(path, JSON.stringify(content));
    expect(expectProblem(await open())).toEqual({ code: 'keyring-damaged' });
  });
});

describe('sealed text', () => {
  it('opens to what was sealed, only where it was sealed', async () => {
    const { open } = await workspace();
    const ring = expectValue(await open());
    expectValue(await ring.ensureKeys(['s1', 's2']));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, column) => {
        const sealed = expectValue(ring.sealText('s1', column, text));
        expect(expectValue(ring.openText('s1', column, sealed))).toBe(text);
        expect(expectProblem(ring.openText('s1', `${column}.`, sealed))).toEqual({
          code: 'sealed-text-damaged',
        });
        expect(expectProblem(ring.openText('s2', column, sealed))).toEqual({ code: 'sealed-text-damaged' });
        expect(expectValue(ring.sealText('s1', column, text))).not.toEqual(sealed);
      }),
    );
  });

  it('keeps a leading byte-order mark', async () => {
    const ring = expectValue(await (await workspace()).open());
    expectValue(await ring.ensureKey('s1'));
    const sealed = expectValue(ring.sealText('s1', 'c', '\ufeffquoted from a file'));
    expect(expectValue(ring.openText('s1', 'c', sealed))).toBe('\ufeffquoted from a file');
  });

  it('does not open with any bit changed or any end cut', async () => {
    const ring = expectValue(await (await workspace()).open());
    expectValue(await ring.ensureKey('s1'));
    const sealed = expectValue(ring.sealText('s1', 'scores.rationale', 'She waited four seconds.'));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const altered = sealed.slice();
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(ring.openText('s1', 'scores.rationale', altered).ok).toBe(false);
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(ring.openText('s1', 'scores.rationale', sealed.subarray(0, length)).ok).toBe(false);
    }
  });
});

describe('erasure', () => {
  it('does not reach into a key that was handed out: nothing is ever sealed under a key of zeros', async () => {
    const ring = expectValue(await (await workspace()).open());
    const handed = expectValue(await ring.ensureKey('s1'));
    const before = Buffer.from(handed.key).toString('hex');
    expectValue(await ring.destroyKey('s1'));
    expect(Buffer.from(handed.key).toString('hex')).toBe(before);
  });

  it('leaves what was sealed unreadable, also for a key made later and after a restart', async () => {
    const { open, path } = await workspace();
    const ring = expectValue(await open());
    expectValue(await ring.ensureKeys(['s1', 's2']));
    const sealed = expectValue(ring.sealText('s1', 'c', 'gone'));
    const kept = expectValue(ring.sealText('s2', 'c', 'kept'));
    const keyId = Buffer.from(ring.keyFor('s1')?.keyId ?? []).toString('hex');
    expectValue(await ring.destroyKey('s1'));
    expect(expectProblem(ring.openText('s1', 'c', sealed))).toEqual({ code: 'submission-key-missing' });
    expect(expectProblem(ring.sealText('s1', 'c', 'more'))).toEqual({ code: 'submission-key-missing' });
    expect(await readFile(path, 'utf8')).not.toContain(keyId);

    const reopened = expectValue(await open());
    expect(expectProblem(reopened.openText('s1', 'c', sealed))).toEqual({ code: 'submission-key-missing' });
    expectValue(await reopened.ensureKey('s1'));
    expect(expectProblem(reopened.openText('s1', 'c', sealed))).toEqual({ code: 'sealed-text-damaged' });
    expect(expectValue(reopened.openText('s2', 'c', kept))).toBe('kept');
  });
});
