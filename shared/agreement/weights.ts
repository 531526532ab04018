import { fail, ok, type Result } from '../lib/result.ts';

/** A symmetric table of agreement weights, row by row: 1 on the diagonal, less for what lies apart. */
export type Weights = { readonly categories: number; readonly table: Float64Array };

export type WeightKind = 'unweighted' | 'linear' | 'quadratic' | 'ordinal';

/** What a distance is measured in: the scores themselves, or the places of the categories in their order. */
export type Distance = 'value' | 'index';

/**
 * Agreement weights (Gwet 2014, ch. 3): linear 1 − |d|/R, quadratic 1 − d²/R² with R the range of the categories;
 * ordinal 1 − C(|i−j|+1, 2)/C(q, 2), which looks at places alone.
 */
export const agreementWeights = (
  kind: WeightKind,
  values: Float64Array,
  distance: Distance = 'value',
): Weights => {
  const categories = values.length;
  const at = (code: number): number => (distance === 'index' ? code : (values[code] as number));
  const range = categories === 0 ? 0 : at(categories - 1) - at(0);
  const table = new Float64Array(categories * categories);
  for (let i = 0; i < categories; i += 1) {
    for (let j = 0; j < categories; j += 1) {
      table[i * categories + j] = i === j ? 1 : weightOf(kind, i - j, at(i) - at(j), range, categories);
    }
  }
  return { categories, table };
};

const weightOf = (
  kind: WeightKind,
  steps: number,
  apart: number,
  range: number,
  categories: number,
): number => {
  const places = Math.abs(steps) + 1;
  switch (kind) {
    case 'unweighted':
      return 0;
    case 'linear':
      return 1 - Math.abs(apart) / range;
    case 'quadratic':
      return 1 - (apart / range) ** 2;
    case 'ordinal':
      return 1 - (places * (places - 1)) / (categories * (categories - 1));
  }
};

/**
 * Agreement weights of one's own, in the order of the categories. The problem says what is wrong with them, as the end
 * of a sentence.
 */
export const customWeights = (
  rows: readonly (readonly number[])[],
  categories: number,
): Result<Weights, string> => {
  if (rows.length !== categories)
    return fail(`the weights are for ${rows.length} categories, and there are ${categories}`);
  const table = new Float64Array(categories * categories);
  for (const [i, row] of rows.entries()) {
    if (row.length !== categories)
      return fail(`row ${i + 1} of the weights has ${row.length} of ${categories} numbers`);
    for (const [j, weight] of row.entries()) {
      const wrong = wrongWeight(weight, rows[j]?.[i], i, j);
      if (wrong !== null) return fail(wrong);
      table[i * categories + j] = weight;
    }
  }
  return ok({ categories, table });
};

const wrongWeight = (weight: number, mirrored: number | undefined, i: number, j: number): string | null => {
  const at = `the weight in row ${i + 1}, column ${j + 1}`;
  if (!(weight >= 0 && weight <= 1)) return `${at} is ${weight}, and weights lie between 0 and 1`;
  if (i === j && weight !== 1) return `${at} is ${weight}, and agreement itself weighs 1`;
  return weight === mirrored ? null : `${at} is ${weight}, and mirrored ${mirrored}: weights are symmetric`;
};
