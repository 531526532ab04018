import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfBelow, scoreOfDigit, toggleHalf } from '../../../renderer/features/review/score-keys.ts';
import { allowedScores } from '../../../shared/domain/rubric.ts';
import { criterion } from './samples.ts';

const fourLevels = criterion('c1');

describe('digits', () => {
  it('give the level whose score they are', () => {
    expect([1, 2, 3, 4].map((digit) => scoreOfDigit(fourLevels, digit))).toEqual([1, 2, 3, 4]);
  });

  it('mean nothing where there is no such level', () => {
    expect(scoreOfDigit(fourLevels, 5)).toBeUndefined();
    expect(scoreOfDigit(criterion('c1', [0, 2, 4]), 1)).toBeUndefined();
  });

  it('clear with 0, unless 0 is a level', () => {
    expect(scoreOfDigit(fourLevels, 0)).toBeNull();
    expect(scoreOfDigit(criterion('c1', [0, 1, 2]), 0)).toBe(0);
  });
});

describe('the half-point key', () => {
  it('goes half a point down and back', () => {
    expect(toggleHalf(fourLevels, true, 3)).toBe(2.5);
    expect(toggleHalf(fourLevels, true, 2.5)).toBe(3);
  });

  it('does nothing without a score, without half points, or under the lowest level', () => {
    expect(toggleHalf(fourLevels, true, null)).toBeUndefined();
    expect(toggleHalf(fourLevels, false, 3)).toBeUndefined();
    expect(toggleHalf(fourLevels, true, 1)).toBeUndefined();
  });

  it('only ever gives scores that the rubric allows, and is its own inverse', () => {
    const rubric = fc
      .uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 6 })
      .map((scores) =>
        criterion(
          'c1',
          scores.sort((a, b) => a - b),
        ),
      );
    fc.assert(
      fc.property(rubric, fc.nat(20), (one, pick) => {
        const allowed = allowedScores(one, true);
        const score = allowed[pick % allowed.length] ?? null;
        const next = toggleHalf(one, true, score);
        if (next === undefined || next === null) return;
        expect(allowed).toContain(next);
        const back = toggleHalf(one, true, next);
        if (back !== undefined) expect(back).toBe(score);
      }),
    );
  });
});

describe('half points between levels', () => {
  it('stand under every level but the lowest', () => {
    expect(fourLevels.levels.map((level) => halfBelow(fourLevels, true, level.score))).toEqual([
      null,
      1.5,
      2.5,
      3.5,
    ]);
    expect(halfBelow(fourLevels, false, 3)).toBeNull();
  });
});
