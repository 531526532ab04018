import type { AnalysisWarning } from './analysis.ts';
import type { RatingTable } from './rating-table.ts';
import type { Fitted } from './severity-fit.ts';
import type {
  CategoryReport,
  CriterionReport,
  DriftReport,
  InteractionReport,
  PersonReport,
  RaterReport,
  SeverityOptions,
  StepReport,
  SubsetReport,
} from './severity-report.ts';
import { type Categories, equallySpaced } from './severity-scale.ts';
import type { Coded, Selection } from './severity-selection.ts';
import { namesInWords, pInWords } from './severity-words.ts';

export type Warned = {
  readonly table: RatingTable;
  readonly options: SeverityOptions;
  readonly categories: Categories;
  readonly selection: Selection;
  readonly coded: Coded;
  readonly fitted: Fitted;
  readonly categoryReports: readonly CategoryReport[];
  readonly raters: readonly RaterReport[];
  readonly criteria: readonly CriterionReport[];
  readonly persons: readonly PersonReport[];
  readonly steps: readonly StepReport[];
  readonly subsets: readonly SubsetReport[];
  readonly interactions: readonly InteractionReport[] | null;
  readonly drift: readonly DriftReport[] | null;
  /** Ratings of the fit without a time. */
  readonly undated: number;
};

/** As many subsets as are told one by one. */
const told = 12;

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const severityWarnings = (of: Warned): AnalysisWarning[] =>
  [
    ...fitWarnings(of),
    ...subsetWarnings(of),
    ...elementWarnings(of),
    ...categoryWarnings(of),
    ...stepWarnings(of),
    ...changeWarnings(of),
  ].map(([code, text]) => ({ code, text }));

type Told = readonly (readonly [code: string, text: string])[];

/** A measure with an error like this (logits), or as little information, is not determined by the ratings. */
const boundless = 30;
const leastInformation = 0.01;

/**
 * Elements and steps whose measures run off without end: somewhere the ratings say only that one is higher than
 * another, never by how much (the likelihood has no maximum).
 */
export const runaways = ({
  raters,
  criteria,
  persons,
  steps,
}: Pick<Warned, 'raters' | 'criteria' | 'persons' | 'steps'>): string[] => {
  const all = [
    ...raters.map((one) => ({ name: one.rater, error: one.se, information: one.information })),
    ...criteria.map((one) => ({ name: one.criterion, error: one.se, information: one.information })),
    ...steps.map((one) => ({ name: `the step to ${one.to}`, error: one.se, information: null })),
    ...persons.map((one) => ({
      name: one.person,
      error: one.seUnconditional,
      information: one.information,
    })),
  ];
  const isLost = (error: number | null, information: number | null): boolean =>
    (error !== null && error > boundless) || (information !== null && information < leastInformation);
  return all.flatMap(({ name, error, information }) => (isLost(error, information) ? [name] : []));
};

const fitWarnings = (of: Warned): Told => {
  const { fitted, options, coded } = of;
  const found: (readonly [string, string])[] = [];
  const away = runaways(of);
  if (away.length > 0) {
    found.push([
      'not-determined',
      `The ratings do not determine the measures of ${namesInWords(away)}: wherever they can be compared with others, one scores higher without exception, so the difference has no bound. No measure here is to be used.`,
    ]);
  }
  if (!fitted.converged) {
    found.push([
      'not-converged',
      `The fit did not converge in ${plural(fitted.iterations, 'iteration', 'iterations')}: what is left of its equations is ${fitted.residual.toPrecision(2)} instead of 0. No measure here is to be used.`,
    ]);
  }
  const perPerson = coded.data.score.length / coded.data.persons;
  if (options.method === 'joint' && !options.biasCorrection && perPerson < 20) {
    const stretch = perPerson > 1 ? (100 / (perPerson - 1)).toFixed(0) : 'more than 100';
    found.push([
      'joint-bias',
      `With ${perPerson.toFixed(1)} ratings a submission on average, joint maximum likelihood draws severities apart by about ${stretch} % (Wright & Douglas 1977); their order stays. Use the bias correction or the marginal method where sizes matter.`,
    ]);
  }
  if (fitted.marginal?.coarse === true) {
    found.push([
      'coarse-grid',
      `The grid of ${fitted.marginal.nodes} nodes is too coarse or too narrow for these ratings: measures can be off in the second decimal. Use more nodes or the joint method.`,
    ]);
  }
  if (fitted.errors === null) {
    found.push([
      'singular',
      'The information is singular, so there are no unconditional standard errors and no intervals. Submissions may not differ at all, or too few ratings link the raters.',
    ]);
  }
  return found;
};

