import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateRecoveryCode, parseRecoveryCode } from '../../../main/keys/recovery-code.ts';
import { expectProblem, expectValue } from './expect-result.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const code = fc
  .uint8Array({ minLength: 28, maxLength: 28 })
  .map((bytes) => generateRecoveryCode(() => bytes));

describe('recovery code', () => {
  it('has seven groups of five and 140 random bits', () => {
    const asked: number[] = [];
    const made = generateRecoveryCode((length) => {
      asked.push(length);
      return randomBytes(length);
    });
    expect(made).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(asked).toEqual([28]);
    const codes = new Set(Array.from({ length: 500 }, () => generateRecoveryCode(randomBytes)));
    expect(codes.size).toBe(500);
  });

  it('is read however a person spaces and cases it, with O for 0 and I or L for 1', () => {
    fc.assert(
      fc.property(
        code,
        fc.constantFrom('', ' ', '–', ' - ', '\n'),
        fc.constantFrom('I', 'l', '1'),
        (made, gap, one) => {
          const typed = made.toLowerCase().replaceAll('-', gap).replaceAll('0', 'o').replaceAll('1', one);
          expect(expectValue(parseRecoveryCode(`  ${typed} `))).toBe(made);
        },
      ),
    );
  });

  it('finds every wrong character and says in which group', () => {
    const made = generateRecoveryCode(randomBytes);
    for (let at = 0; at < made.length; at++) {
      if (made[at] === '-') continue;
      for (const wrong of [...ALPHABET, 'U', '?', 'é']) {
        if (wrong === made[at]) continue;
        const typed = made.slice(0, at) + wrong + made.slice(at + 1);
        expect(expectProblem(parseRecoveryCode(typed))).toEqual({
          code: 'recovery-code-mistyped',
          params: { group: Math.floor(at / 6) + 1 },
        });
      }
    }
  });

  it('finds neighbours and whole groups that changed places', () => {
    fc.assert(
      fc.property(code, fc.nat(33), fc.nat(6), fc.nat(6), (made, at, one, other) => {
        const characters = [...made.replaceAll('-', '')];
        const [left, right] = [characters[at], characters[at + 1]];
        fc.pre(left !== undefined && right !== undefined && left !== right && one !== other);
        characters.splice(at, 2, right, left);
        expect(parseRecoveryCode(characters.join('')).ok).toBe(false);

        const groups = made.split('-');
        [groups[one], groups[other]] = [groups[other] ?? '', groups[one] ?? ''];
        expect(parseRecoveryCode(groups.join('-')).ok).toBe(false);
      }),
    );
  });

  it('says how many characters are missing', () => {
    const made = generateRecoveryCode(randomBytes);
    expect(expectProblem(parseRecoveryCode(made.slice(0, -2)))).toEqual({
      code: 'recovery-code-incomplete',
      params: { expected: 35, got: 33 },
    });
    expect(expectProblem(parseRecoveryCode(''))).toMatchObject({ code: 'recovery-code-incomplete' });
  });
});
