import type { ScaleKind } from './analysis.ts';
import { createRatingBuilder, type RatingBuilder } from './rating-builder.ts';
import { alikeNames, howRead, type RatingsRead, unreadableTime } from './rating-rows.ts';
import { type Categories, categoriesIssue, isGap, type ScoreReading } from './rating-scores.ts';
import { onlyCriterion } from './rating-table.ts';
import { createTimeReader } from './rating-time.ts';

type Field =
  | 'ratings'
  | 'units'
  | 'raters'
  | 'scale'
  | 'categories'
  | 'unit'
  | 'rater'
  | 'score'
  | 'criterion'
  | 'time';
type Fields = { readonly [Name in Field]?: unknown };

const shapes =
  'it is none of: a list of {unit, rater, score}; {"ratings": such a list}; {"units": names, "raters": names, "ratings": a row of scores for each unit}';

/**
 * Ratings from a JSON value: a list of {unit, rater, score, criterion?, time?}, the same as {ratings}, or {units, raters,
 * ratings} with a row of scores for each unit, null where there is none. `scale` and `categories` beside the ratings hold
 * where nothing else was asked for.
 */
export const readRatingValue = (value: unknown, asked: ScoreReading): RatingsRead => {
  const file = Array.isArray(value) ? { ratings: value } : value;
  if (!isFields(file) || !Array.isArray(file.ratings)) return refused(shapes);
  const reading = declaredIn(file, asked);
  if (typeof reading === 'string') return refused(reading);
  const ratings: readonly unknown[] = file.ratings;
  const { units, raters } = file;
  if (units !== undefined || raters !== undefined) return fromMatrix(units, raters, ratings, reading);
  return fromList(ratings, reading);
};

const refused = (text: string): RatingsRead => ({ ok: false, issues: [{ row: null, text }] });

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const scales: readonly unknown[] = ['nominal', 'ordinal', 'interval', 'ratio'] satisfies ScaleKind[];

/** What was asked for, filled up by what the file declares; what is wrong with that as text. */
const declaredIn = (file: Fields, asked: ScoreReading): ScoreReading | string => {
  const declared = file.scale;
  if (declared !== undefined && !scales.includes(declared)) {
    return `its scale is one of ${scales.join(', ')}, not ${JSON.stringify(declared)}`;
  }
  const scale = asked.scale ?? (declared as ScaleKind | undefined) ?? null;
  if (asked.categories !== null || file.categories === undefined) return { ...asked, scale };
  const categories = categoriesOf(file.categories);
  if (categories === null) return 'its categories are neither all numbers nor all words';
  const issue = categoriesIssue(categories, scale);
  return issue === null ? { ...asked, scale, categories } : `its categories: ${issue}`;
};

const categoriesOf = (value: unknown): Categories | null => {
  if (!Array.isArray(value)) return null;
  const list: readonly unknown[] = value;
  if (list.every((one) => typeof one === 'number')) return { kind: 'numbers', values: list };
  if (list.every((one) => typeof one === 'string')) {
    return { kind: 'labels', names: list.map((name) => name.trim()) };
  }
  return null;
};

const finish = (builder: RatingBuilder, reading: ScoreReading): RatingsRead => {
  const built = builder.finish();
  if (!built.ok) return built;
  return { ...howRead(reading), ok: true, table: built.table, warnings: alikeNames(built.table) };
};

/** A name or a number as a name; null when it is neither, or empty. */
const nameOf = (value: unknown): string | null => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
};

/** A score as the text it would be in a table; null: no rating; undefined: neither number nor text. */
const scoreOf = (value: unknown, { decimalComma }: ScoreReading): string | null | undefined => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return decimalComma ? String(value).replace('.', ',') : String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return isGap(text) ? null : text;
};

const fromList = (ratings: readonly unknown[], reading: ScoreReading): RatingsRead => {
  const timed = ratings.some((one) => isFields(one) && one.time !== undefined && one.time !== null);
  const builder = createRatingBuilder({ reading, timed, where: 'entry' });
  const readTime = createTimeReader();
  ratings.forEach((one, at) => {
    const problem = isFields(one)
      ? takeEntry(at + 1, one, builder, reading, readTime)
      : 'is not {unit, rater, score}';
    if (problem !== null) builder.issue(at + 1, problem);
  });
  return finish(builder, reading);
};

const takeEntry = (
  row: number,
  one: Fields,
  builder: RatingBuilder,
  reading: ScoreReading,
  readTime: ReturnType<typeof createTimeReader>,
): string | null => {
  const unit = nameOf(one.unit);
  const rater = nameOf(one.rater);
  const criterion = one.criterion === undefined ? onlyCriterion : nameOf(one.criterion);
  if (unit === null) return 'names no unit';
  if (rater === null) return 'names no rater';
  if (criterion === null) return 'names no criterion';
  if (!('score' in one)) return 'has no score; write null where there is no rating';
  const score = scoreOf(one.score, reading);
  if (score === undefined) return `the score ${JSON.stringify(one.score)} is neither a number nor text`;
  const when = one.time ?? '';
  const time = when === '' ? Number.NaN : typeof when === 'string' ? readTime(when.trim()) : null;
  if (time === null) return unreadableTime(String(when));
  const places = {
    unit: builder.unit(unit),
    rater: builder.rater(rater),
    criterion: builder.criterion(criterion),
  };
  if (score !== null) builder.add({ row, ...places, score, time, place: '' });
  return null;
};

const fromMatrix = (
  units: unknown,
  raters: unknown,
  ratings: readonly unknown[],
  reading: ScoreReading,
): RatingsRead => {
  const rows = namesOf(units, 'units');
  if (typeof rows === 'string') return refused(rows);
  const columns = namesOf(raters, 'raters');
  if (typeof columns === 'string') return refused(columns);
  if (ratings.length !== rows.length) {
    return refused(`there are ${rows.length} units and ${ratings.length} rows of ratings`);
  }
  const builder = createRatingBuilder({ reading, timed: false, where: 'entry' });
  const criterion = builder.criterion(onlyCriterion);
  const places = columns.map((name) => builder.rater(name));
  ratings.forEach((scores, at) => {
    const row = at + 1;
    const unit = builder.unit(rows[at] as string);
    if (!Array.isArray(scores) || scores.length !== columns.length) {
      const count = Array.isArray(scores) ? `has ${scores.length} scores` : 'is no list of scores';
      builder.issue(row, `${count}, and there are ${columns.length} raters`);
      return;
    }
    (scores as readonly unknown[]).forEach((value, column) => {
      const place = `rater ${columns[column]}: `;
      const score = scoreOf(value, reading);
      if (score === undefined) {
        builder.issue(row, `${place}the score ${JSON.stringify(value)} is neither a number nor text`);
      } else if (score !== null) {
        const rater = places[column] as number;
        builder.add({ row, unit, rater, criterion, score, time: Number.NaN, place });
      }
    });
  });
  return finish(builder, reading);
};

/** A list of different names; what is wrong with it as text. */
const namesOf = (value: unknown, what: string): readonly string[] | string => {
  if (!Array.isArray(value)) return `${what} is not a list of names`;
  const names: string[] = [];
  const seen = new Set<string>();
  for (const [at, one] of (value as readonly unknown[]).entries()) {
    const name = nameOf(one);
    if (name === null) return `${what}: entry ${at + 1} is not a name`;
    if (seen.has(name)) return `${what}: ${name} is named twice`;
    seen.add(name);
    names.push(name);
  }
  return names;
};
