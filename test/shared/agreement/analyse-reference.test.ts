import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyses, recordFields } from './analysed.ts';
import { compareInto, emptyTally, type Tally, total } from './comparison.ts';
import { loadReference } from './reference-data.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures/agreement');

/** Data sets that may not be copied into the project lie beside it, where they are at all. */
const beside =
  process.env.ASSAY_REFERENCE ?? path.join(import.meta.dirname, '../../../../shared/reference/agreement');
const here = existsSync(path.join(beside, 'values'));
const unless = here ? '' : ' (skipped: the reference data sets beside the project are absent)';

/** Variance components are another command's. */
const elsewhere = /^gtheory/;

const tallyOf = (folder: string): Tally => {
  const { datasets, values } = loadReference(folder);
  const tally = emptyTally();
  const cache = analyses();
  for (const value of values.filter(({ statistic }) => !elsewhere.test(statistic))) {
    const dataset = datasets.get(value.dataset);
    // Values of the generated benchmark data are compared with the core itself.
    if (dataset === undefined || dataset.layout === 'long') continue;
    compareInto(tally, value, recordFields(value, dataset, cache), value.values);
  }
  return tally;
};

/** Single replicates are not printed; the package's variance of alpha from counts is not that from ratings. */
const notPrinted = (first5: number, fromCounts: number): Record<string, number> => ({
  ...(first5 === 0 ? {} : { 'krippendorff_alpha_bootstrap first5': first5 }),
  ...(fromCounts === 0
    ? {}
    : {
        'krippendorff_alpha_gwet_weights se': fromCounts,
        'krippendorff_alpha_gwet_weights ci95': 2 * fromCounts,
        'krippendorff_alpha_gwet_weights p': fromCounts,
      }),
});

describe('the records of analyse hold the values of independent software', () => {
  test.each([
    { folder: 'synthetic', numbers: 3429, first5: 0 },
    { folder: 'published', numbers: 2026, first5: 10 },
  ])('$folder: $numbers numbers', ({ folder, numbers, first5 }) => {
    const tally = tallyOf(path.join(fixtures, folder));
    expect(tally.failures).toEqual([]);
    expect(total(tally.compared)).toBe(numbers);
    expect(tally.notCompared).toEqual(notPrinted(first5, 0));
  });

  test.skipIf(!here)(`beside the project${unless}`, { timeout: 120_000 }, () => {
    const tally = tallyOf(beside);
    expect(tally.failures).toEqual([]);
    expect(total(tally.compared)).toBe(10_899);
    expect(tally.notCompared).toEqual(notPrinted(15, 3));
  });
});
