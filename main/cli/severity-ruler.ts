import type { SeverityReport } from '../../shared/agreement/severity-report.ts';

/** As many lines as a ruler has, and as wide as its columns of names. */
const lines = 25;
const width = 34;

/**
 * A Wright map: submissions, raters and criteria on one ruler of logits, the highest measure on top. A * stands for as
 * many submissions as the last line says.
 */
export const severityRuler = ({ persons, raters, criteria }: SeverityReport): string[] => {
  const own = persons.flatMap(({ theta, extreme }) => (theta === null || extreme !== null ? [] : [theta]));
  const named = [
    raters.flatMap(({ rater, estimate }) => (estimate === null ? [] : [{ name: rater, at: estimate }])),
    criteria.flatMap(({ criterion, centred }) =>
      centred === null ? [] : [{ name: criterion, at: centred }],
    ),
  ] as const;
  const all = [...own, ...named.flatMap((column) => column.map(({ at }) => at))];
  if (all.length === 0) return [];
  const [least, most] = all.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [0, 0]);
  const gap = niceGap((most - least) / (lines - 1));
  const placeOf = (at: number): number => Math.round(at / gap);
  const counts = new Map<number, number>();
  for (const at of own) counts.set(placeOf(at), (counts.get(placeOf(at)) ?? 0) + 1);
  const star = Math.max(1, Math.ceil(Math.max(0, ...counts.values()) / width));
  const rows: string[] = [];
  for (let place = placeOf(most); place >= placeOf(least); place -= 1) {
    const stars = '*'.repeat(Math.ceil((counts.get(place) ?? 0) / star));
    const names = named.map((column) =>
      fitted(column.flatMap(({ name, at }) => (placeOf(at) === place ? [name] : []))).padEnd(width),
    );
    rows.push(
      `${(place * gap).toFixed(2).padStart(6)} | ${stars.padEnd(width)} | ${names.join(' | ')}`.trimEnd(),
    );
  }
  const titles = ['high marks', 'severe', 'difficult'].map((title) => title.padEnd(width));
  const heads = ['submissions', 'raters', 'criteria'].map((title) => title.padEnd(width));
  return [
    `logits | ${heads.join(' | ')}`.trimEnd(),
    `       | ${titles.join(' | ')}`.trimEnd(),
    ...rows,
    `       * is ${star === 1 ? 'one submission' : `up to ${star} submissions`}; raters and criteria from their mean`,
  ];
};

const niceGap = (least: number): number =>
  [0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5].find((gap) => gap >= least) ?? 10;

/** Names in a column, with how many more there are when they do not fit. */
const fitted = (names: readonly string[]): string => {
  const whole = names.join(' ');
  if (whole.length <= width) return whole;
  for (let count = names.length - 1; count > 0; count -= 1) {
    const some = `${names.slice(0, count).join(' ')} +${names.length - count}`;
    if (some.length <= width) return some;
  }
  return names.length === 1 ? `${whole.slice(0, width - 1)}…` : `${names.length} of them`;
};
