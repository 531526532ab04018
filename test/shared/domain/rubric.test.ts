import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../shared/domain/decision-rule.ts';
import { allowedScores, criterionLetter, rubricHash, rubricSchema } from '../../../shared/domain/rubric.ts';
import { aRubric } from '../../helpers/domain.ts';

const [criterion] = aRubric().criteria;
if (criterion === undefined) throw new Error('the fixture has a criterion');

describe('a rubric', () => {
  it('needs a criterion, rising levels and distinct ids', () => {
    const rubric = aRubric();
    const words = (value: unknown) =>
      rubricSchema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];
    expect(words({ ...rubric, criteria: [] })).toContain('a rubric needs at least one criterion');
    expect(words({ ...rubric, criteria: [criterion, criterion] })).toContain('two criteria share this id');
    const falling = { ...criterion, levels: [...criterion.levels].reverse() };
    expect(words({ ...rubric, criteria: [falling] })).toContain('levels must have rising scores');
  });

  it('has another hash when a single word changes', () => {
    const hash = (rubric: object) => rubricHash(rubricSchema.parse(rubric), (text) => text);
    expect(hash(aRubric())).toBe(hash(structuredClone(aRubric())));
    expect(hash({ ...aRubric(), title: 'Questioning.' })).not.toBe(hash(aRubric()));
  });

  it('allows half points only between two levels', () => {
    expect(allowedScores(criterion, false)).toEqual([1, 2, 3, 4]);
    expect(allowedScores(criterion, true)).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 4]);
  });

  it('letters criteria as a spreadsheet letters columns', () => {
    expect([0, 25, 26, 51, 52].map(criterionLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA']);
  });
});

describe('the decision rule', () => {
  const criteria = aRubric().criteria;

  it('decides nothing while a score is missing', () => {
    expect(decide({ kind: 'minimum-each', minimum: 1 }, criteria, () => null)).toBe('undecided');
  });

  it('agrees with its definition', () => {
    const score = fc.constantFrom(1, 1.5, 2, 2.5, 3, 3.5, 4);
    fc.assert(
      fc.property(score, score, (a, b) => {
        const scores = [a, b];
        const scoreOf = (one: (typeof criteria)[number]) => scores[criteria.indexOf(one)] ?? null;
        expect(decide({ kind: 'minimum-each', minimum: 3 }, criteria, scoreOf)).toBe(
          Math.min(a, b) >= 3 ? 'met' : 'not-met',
        );
        expect(decide({ kind: 'mean', minimum: 3, floor: 2 }, criteria, scoreOf)).toBe(
          Math.min(a, b) >= 2 && a + b >= 6 ? 'met' : 'not-met',
        );
      }),
    );
  });
});