const subsetWarnings = ({ subsets, fitted, options, criteria }: Warned): Told => {
  const found: (readonly [string, string])[] = [];
  if (subsets.length > 1) {
    const lists = subsets
      .slice(0, told)
      .map(
        ({ subset, raters, persons }) =>
          `subset ${subset}: ${namesInWords(raters)} (${plural(persons, 'submission', 'submissions')})`,
      );
    const rest = subsets.length > told ? `; and ${subsets.length - told} more subsets` : '';
    const meaning =
      options.method === 'joint'
        ? 'Severities have mean 0 within each subset and cannot be compared between subsets.'
        : 'Between subsets, severities can be compared only if submissions were given to them at random.';
    found.push([
      'disjoint-subsets',
      `The ratings fall into ${subsets.length} subsets that share no work: ${lists.join('; ')}${rest}. ${meaning} Shared submissions would link them.`,
    ]);
  }
  if (fitted.subsets.criteria > 1) {
    const groups = Array.from({ length: fitted.subsets.criteria }, (_, own) =>
      criteria.filter(({ subset }) => subset === own + 1).map(({ criterion }) => criterion),
    );
    found.push([
      'disjoint-criteria',
      `The difficulties of the criteria cannot all be compared: ${groups.map((names) => namesInWords(names)).join(' | ')} were scored by different raters or for different submissions.`,
    ]);
  }
  const alone = subsets.filter(({ raters }) => raters.length === 1);
  if (subsets.length > 1 && alone.length > 0 && options.method === 'joint') {
    found.push([
      'unlinked-raters',
      `The severity of ${namesInWords(alone.flatMap(({ raters }) => raters))} cannot be told: no work is shared with anyone.`,
    ]);
  }
  return found;
};

const elementWarnings = ({ table, selection, raters, criteria, persons, options }: Warned): Told => {
  const found: (readonly [string, string])[] = [];
  const unrated = raters.filter(({ ratings }) => ratings === 0).map(({ rater }) => rater);
  if (unrated.length > 0)
    found.push(['no-ratings', `${namesInWords(unrated)} gave no rating and is left out.`]);
  const aside = (
    kind: 'raters' | 'criteria',
    names: readonly string[],
    all: readonly { extreme: unknown }[],
  ) => {
    for (const [reason, word] of [
      ['minimum', 'the lowest'],
      ['maximum', 'the highest'],
    ] as const) {
      const own = names.filter((_, at) => all[at]?.extreme === reason);
      if (own.length === 0) continue;
      const subject = kind === 'raters' ? 'gave' : 'got';
      found.push([
        `extreme-${kind}`,
        `${namesInWords(own)} ${subject} ${word} score only, so the measure has no bound: set aside from the fit, and given the measure of a score 0.3 points inside.`,
      ]);
    }
  };
  aside('raters', table.raters, raters);
  aside('criteria', table.criteria, criteria);
  const extreme = persons.filter((person) => person.extreme !== null);
  if (extreme.length > 0 && options.method === 'joint') {
    found.push([
      'extreme-persons',
      `${plural(extreme.length, 'submission has', 'submissions have')} the lowest or the highest score only (${namesInWords(extreme.map(({ person }) => person))}): set aside from the fit, and given the measure of a score 0.3 points inside.`,
    ]);
  }
  const left = table.raters.filter(
    (_, at) => selection.raters.reason[at] === 'none' && (raters[at]?.ratings ?? 0) > 0,
  );
  if (left.length > 0) {
    found.push([
      'nothing-left',
      `${namesInWords(left)} rated nothing but submissions that were set aside: the severity cannot be told.`,
    ]);
  }
  return found;
};

