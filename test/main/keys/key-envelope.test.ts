import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addWrap,
  changePassphrase,
  createKeyEnvelope,
  openKeyEnvelope,
  removeWrap,
  unlockKinds,
} from '../../../main/keys/key-envelope.ts';
import type { NewWrap, OsKeystore } from '../../../main/keys/key-wraps.ts';
import { generateRecoveryCode } from '../../../main/keys/recovery-code.ts';
import { expectProblem, expectValue } from './expect-result.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { watchedFileSystem } from './watched-file-system.ts';

const PASSPHRASE = 'correct horse battery';
const random = randomBytes;

const create = async (...wraps: [NewWrap, ...NewWrap[]]) => {
  const profile = await temporaryFolder();
  return { profile, ...expectValue(await createKeyEnvelope({ profile, wraps, random })) };
};

/** A keystore as a system has one: it keeps a secret of its own and refuses what it did not protect. */
const keystore = (secret = random(1)[0] ?? 0): OsKeystore => ({
  name: 'Test Keyring',
  available: async () => true,
  protect: async (bytes) => Uint8Array.from([secret, ...bytes].map((byte) => byte ^ 0x5a)),
  unprotect: async (bytes) => {
    const [mark, ...rest] = [...bytes].map((byte) => byte ^ 0x5a);
    if (mark !== secret) throw new Error('not protected by this store');
    return Uint8Array.from(rest);
  },
});

