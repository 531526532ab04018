import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asRootKey, deriveKeys, generateRootKey } from '../../../main/keys/root-key.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('workspace keys', () => {
  // Computed with Python's cryptography package; a change here makes every existing workspace unreadable.
  it('are what they were in the first version', () => {
    const keys = deriveKeys(asRootKey(Uint8Array.from({ length: 32 }, (_, index) => index)));
    expect(hex(keys.databaseKey)).toBe('61f22f604db423b5f54044419258e152a8e9db0da2339d5f348da94b46581103');
    expect(hex(keys.ringKey)).toBe('cd23779b663061d04fbb699d42c7fa087b3c2dd3810212551fc3e18b119055be');
    expect(hex(keys.nameKey)).toBe('90864fa9594a600337e41a5e474275a2bd633219bde1630fcac292d17173ea23');
  });

  it('come from 32 random bytes and nothing shorter', () => {
    const asked: number[] = [];
    generateRootKey((length) => {
      asked.push(length);
      return randomBytes(length);
    });
    expect(asked).toEqual([32]);
    expect(() => generateRootKey(() => new Uint8Array(31))).toThrow(RangeError);
  });
});
