import { fail, ok, type Result } from '../../shared/lib/result.ts';
import type { RandomBytes } from './random-bytes.ts';

/**
 * A code a person copies from paper: seven groups of five characters, such as `7KQ2M-…`. Each group has four random
 * characters (20 bits; 140 bits in all) and one check character. Letters and digits are Crockford's base 32: no I, L,
 * O, U; lower case, O for 0 and I or L for 1 are understood.
 */
export type RecoveryCode = string & { readonly brand: 'RecoveryCode' };

export type RecoveryCodeProblem =
  | { readonly code: 'recovery-code-mistyped'; readonly params: { readonly group: number } }
  | {
      readonly code: 'recovery-code-incomplete';
      readonly params: { readonly expected: number; readonly got: number };
    };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 7;
const RANDOM_PER_GROUP = 4;
const GROUP_LENGTH = RANDOM_PER_GROUP + 1;

export const generateRecoveryCode = (random: RandomBytes): RecoveryCode => {
  // 256 is a multiple of 32: the low five bits of a random byte are uniform.
  const values = Array.from(random(GROUPS * RANDOM_PER_GROUP), (byte) => byte & 31);
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const chosen = values.slice(group * RANDOM_PER_GROUP, (group + 1) * RANDOM_PER_GROUP);
    return [...chosen, checkValue(chosen, group)].map((value) => ALPHABET[value]).join('');
  });
  return groups.join('-') as RecoveryCode;
};

/**
 * Reads what a person typed: spaces and dashes anywhere, any case. Every wrong character, every swap of neighbours and
 * every exchange of two groups is found before the key is tried; `group` (1-based) says where to look.
 */
export const parseRecoveryCode = (typed: string): Result<RecoveryCode, RecoveryCodeProblem> => {
  const characters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (characters.length !== GROUPS * GROUP_LENGTH) {
    return fail({
      code: 'recovery-code-incomplete',
      params: { expected: GROUPS * GROUP_LENGTH, got: characters.length },
    });
  }
  const groups: string[] = [];
  for (let group = 0; group < GROUPS; group++) {
    const text = characters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH);
    const values = Array.from(text, (character) => ALPHABET.indexOf(character));
    const right =
      !values.includes(-1) &&
      checkValue(values.slice(0, RANDOM_PER_GROUP), group) === values[RANDOM_PER_GROUP];
    if (!right) return fail({ code: 'recovery-code-mistyped', params: { group: group + 1 } });
    groups.push(text);
  }
  return ok(groups.join('-') as RecoveryCode);
};

/**
 * A Reed–Solomon check symbol over GF(32): the values weighted with distinct powers of a generator, so that any one
 * wrong symbol and any swap of two changes it. The group's number goes in too.
 */
const checkValue = (values: readonly number[], group: number): number =>
  timesGenerator(values.reduce((sum, value) => timesGenerator(sum) ^ value, group + 1));

/** Multiplies by x in GF(2)[x]/(x⁵+x²+1). */
const timesGenerator = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;
