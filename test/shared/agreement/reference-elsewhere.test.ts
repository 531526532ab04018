import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareInto, emptyTally, total } from './comparison.ts';
import { computed } from './computed.ts';
import { compareJoint, compareMarginal, type FacetsReference } from './facets-reference.ts';
import { loadReference, type ReferenceDataset, type ReferenceValue } from './reference-data.ts';

/** Data sets that may not be copied into the project lie beside it, where they are at all. */
const folder =
  process.env.ASSAY_REFERENCE ?? path.join(import.meta.dirname, '../../../../shared/reference/agreement');
const here = existsSync(path.join(folder, 'values'));
const unless = here ? '' : ' (skipped: the reference data sets beside the project are absent)';

/**
 * Here the reference's optimiser stopped where the restricted likelihood is still flat but not at its top: at our value
 * the criterion is lower by 5e-9, and it rises on both sides of it.
 */
const stoppedShort = (failure: string): boolean =>
  failure.startsWith('asap-aes-set7-traits gtheory_pxrxi {"method":"REML"} varComp.i:');

/** What has no counterpart yet, by field: studies with fixed items, a criterion of p × r × i, a package's other variance. */
const notInTheCore = {
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.nRaters': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.nItems': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.universeVar': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.relativeErrorVar': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.absoluteErrorVar': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.G': 10,
  'gtheory_pxrxi dStudyItemsFixed_truncatedAt0.Phi': 10,
  'gtheory_pxrxi remlCriterion': 2,
  'percent_agreement_all_raters value': 42,
  'percent_agreement_all_raters n': 42,
  'krippendorff_alpha_gwet_weights se': 3,
  'krippendorff_alpha_gwet_weights ci95': 6,
  'krippendorff_alpha_gwet_weights p': 3,
};

type Generators = {
  readonly catMatrix: (seed: number, units: number, raters: number, q: number, missing: number) => Int8Array;
  readonly contMatrix: (seed: number, units: number, raters: number) => Float64Array;
};

const generated = async (): Promise<ReadonlyMap<string, ReferenceDataset>> => {
  const made = (await import(pathToFileURL(path.join(folder, 'bench-data.mjs')).href)) as Generators;
  const rowsOf = (flat: Int8Array | Float64Array, raters: number, gap: number | null) =>
    Array.from({ length: flat.length / raters }, (_, unit) =>
      Array.from(flat.subarray(unit * raters, (unit + 1) * raters), (score) =>
        score === gap ? null : score,
      ),
    );
  const matrix = (id: string, ratings: (number | null)[][]): [string, ReferenceDataset] => [
    id,
    { id, layout: 'matrix', ratings },
  ];
  return new Map([
    matrix('gen:A2', rowsOf(made.catMatrix(102, 1000, 10, 5, 0.1), 10, 0)),
    matrix('gen:F1', rowsOf(made.catMatrix(103, 10_000, 20, 5, 0), 20, 0)),
    matrix('gen:I1', rowsOf(made.contMatrix(105, 10_000, 20), 20, null)),
  ]);
};

/** The benchmark values name R's functions. */
const functionNames: Readonly<Record<string, string>> = {
  'gwet.ac1.raw': 'gwet_ac',
  'bp.coeff.raw': 'brennan_prediger',
  'fleiss.kappa.raw': 'fleiss_kappa_gwet',
  'conger.kappa.raw': 'conger_kappa',
  'pa.coeff.raw': 'percent_agreement_pairwise',
  'krippen.alpha.raw': 'krippendorff_alpha_gwet_weights',
};

const renamed = (value: ReferenceValue): ReferenceValue => {
  const statistic = functionNames[value.statistic];
  return statistic === undefined
    ? value
    : { ...value, statistic, options: { ...value.options, input: 'raw' } };
};

describe(`reference values beside the project${unless}`, () => {
  test.skipIf(!here)('coefficients, intervals, variance components', { timeout: 120_000 }, async () => {
    const { datasets, values } = loadReference(folder);
    const made = await generated();
    const tally = emptyTally();
    for (const value of values.map(renamed)) {
      const dataset = datasets.get(value.dataset) ?? made.get(value.dataset);
      if (dataset === undefined) throw new Error(`No data set ${value.dataset}.`);
      compareInto(tally, value, computed(value, dataset), value.values);
    }
    expect(tally.failures.filter((failure) => !stoppedShort(failure))).toEqual([]);
    expect(tally.failures.filter(stoppedShort)).toHaveLength(1);
    expect(total(tally.compared)).toBe(11_365);
    expect(tally.notCompared).toEqual(notInTheCore);
  });

  test.skipIf(!here)('many-facet Rasch, joint and marginal', { timeout: 120_000 }, () => {
    const { datasets } = loadReference(folder);
    const tally = emptyTally();
    const files = readdirSync(path.join(folder, 'values')).filter((name) =>
      /mfrm-.*-(rsm|pcm)\.json$/.test(name),
    );
    for (const file of files) {
      const reference = JSON.parse(
        readFileSync(path.join(folder, 'values', file), 'utf8'),
      ) as FacetsReference;
      const dataset = datasets.get(reference.dataset);
      if (dataset === undefined) throw new Error(`No data set ${reference.dataset}.`);
      compareJoint(tally, reference, dataset);
      compareMarginal(tally, reference, dataset);
    }
    expect(tally.failures).toEqual([]);
    expect(tally.compared).toEqual({ joint: 11_582, marginal: 4184 });
    // Rounding left over in the reference: what ours is compared by is the convergence that `compareJoint` demands.
    expect(tally.notCompared).toEqual({
      'joint fitByRater.residualSum': 50,
      'joint fitByCriterion.residualSum': 27,
    });
    expect(files).toHaveLength(6);
  });

  test.skipIf(!here)('a severity that is off is noticed', () => {
    const { datasets } = loadReference(folder);
    const file = path.join(folder, 'values', 'open-mfrm-ptam4-rsm.json');
    const reference = JSON.parse(readFileSync(file, 'utf8')) as FacetsReference;
    const dataset = datasets.get(reference.dataset);
    if (dataset === undefined) throw new Error('No data set of that name.');
    const harsher = dataset.rows?.map((row, at) => (at === 0 ? [...row.slice(0, -1), 0] : row)) ?? [];
    const tally = emptyTally();
    compareMarginal(tally, reference, { ...dataset, rows: harsher });
    expect(tally.failures.length).toBeGreaterThan(0);
  });
});
