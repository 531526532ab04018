export type Strength = 'weak' | 'fair' | 'strong';

/**
 * A hint, not a gate: rough bits of what a guesser has to try. Repeated characters count once and a half, words of
 * letters about as a word from a list (11 bits each), everything else by the size of its alphabet.
 */
export const passphraseStrength = (passphrase: string): Strength => {
  const bits = Math.min(bitsByCharacter(passphrase), bitsByWord(passphrase));
  if (bits < 36) return 'weak';
  return bits < 52 ? 'fair' : 'strong';
};

const bitsByCharacter = (text: string): number => {
  const characters = [...text];
  const alphabet =
    (/[a-z]/.test(text) ? 26 : 0) +
    (/[A-Z]/.test(text) ? 26 : 0) +
    (/\d/.test(text) ? 10 : 0) +
    (/[^a-zA-Z0-9]/.test(text) ? 20 : 0);
  const varied = Math.min(characters.length, new Set(characters).size * 1.5);
  return varied * Math.log2(Math.max(alphabet, 2));
};

const bitsByWord = (text: string): number => {
  const words = text.toLowerCase().match(/\p{Letter}{3,}/gu) ?? [];
  const rest = text.replace(/\p{Letter}{3,}/gu, '').replace(/[\s-]/g, '');
  return new Set(words).size * 13 + [...rest].length * 5;
};
