import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { agreementWeights } from '../../../shared/agreement/weights.ts';
import { compareInto, emptyTally, type Tally, total } from './comparison.ts';
import { computed, type WeightMaker } from './computed.ts';
import { loadReference } from './reference-data.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures/agreement');

const tallyOf = (folder: string, weigh?: WeightMaker): Tally => {
  const { datasets, values } = loadReference(path.join(fixtures, folder));
  const tally = emptyTally();
  for (const value of values) {
    const dataset = datasets.get(value.dataset);
    if (dataset === undefined) throw new Error(`No data set ${value.dataset} in ${folder}.`);
    compareInto(tally, value, computed(value, dataset, weigh), value.values);
  }
  return tally;
};

describe('the values of independent software', () => {
  test.each([
    { folder: 'synthetic', numbers: 3405, allRaters: 12 },
    { folder: 'published', numbers: 2072, allRaters: 6 },
  ])('$folder: $numbers numbers', ({ folder, numbers, allRaters }) => {
    const tally = tallyOf(folder);
    expect(tally.failures).toEqual([]);
    expect(total(tally.compared)).toBe(numbers);
    expect(tally.notCompared).toEqual({
      'percent_agreement_all_raters value': allRaters,
      'percent_agreement_all_raters n': allRaters,
    });
  });

  test('only published tables are among the published fixtures', () => {
    const { datasets } = loadReference(path.join(fixtures, 'published'));
    expect([...datasets.values()].map(({ license }) => license)).toEqual(
      Array.from(datasets, () => 'published table (facts)'),
    );
    expect(datasets.size).toBe(5);
  });

  test('a wrong weight is noticed, and named', () => {
    const wrong: WeightMaker = (kind, values, distance) =>
      agreementWeights(kind === 'quadratic' ? 'linear' : kind, values, distance);
    const { failures } = tallyOf('synthetic', wrong);
    expect(failures.length).toBeGreaterThan(50);
    for (const failure of failures) expect(failure).toContain('"weights":"quadratic"');
    expect(failures.some((failure) => failure.startsWith('syn-two-raters cohen_kappa {'))).toBe(true);
  });

  test('a missing field is counted, and not a number is a failure', () => {
    const label = { dataset: 'none', statistic: 'alpha', options: {} };
    const tally = emptyTally();
    compareInto(tally, label, { fields: { value: Number.NaN } }, { value: 0.5, n: 3 });
    compareInto(tally, label, null, { value: 0.5 });
    expect(tally.failures).toEqual(['none alpha {} value: NaN, reference 0.5']);
    expect(tally.notCompared).toEqual({ 'alpha n': 1, 'alpha value': 1 });
  });
});