describe('creating a key', () => {
  it('opens by every way it was wrapped in, always to the same key', async () => {
    const store = keystore();
    const { profile, rootKey, recoveryCode } = await create(
      { kind: 'passphrase', passphrase: PASSPHRASE },
      { kind: 'os-keystore', keystore: store },
      { kind: 'recovery-code' },
    );
    const unlocks = [
      { kind: 'passphrase', passphrase: PASSPHRASE },
      { kind: 'os-keystore', keystore: store },
      { kind: 'recovery-code', code: recoveryCode?.toLowerCase() ?? '' },
    ] as const;
    for (const unlock of unlocks) {
      expect(expectValue(await openKeyEnvelope({ profile, unlock }))).toEqual(rootKey);
    }
    expect(expectValue(await unlockKinds({ profile }))).toEqual([
      'passphrase',
      'os-keystore',
      'recovery-code',
    ]);
  });

  it('keeps key.json to its owner and free of the key, the passphrase and the recovery code', async () => {
    const { profile, rootKey, recoveryCode } = await create(
      { kind: 'passphrase', passphrase: PASSPHRASE },
      { kind: 'recovery-code' },
    );
    expect((await stat(join(profile, 'key.json'))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(profile, 'key.json'), 'utf8');
    const secrets = [Buffer.from(rootKey).toString('hex'), PASSPHRASE, recoveryCode ?? ''];
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(JSON.parse(text).wraps[0].kdf).toMatchObject({
      name: 'argon2id',
      memoryKiB: 65_536,
      iterations: 3,
      parallelism: 1,
    });
    expect(await readdir(profile)).toEqual(['key.json']);
  });

  it('is on the disk before it says so: fsync, rename, fsync of the folder', async () => {
    const profile = await temporaryFolder();
    const { fs, log } = watchedFileSystem();
    expectValue(await createKeyEnvelope({ profile, wraps: [{ kind: 'recovery-code' }], random, fs }));
    const steps = log.filter(({ kind }) => kind !== 'open' && kind !== 'rm');
    expect(steps.map(({ kind, path }) => `${kind} ${basename(path)}`)).toEqual([
      'write key.json.new',
      'sync key.json.new',
      'rename key.json',
      `sync ${basename(profile)}`,
    ]);
  });

  it('refuses a short passphrase', async () => {
    const profile = await temporaryFolder();
    const wraps = [{ kind: 'passphrase', passphrase: 'seven c' }] as const;
    expect(expectProblem(await createKeyEnvelope({ profile, wraps, random }))).toEqual({
      code: 'passphrase-too-short',
      params: { minimum: 8 },
    });
    expect(await readdir(profile)).toEqual([]);
  });

  it('never replaces a key that is there', async () => {
    const { profile, rootKey, recoveryCode = '' } = await create({ kind: 'recovery-code' });
    const again = await createKeyEnvelope({ profile, wraps: [{ kind: 'recovery-code' }], random });
    expect(expectProblem(again)).toEqual({ code: 'key-already-exists' });
    const unlock = { kind: 'recovery-code', code: recoveryCode } as const;
    expect(expectValue(await openKeyEnvelope({ profile, unlock }))).toEqual(rootKey);
  });
});

describe('a missing key', () => {
  const unlock = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
  const wraps = [{ kind: 'recovery-code' }] as const;

  it.each(['workspace.db', 'keyring.json'])('is never made anew beside %s', async (file) => {
    const profile = await temporaryFolder();
    await writeFile(join(profile, file), 'ciphertext');
    expect(expectProblem(await openKeyEnvelope({ profile, unlock }))).toEqual({ code: 'key-missing' });
    expect(expectProblem(await createKeyEnvelope({ profile, wraps, random }))).toEqual({
      code: 'key-missing',
    });
    expect(await readdir(profile)).toEqual([file]);
  });

  it('is never made anew beside evidence, only beside empty folders', async () => {
    const profile = await temporaryFolder();
    const { fs } = watchedFileSystem();
    await fs.mkdir(join(profile, 'evidence', 'one'), { recursive: true, mode: 0o700 });
    expect(expectProblem(await openKeyEnvelope({ profile, unlock }))).toEqual({ code: 'key-not-created' });
    await writeFile(join(profile, 'evidence', 'one', 'file.mcev'), 'ciphertext');
    expect(expectProblem(await openKeyEnvelope({ profile, unlock }))).toEqual({ code: 'key-missing' });
    expect(expectProblem(await createKeyEnvelope({ profile, wraps, random }))).toEqual({
      code: 'key-missing',
    });
  });

  it('is not made when the folder cannot be looked into', async () => {
    const profile = await temporaryFolder();
    const ciphertextExists = () => Promise.reject(Object.assign(new Error(), { code: 'EIO' }));
    const created = await createKeyEnvelope({ profile, wraps, random, ciphertextExists });
    expect(expectProblem(created)).toMatchObject({ code: 'storage-failed', params: { reason: 'EIO' } });
    expect(await readdir(profile)).toEqual([]);
  });
});

describe('unlocking', () => {
  it('tells a wrong passphrase, and takes one typed in another Unicode form', async () => {
    const { profile, rootKey } = await create({ kind: 'passphrase', passphrase: 'Zürich in spring' });
    const wrong = { kind: 'passphrase', passphrase: 'Zurich in spring' } as const;
    expect(expectProblem(await openKeyEnvelope({ profile, unlock: wrong }))).toEqual({
      code: 'wrong-passphrase',
    });
    const decomposed = { kind: 'passphrase', passphrase: 'Zu\u0308rich in spring' } as const;
    expect(expectValue(await openKeyEnvelope({ profile, unlock: decomposed }))).toEqual(rootKey);
  });

  it('tells a mistyped recovery code from one of another workspace', async () => {
    const { profile, recoveryCode = '' } = await create({ kind: 'recovery-code' });
    const last = recoveryCode.endsWith('7') ? '8' : '7';
    const open = (code: string) => openKeyEnvelope({ profile, unlock: { kind: 'recovery-code', code } });
    expect(expectProblem(await open(recoveryCode.slice(0, -1) + last))).toEqual({
      code: 'recovery-code-mistyped',
      params: { group: 7 },
    });
    expect(expectProblem(await open(generateRecoveryCode(random)))).toEqual({ code: 'wrong-recovery-code' });
  });

  it('says which way was never set up', async () => {
    const { profile } = await create({ kind: 'recovery-code' });
    const unlock = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    expect(expectProblem(await openKeyEnvelope({ profile, unlock }))).toEqual({
      code: 'unlock-not-set-up',
      params: { kind: 'passphrase' },
    });
  });

  it('reports a keystore that is gone, refuses, or hands back another key', async () => {
    const store = keystore(1);
    const { profile } = await create({ kind: 'os-keystore', keystore: store }, { kind: 'recovery-code' });
    const open = (changed: OsKeystore) =>
      openKeyEnvelope({ profile, unlock: { kind: 'os-keystore', keystore: changed } });
    const params = { keystore: 'Test Keyring' };
    const gone = { ...store, available: async () => false };
    expect(expectProblem(await open(gone))).toEqual({ code: 'keystore-unavailable', params });
    expect(expectProblem(await open(keystore(2)))).toEqual({ code: 'keystore-refused', params });
    const other = { ...store, unprotect: async () => random(32) };
    expect(expectProblem(await open(other))).toEqual({ code: 'keystore-refused', params });
  });

  it('does not rely on a keystore that cannot give the key back', async () => {
    const profile = await temporaryFolder();
    const forgetful = { ...keystore(), unprotect: async () => new Uint8Array(32) };
    const wraps = [{ kind: 'os-keystore', keystore: forgetful }] as const;
    expect(expectProblem(await createKeyEnvelope({ profile, wraps, random }))).toMatchObject({
      code: 'keystore-refused',
    });
    const absent = { ...keystore(), available: async () => false };
    const created = createKeyEnvelope({
      profile,
      wraps: [{ kind: 'os-keystore', keystore: absent }],
      random,
    });
    expect(expectProblem(await created)).toMatchObject({ code: 'keystore-unavailable' });
    expect(await readdir(profile)).toEqual([]);
  });

  it('opens a throw-away workspace by its key file, and not without it', async () => {
    const { profile, rootKey } = await create({ kind: 'key-file' });
    expect((await stat(join(profile, 'sample.key'))).mode & 0o777).toBe(0o600);
    const open = () => openKeyEnvelope({ profile, unlock: { kind: 'key-file' } });
    expect(expectValue(await open())).toEqual(rootKey);
    await writeFile(join(profile, 'sample.key'), `${random(32).toString('hex')}\n`);
    expect(expectProblem(await open())).toEqual({ code: 'key-file-damaged', params: { file: 'sample.key' } });
    await rm(join(profile, 'sample.key'));
    expect(expectProblem(await open())).toEqual({ code: 'key-missing' });
  });

  it('never opens a damaged key.json to another key, and says that the file is damaged', async () => {
    const { profile, rootKey, recoveryCode = '' } = await create({ kind: 'recovery-code' });
    const path = join(profile, 'key.json');
    const whole = await readFile(path);
    const unlock = { kind: 'recovery-code', code: recoveryCode } as const;
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        await writeFile(path, damaged);
        const opened = await openKeyEnvelope({ profile, unlock });
        // White space for white space is no damage.
        if (opened.ok) expect(opened.value).toEqual(rootKey);
        else expect(opened.problem.code).toBe('key-file-damaged');
      }),
      { numRuns: 300 },
    );
    await writeFile(path, whole.subarray(0, 40));
    expect(expectProblem(await openKeyEnvelope({ profile, unlock }))).toMatchObject({
      code: 'key-file-damaged',
    });
  });
});

