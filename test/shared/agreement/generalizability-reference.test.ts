import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { generalizabilityOf } from '../../../shared/agreement/generalizability-of.ts';
import type { Study } from '../../../shared/agreement/generalizability-result.ts';
import { compareInto, emptyTally, reml, type Tally, total } from './comparison.ts';
import { asked, type Entry, tableOf } from './generalizability-data.ts';
import { loadReference, matrixOf, type ReferenceDataset, type ReferenceValue } from './reference-data.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures/agreement/published');
/** Data sets that may not be copied into the project lie beside it, where they are at all. */
const folder =
  process.env.ASSAY_REFERENCE ?? path.join(import.meta.dirname, '../../../../shared/reference/agreement');
const here = existsSync(path.join(folder, 'values'));
const unless = here ? '' : ' (skipped: the reference data sets beside the project are absent)';

/** A data set as ratings: a matrix, or long rows with one score for each criterion. */
const entriesOf = (dataset: ReferenceDataset): Entry[] => {
  if (dataset.layout === 'long') {
    const rows = dataset.rows ?? [];
    const places = (at: 0 | 1) => [...new Set(rows.map((row) => row[at]))];
    const [persons, raters] = [places(0), places(1)];
    return rows.flatMap(([person, rater, ...scores]) =>
      scores.map(
        (score, item): Entry => [
          persons.indexOf(person as string),
          raters.indexOf(rater as string),
          item,
          Number(score),
        ],
      ),
    );
  }
  const { raters, values } = matrixOf(dataset);
  return Array.from(values, (score, at): Entry => [Math.floor(at / raters), at % raters, 0, score]).filter(
    ([, , , score]) => !Number.isNaN(score),
  );
};

type Wanted = { readonly nRaters: number; readonly nItems?: number };

/** The rows of a list that the reference has, in its order. */
const rowsLike = (rows: Study['dStudy'] | undefined, wanted: unknown) =>
  ((wanted ?? []) as Wanted[]).map(({ nRaters, nItems = 1 }) =>
    rows?.find((row) => row.nRaters === nRaters && row.nItems === nItems),
  );

const fieldsOf = (study: Study, wanted: ReferenceValue['values']) => {
  const { MS, SS, df, varComp, remlCriterion, dStudy, dStudyRandom_truncatedAt0: random } = study;
  const own = dStudy.find((row) => row.nRaters === study.n.raters && row.nItems === study.n.items);
  return {
    MS,
    SS,
    df,
    varComp,
    remlCriterion,
    dStudy: rowsLike(dStudy, wanted.dStudy),
    dStudyRandom_untruncated: rowsLike(dStudy, wanted.dStudyRandom_untruncated),
    dStudyRandom_truncatedAt0: rowsLike(random, wanted.dStudyRandom_truncatedAt0),
    dStudyItemsFixed_truncatedAt0: rowsLike(
      study.dStudyItemsFixed_truncatedAt0,
      wanted.dStudyItemsFixed_truncatedAt0,
    ),
    G: own?.G,
    Phi: own?.Phi,
    varUniverse: own?.universeVar,
    varErrorRel: own?.relativeErrorVar,
    varErrorAbs: own?.absoluteErrorVar,
  };
};

const tallyOf = (from: string): Tally => {
  const { datasets, values } = loadReference(from);
  const tally = emptyTally();
  for (const value of values.filter(({ statistic }) => statistic.startsWith('gtheory'))) {
    const dataset = datasets.get(value.dataset);
    if (dataset === undefined) throw new Error(`No data set ${value.dataset}.`);
    const method = String(value.options.method);
    const found = generalizabilityOf(tableOf(entriesOf(dataset)), {
      ...asked,
      draws: 2,
      method: method.startsWith('ANOVA') ? 'anova' : 'reml',
    });
    if (found === null || found.study === null) throw new Error(`Nothing for ${value.dataset}.`);
    // The gtheory package fits with lme4's default optimiser, which stops at about 1e-3.
    const loose = method.startsWith('gtheory') ? { tolerance: { relative: 1e-3, floor: 1e-9 } } : {};
    const tolerance = method === 'REML' ? { tolerance: reml } : loose;
    compareInto(tally, value, { fields: fieldsOf(found.study, value.values), ...tolerance }, value.values);
  }
  return tally;
};

/** The reference's optimiser stopped short of the top here: see the restricted likelihoods in `reference-elsewhere`. */
const stoppedShort = (failure: string): boolean =>
  failure.startsWith('asap-aes-set7-traits gtheory_pxrxi {"method":"REML"} varComp.i:');

describe('generalizability as independent software has it', () => {
  test('published tables', () => {
    const tally = tallyOf(fixtures);
    expect(tally.failures).toEqual([]);
    expect(tally.notCompared).toEqual({});
    expect(total(tally.compared)).toBe(48);
  });

  test.skipIf(!here)(`data sets beside the project, items fixed and criteria of REML too${unless}`, () => {
    const tally = tallyOf(folder);
    expect(tally.failures.filter((failure) => !stoppedShort(failure))).toEqual([]);
    expect(tally.failures.filter(stoppedShort)).toHaveLength(1);
    expect(tally.notCompared).toEqual({});
    expect(total(tally.compared)).toBe(416);
  });
});
