import { createEntrySet, grown } from './rating-entries.ts';
import { collectRatingIssues, type RatingIssue } from './rating-issues.ts';
import { createScoreReader, type ScoreReading } from './rating-scores.ts';
import { nameLimit, onlyCriterion, type RatingTable } from './rating-table.ts';

/** One rating as it stands in a file. `place` says where in its row, for a table with several scores in one. */
export type RatingCells = {
  readonly row: number;
  readonly unit: number;
  readonly rater: number;
  readonly criterion: number;
  readonly score: string;
  /** Milliseconds since 1970; NaN: not known. */
  readonly time: number;
  readonly place: string;
};

export type RatingBuilder = {
  /** The places of names, which are kept whether or not a rating follows. */
  readonly unit: (name: string) => number;
  readonly rater: (name: string) => number;
  readonly criterion: (name: string) => number;
  readonly issue: (row: number | null, text: string) => void;
  readonly add: (cells: RatingCells) => void;
  readonly finish: () => Built;
};

export type Built =
  | { readonly ok: true; readonly table: RatingTable }
  | { readonly ok: false; readonly issues: readonly RatingIssue[] };

type Options = {
  readonly reading: ScoreReading;
  /** Whether ratings carry a time. */
  readonly timed: boolean;
  /** What a rating stands in: a row of a table, an entry of a list. */
  readonly where: 'row' | 'entry';
};

const mostNames = nameLimit - 1;

/** Builds a table of ratings as they are read, in typed arrays, with everything that is wrong with them. */
export const createRatingBuilder = ({ reading, timed, where }: Options): RatingBuilder => {
  const issues = collectRatingIssues();
  const scores = createScoreReader(reading);
  const limited = (what: string): NameTable =>
    nameTable(mostNames, () =>
      issues.add(null, `there are more than ${mostNames.toLocaleString('en')} ${what}`),
    );
  const units = nameTable(Number.POSITIVE_INFINITY, () => undefined);
  const raters = limited('raters');
  const criteria = limited('criteria');
  const entries = createEntrySet();
  let values = new Float64Array(1024);
  let times = new Float64Array(timed ? 1024 : 0);
  let rows = new Uint32Array(1024);

  const add = ({ row, unit, rater, criterion, score, time, place }: RatingCells): void => {
    // Names past the limit share a place; that there are so many was told.
    if (rater === mostNames || criterion === mostNames) return;
    const value = scores.read(score);
    if (typeof value === 'string') {
      issues.add(row, `${place}${value}`);
      return;
    }
    const before = entries.add(unit, rater, criterion);
    if (before !== -1) {
      const who = raters.names[rater] ?? 'the rater';
      const what = units.names[unit] ?? 'the unit';
      const named = criteria.names[criterion] ?? onlyCriterion;
      const on = named === onlyCriterion ? '' : ` on ${named}`;
      const apart = timed && times[before] !== time ? ' at another time; keep the rating that counts' : '';
      issues.add(row, `${who} rated ${what}${on} before, in ${where} ${rows[before]}${apart}`);
      return;
    }
    const at = entries.count() - 1;
    values = grown(values, at);
    rows = grown(rows, at);
    values[at] = value;
    rows[at] = row;
    if (timed) {
      times = grown(times, at);
      times[at] = time;
    }
  };

  const finish = (): Built => {
    const count = entries.count();
    const advice = scores.advice();
    if (!issues.any() && count === 0) issues.add(null, 'there is no rating in it');
    if (issues.any()) {
      const all = issues.all();
      return { ok: false, issues: advice === null ? all : [...all, { row: null, text: advice }] };
    }
    const score = values.slice(0, count);
    const { labels } = scores.finish(score);
    const names = { units: units.names, raters: raters.names, criteria: criteria.names };
    const time = timed ? times.slice(0, count) : null;
    return { ok: true, table: { ...names, labels, ...entries.columns(), score, time } };
  };

  return {
    unit: units.place,
    rater: raters.place,
    criterion: criteria.place,
    issue: issues.add,
    add,
    finish,
  };
};

type NameTable = { readonly names: string[]; readonly place: (name: string) => number };

/** Gives names their places. Past the limit, told once, every name gets the last place: the table is refused anyway. */
const nameTable = (limit: number, tooMany: () => void): NameTable => {
  const names: string[] = [];
  const places = new Map<string, number>();
  const place = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    if (names.length === limit) {
      if (places.size === limit) tooMany();
      places.set(name, limit);
      return limit;
    }
    places.set(name, names.length);
    names.push(name);
    return names.length - 1;
  };
  return { names, place };
};
