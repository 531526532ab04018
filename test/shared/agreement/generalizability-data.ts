import {
  type GeneralizabilityOptions,
  generalizabilityOf,
} from '../../../shared/agreement/generalizability-of.ts';
import type { Generalizability, Study } from '../../../shared/agreement/generalizability-result.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import type { RatingTable } from '../../../shared/agreement/rating-table.ts';

/** A rating as [unit, rater, criterion, score], counted from 0. */
export type Entry = readonly [number, number, number, number];

const named = (letter: string, entries: readonly Entry[], at: 0 | 1 | 2): string[] =>
  Array.from(
    { length: Math.max(-1, ...entries.map((entry) => entry[at])) + 1 },
    (_, k) => `${letter}${k + 1}`,
  );

export const tableOf = (entries: readonly Entry[]): RatingTable => ({
  units: named('S', entries, 0),
  raters: named('R', entries, 1),
  criteria: named('c', entries, 2),
  labels: null,
  unit: Uint32Array.from(entries, ([unit]) => unit),
  rater: Uint16Array.from(entries, ([, rater]) => rater),
  criterion: Uint16Array.from(entries, ([, , criterion]) => criterion),
  score: Float64Array.from(entries, ([, , , score]) => score),
  time: null,
});

export const asked: GeneralizabilityOptions = {
  design: null,
  criterion: null,
  method: null,
  maxRaters: 10,
  items: null,
  target: 0.8,
  cut: null,
  seed: 1,
  draws: 400,
  bootstrap: 0,
};

/** Standard deviates by Box & Muller. */
export const normals = (seed: number): ((variance: number) => number) => {
  const random = seededRandom(seed);
  return (variance) => Math.sqrt(-2 * variance * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

type Sizes = { readonly persons: number; readonly raters: number; readonly items: number };

export type Variances = Readonly<Record<'p' | 'r' | 'i' | 'pr' | 'pi' | 'ri' | 'e', number>>;

/** Scores of persons × raters × items with the variances given; `kept` leaves ratings out. */
export const crossed = (
  { persons, raters, items }: Sizes,
  variances: Partial<Variances>,
  seed: number,
  kept: (person: number, rater: number, item: number) => boolean = () => true,
): Entry[] => {
  const draw = normals(seed);
  const of = (name: keyof Variances, count: number): number[] =>
    Array.from({ length: count }, () => draw(variances[name] ?? 0));
  const [p, r, i] = [of('p', persons), of('r', raters), of('i', items)];
  const [pr, pi, ri] = [of('pr', persons * raters), of('pi', persons * items), of('ri', raters * items)];
  const entries: Entry[] = [];
  const at = (list: readonly number[], place: number): number => list[place] ?? 0;
  for (let a = 0; a < persons; a += 1) {
    for (let b = 0; b < raters; b += 1) {
      for (let c = 0; c < items; c += 1) {
        const both = at(pr, a * raters + b) + at(pi, a * items + c) + at(ri, b * items + c);
        const score = 5 + at(p, a) + at(r, b) + at(i, c) + both + draw(variances.e ?? 0);
        if (kept(a, b, c)) entries.push([a, b, c, score]);
      }
    }
  }
  return entries;
};

const columns = (text: string): number[][] => text.split('/').map((row) => row.trim().split(' ').map(Number));

/** Brennan 2001, table 3.1: 10 persons × 2 occasions (here the raters) × 4 items. */
export const brennan31: readonly Entry[] = columns(
  `2 4 5 5 4 4 2 3 0 6 / 6 5 5 9 3 4 6 4 5 8 / 7 6 4 8 5 4 6 4 4 7 / 5 7 6 6 6 7 5 5 5 6 /
   2 6 5 5 4 6 2 6 5 6 / 5 7 4 7 5 4 7 6 5 8 / 5 5 5 7 6 7 7 6 5 8 / 5 7 5 6 4 8 5 4 3 6`,
).flatMap((scores, at) => scores.map((score, person): Entry => [person, Math.floor(at / 4), at % 4, score]));

/** Brennan 2001, table 3.2: 10 persons × 3 tasks, each with 4 raters of its own. */
export const brennan32: readonly Entry[] = columns(
  `5 9 3 7 9 3 7 5 9 4 / 6 3 4 5 2 4 3 8 9 4 / 5 7 3 5 9 3 7 5 8 4 / 5 7 3 3 7 5 7 7 8 3 /
   5 7 5 3 7 3 7 7 6 3 / 3 5 3 1 7 3 5 5 6 5 / 4 5 3 4 3 6 5 5 6 6 / 5 5 5 3 7 3 7 4 5 5 /
   6 7 6 5 2 4 5 3 5 5 / 7 7 5 3 7 5 5 2 8 7 / 3 5 1 3 5 1 5 1 1 1 / 3 2 6 5 3 2 4 1 1 1`,
).flatMap((scores, at) => scores.map((score, person): Entry => [person, at, Math.floor(at / 4), score]));

/** Brennan 2001, §7.2: 8 persons × 3 tasks with 2, 4 and 2 raters (there items in content categories). */
export const brennan7: readonly Entry[] = columns(
  `4 2 2 1 3 1 3 0 / 5 1 4 3 3 2 5 1 / 3 2 4 5 6 5 6 1 / 3 3 7 4 7 6 8 2 /
   5 1 6 5 5 4 6 0 / 4 4 5 5 7 4 7 4 / 5 4 8 4 8 5 7 7 / 7 6 7 5 9 6 8 8`,
).flatMap((scores, at) =>
  scores.map((score, person): Entry => [person, at, at < 2 ? 0 : at < 6 ? 1 : 2, score]),
);

/** Shrout & Fleiss 1979, table 2: 6 targets × 4 judges. */
export const shroutFleiss: readonly Entry[] = columns(
  '9 2 5 8 / 6 1 3 2 / 8 4 6 8 / 7 1 2 6 / 10 5 6 9 / 6 2 4 7',
).flatMap((scores, person) => scores.map((score, rater): Entry => [person, rater, 0, score]));

export const studyOf = (entries: readonly Entry[], options: Partial<GeneralizabilityOptions> = {}) => {
  const found = generalizabilityOf(tableOf(entries), { ...asked, ...options });
  if (found === null) throw new Error('It was not stopped.');
  return found;
};

export const defined = ({ study, undefined: why }: Generalizability): Study => {
  if (study === null) throw new Error(`Undefined: ${why}.`);
  return study;
};

export const rowOf = (study: Study, raters: number, items = 1, fixed = false) => {
  const rows = fixed ? study.dStudyItemsFixed_truncatedAt0 : study.dStudy;
  const row = rows?.find(({ nRaters, nItems }) => nRaters === raters && nItems === items);
  if (row === undefined) throw new Error(`No row for ${raters} raters and ${items} items.`);
  return row;
};
