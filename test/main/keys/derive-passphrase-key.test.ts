import { argon2id } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { derivePassphraseKey } from '../../../main/keys/derive-passphrase-key.ts';
import type { Argon2Parameters } from '../../../main/keys/key-envelope-file.ts';

const kdf = (parts: Partial<Argon2Parameters> = {}): Argon2Parameters => ({
  name: 'argon2id',
  memoryKiB: 65_536,
  iterations: 3,
  parallelism: 1,
  salt: '000102030405060708090a0b0c0d0e0f',
  ...parts,
});

const inThisThread = (passphrase: string, { memoryKiB, iterations, parallelism, salt }: Argon2Parameters) =>
  argon2id({
    password: passphrase.normalize('NFKC'),
    salt: Buffer.from(salt, 'hex'),
    memorySize: memoryKiB,
    iterations,
    parallelism,
    hashLength: 32,
    outputType: 'binary',
  });

/** How many turns the event loop takes until `work` is done: what everything else in this thread gets to run. */
const turnsDuring = async (work: Promise<unknown>): Promise<number> => {
  let turns = 0;
  let done = false;
  const turn = () => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  done = true;
  return turns;
};

describe('the key behind a passphrase', () => {
  it('is what argon2id makes of it, in Unicode form NFKC', async () => {
    const small = kdf({ memoryKiB: 64, iterations: 1 });
    const composed = await derivePassphraseKey('caf\u00e9 au lait', small);
    expect(composed).toEqual(await inThisThread('caf\u00e9 au lait', small));
    expect(await derivePassphraseKey('cafe\u0301 au lait', small)).toEqual(composed);
    expect(await derivePassphraseKey('cafe au lait', small)).not.toEqual(composed);
  });

  it('is derived while this thread goes on: many turns, against a handful where it computes itself', async () => {
    const held = await turnsDuring(inThisThread('correct horse battery', kdf()));
    const free = await turnsDuring(derivePassphraseKey('correct horse battery', kdf()));
    expect(held).toBeLessThan(100);
    expect(free).toBeGreaterThan(10 * Math.max(10, held));
  });

  it('is a failure in words where the thread cannot derive it', async () => {
    await expect(derivePassphraseKey('correct horse', kdf({ salt: '' }))).rejects.toThrow(
      /passphrase could not be tried: .*[Ss]alt/,
    );
  });
});
