import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Panel, panelOf } from '../../../shared/agreement/panel.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';

type Score = number | string | null;

/** A data set as the reference files hold it: ratings by unit and rater, or counts by unit and category, or long rows. */
export type ReferenceDataset = {
  readonly id: string;
  readonly layout: 'matrix' | 'counts' | 'long';
  readonly license?: string;
  readonly raters?: readonly string[];
  readonly categories?: readonly (string | number)[];
  readonly ratings?: readonly (readonly Score[])[];
  readonly counts?: readonly (readonly number[])[];
  readonly criteria?: readonly string[];
  readonly minScore?: number;
  readonly rows?: readonly (readonly Score[])[];
  readonly disagreementWeights?: readonly (readonly number[])[];
};

/** What independent software says of a data set. */
export type ReferenceValue = {
  readonly dataset: string;
  readonly statistic: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, unknown>>;
};

export type ReferenceFolder = {
  readonly datasets: ReadonlyMap<string, ReferenceDataset>;
  readonly values: readonly ReferenceValue[];
};

/** Not reference values: what packages get wrong, and what they return for degenerate data. */
const notToBeMatched = /defect|edge|mfrm/;

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

export const loadReference = (folder: string): ReferenceFolder => {
  const files = (part: string): string[] =>
    readdirSync(path.join(folder, part))
      .sort()
      .map((name) => path.join(folder, part, name));
  const datasets = files('datasets')
    .map(readJson)
    .filter((found): found is ReferenceDataset => !Array.isArray(found));
  const values = files('values')
    .filter((file) => !notToBeMatched.test(path.basename(file)))
    .flatMap((file) => readJson(file) as ReferenceValue[]);
  return { datasets: new Map(datasets.map((one) => [one.id, one])), values };
};

/** Scores of a matrix, NaN for gaps; labels become the places of their categories. */
export type Matrix = { readonly units: number; readonly raters: number; readonly values: Float64Array };

export const matrixOf = (dataset: ReferenceDataset): Matrix => {
  const rows = dataset.ratings ?? [];
  const scoreOf = (score: Score): number => {
    if (score === null) return Number.NaN;
    return typeof score === 'string' ? (dataset.categories ?? []).indexOf(score) : score;
  };
  return {
    units: rows.length,
    raters: rows[0]?.length ?? 0,
    values: Float64Array.from(rows.flat(), scoreOf),
  };
};

export const hasLabels = ({ ratings = [] }: ReferenceDataset): boolean =>
  ratings.flat().some((score) => typeof score === 'string');

export const ratingsFrom = ({ units, raters, values }: Matrix): Ratings =>
  ratingsOfGrid(values, units, raters);

export const panelFrom = (matrix: Matrix): Panel => {
  const panel = panelOf(ratingsFrom(matrix));
  if (panel === null) throw new Error('The data set has more categories than a panel can hold.');
  return panel;
};

/** The places of two raters given by name or by number from 1; the first two where none are given. */
export const pairOf = (dataset: ReferenceDataset, options: ReferenceValue['options']): [number, number] => {
  const [first, second] = (options.raters ?? [1, 2]) as (string | number)[];
  const place = (rater: string | number | undefined): number =>
    typeof rater === 'number' ? rater - 1 : (dataset.raters ?? []).indexOf(rater ?? '');
  return [place(first), place(second)];
};

/** The units that two raters both scored, as a matrix of their own. */
export const pairMatrix = ({ units, raters, values }: Matrix, [first, second]: [number, number]): Matrix => {
  const kept: number[] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const pair = [values[unit * raters + first] as number, values[unit * raters + second] as number];
    if (!pair.some(Number.isNaN)) kept.push(...pair);
  }
  return { units: kept.length / 2, raters: 2, values: Float64Array.from(kept) };
};

/** A long data set with one score in each cell, as a persons × raters × criteria block. */
export const blockOf = ({ rows = [], criteria = [] }: ReferenceDataset) => {
  const persons = [...new Set(rows.map(([person]) => person))];
  const raters = [...new Set(rows.map(([, rater]) => rater))];
  const values = new Float64Array(persons.length * raters.length * criteria.length).fill(Number.NaN);
  for (const [person, rater, ...scores] of rows) {
    const from = persons.indexOf(person as Score) * raters.length + raters.indexOf(rater as Score);
    values.set(scores.map(Number), from * criteria.length);
  }
  return { persons: persons.length, raters: raters.length, items: criteria.length, values };
};