describe('changing the ways to unlock', () => {
  it('changes the passphrase: the new one opens the same key, the old one nothing', async () => {
    const {
      profile,
      rootKey,
      recoveryCode = '',
    } = await create({ kind: 'passphrase', passphrase: PASSPHRASE }, { kind: 'recovery-code' });
    const old = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    const changed = { kind: 'passphrase', passphrase: 'another long phrase' } as const;
    expectValue(await changePassphrase({ profile, unlock: old, passphrase: changed.passphrase, random }));
    expect(expectProblem(await openKeyEnvelope({ profile, unlock: old }))).toEqual({
      code: 'wrong-passphrase',
    });
    expect(expectValue(await openKeyEnvelope({ profile, unlock: changed }))).toEqual(rootKey);
    const unlock = { kind: 'recovery-code', code: recoveryCode } as const;
    expect(expectValue(await openKeyEnvelope({ profile, unlock }))).toEqual(rootKey);
  });

  it('changes nothing on a wrong passphrase or a full disk', async () => {
    const { profile, rootKey } = await create({ kind: 'passphrase', passphrase: PASSPHRASE });
    const before = await readFile(join(profile, 'key.json'));
    const wrong = { kind: 'passphrase', passphrase: 'not this one at all' } as const;
    const refused = await changePassphrase({ profile, unlock: wrong, passphrase: 'whatever it is', random });
    expect(expectProblem(refused)).toEqual({ code: 'wrong-passphrase' });
    const { fs } = watchedFileSystem(({ kind }) => (kind === 'write' ? 'ENOSPC' : undefined));
    const wrap = { kind: 'recovery-code' } as const;
    expect(expectProblem(await addWrap({ profile, rootKey, wrap, random, fs }))).toEqual({
      code: 'disk-full',
    });
    expect(await readFile(join(profile, 'key.json'))).toEqual(before);
  });

  it('replaces a lost recovery code', async () => {
    const { profile, rootKey, recoveryCode: lost = '' } = await create({ kind: 'recovery-code' });
    const { recoveryCode: fresh = '' } = expectValue(
      await addWrap({ profile, rootKey, wrap: { kind: 'recovery-code' }, random }),
    );
    const open = (code: string) => openKeyEnvelope({ profile, unlock: { kind: 'recovery-code', code } });
    expect(expectProblem(await open(lost))).toEqual({ code: 'wrong-recovery-code' });
    expect(expectValue(await open(fresh))).toEqual(rootKey);
  });

  it('removes a way, with its key file, but never the last', async () => {
    const { profile, rootKey } = await create({ kind: 'key-file' }, { kind: 'recovery-code' });
    expectValue(await removeWrap({ profile, rootKey, kind: 'key-file' }));
    expect(await readdir(profile)).toEqual(['key.json']);
    expect(expectProblem(await removeWrap({ profile, rootKey, kind: 'recovery-code' }))).toEqual({
      code: 'last-unlock',
    });
  });

  it("refuses another workspace's key", async () => {
    const { profile } = await create({ kind: 'recovery-code' });
    const { rootKey } = await create({ kind: 'recovery-code' });
    const added = await addWrap({ profile, rootKey, wrap: { kind: 'recovery-code' }, random });
    expect(expectProblem(added)).toMatchObject({ code: 'key-file-damaged' });
  });
});
