import { expect, test } from 'vitest';
import { passphraseStrength } from '../../../renderer/features/first-run/passphrase-strength.ts';

test.each([
  ['password', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['letmein123', 'weak'],
  ['copper lantern river', 'fair'],
  ['copper lantern river seven', 'strong'],
  ['x7!Kp2#Lq9@Wz', 'strong'],
] as const)('%s is %s', (passphrase, strength) => {
  expect(passphraseStrength(passphrase)).toBe(strength);
});

test('one word over and over adds nothing', () => {
  expect(passphraseStrength('river river river river')).toBe('weak');
});