/** Fewer uses of a category than this make its step unstable (Linacre 2002, Journal of Applied Measurement 3:1). */
const enoughUses = 10;

const categoryWarnings = ({ table, categories, selection, categoryReports, coded }: Warned): Told => {
  const found: (readonly [string, string])[] = [];
  const nameOf = (at: number) => categories.names[at] as string | number;
  selection.scales.forEach((scale, set) => {
    if (selection.scales.length > 1 && (coded.criteria.at[set] as number) < 0) return;
    const on = selection.scales.length > 1 ? ` on ${table.criteria[set]}` : '';
    const unused = categoryReports.flatMap((_, at) => (scale.used.includes(at) ? [] : [nameOf(at)]));
    if (unused.length > 0) {
      found.push([
        'unused-category',
        `No rating in the fit uses ${namesInWords(unused)}${on}: the step to it would be infinite, so it is left out and the scores in use are the steps (${namesInWords(scale.used.map(nameOf))}).`,
      ]);
    }
    const values = scale.used.map((at) => categories.values[at] as number);
    if (!equallySpaced(values)) {
      found.push([
        'unequal-scores',
        `The scores ${namesInWords(values)}${on} do not lie equally far apart; the model counts each as one step more than the one before.`,
      ]);
    }
  });
  if (categories.values.some((value) => !Number.isInteger(value))) {
    found.push([
      'ranked-scores',
      `Scores are not whole numbers: the model counts them as steps in their order.`,
    ]);
  }
  const rare = categoryReports
    .filter(({ n }) => n > 0 && n < enoughUses)
    .map(({ category, n }) => `${category} (${n})`);
  if (rare.length > 0) {
    found.push([
      'rare-category',
      `Fewer than ${enoughUses} ratings use ${namesInWords(rare)}: steps next to it are unstable (Linacre 2002).`,
    ]);
  }
  return found;
};

const stepWarnings = ({ steps }: Warned): Told => {
  const found: (readonly [string, string])[] = [];
  for (const criterion of new Set(steps.map((step) => step.criterion))) {
    const own = steps.filter((step) => step.criterion === criterion);
    const down = own.filter((step, at) => at > 0 && step.estimate < (own[at - 1]?.estimate ?? 0));
    if (down.length === 0) continue;
    const names = down.map(({ from, to }) => `${from} to ${to}`);
    found.push([
      'disordered-steps',
      `The ${down.length === 1 ? 'step' : 'steps'} from ${namesInWords(names)}${criterion === null ? '' : ` on ${criterion}`} ${down.length === 1 ? 'lies' : 'lie'} lower than the step before: ${namesInWords(down.map(({ from }) => from))} is at no place the most probable score. Few uses or a level that reviewers do not tell apart can be why.`,
    ]);
  }
  return found;
};

const changeWarnings = ({ drift, interactions, undated }: Warned): Told => {
  const found: (readonly [string, string])[] = [];
  const drifted = (drift ?? []).filter((one) => one.drifted);
  if (drifted.length > 0) {
    const list = drifted.map(({ rater, pHolm }) => `${rater} (p ${pInWords(pHolm)})`);
    found.push([
      'drift',
      `Severity changes between windows beyond chance: ${namesInWords(list)}; p by chi-square over the windows, adjusted for all raters (Holm 1979).`,
    ]);
  }
  if (drift !== null && undated > 0) {
    found.push(['undated', `${plural(undated, 'rating has', 'ratings have')} no time and no part in drift.`]);
  }
  const pairs = (interactions ?? []).filter(({ pHolm }) => pHolm !== null && pHolm < 0.05);
  if (pairs.length > 0) {
    const list = pairs.map(
      ({ rater, criterion, bias }) =>
        `${rater} on ${criterion} (${bias > 0 ? 'stricter' : 'milder'} by ${Math.abs(bias).toFixed(2)} logits)`,
    );
    found.push([
      'interaction',
      `Beyond their severity, beyond chance (p under 0.05, adjusted for all pairs by Holm 1979): ${namesInWords(list)}.`,
    ]);
  }
  return found;
};
