import { describe, expect, it } from 'vitest';
import { describeProblem, isProblemCode, problem } from '../../../shared/lib/problem.ts';
import { problemSentences } from '../../../shared/lib/problem-sentences.ts';

describe('problems', () => {
  it('say their sentence with the values filled in', () => {
    expect(describeProblem(problem('hub-unreachable', { url: 'https://hub.example' }))).toContain(
      'The hub at https://hub.example cannot be reached',
    );
  });

  it('show a gap rather than a brace when a value is missing', () => {
    expect(describeProblem(problem('hub-unreachable'))).not.toMatch(/[{}]/);
  });

  it.each(Object.entries(problemSentences))('%s is a whole sentence', (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z{].*[.?]$/s);
    expect(sentence.length).toBeLessThan(240);
  });

  it('know a code from outside', () => {
    expect(isProblemCode('disk-full')).toBe(true);
    expect(isProblemCode('toString')).toBe(false);
  });
});
