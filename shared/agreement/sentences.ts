import { bandOf } from './bands.ts';
import type { AgreementRecord, Values } from './record.ts';
import { decimal, intervalOf, isPoint, percent, spanOf } from './spoken-numbers.ts';
import { nameOfStatistic } from './statistic-names.ts';

/**
 * What a record says, as a lead would read it aloud: value, interval, what it stands on, and the band with who proposed
 * it; or why there is no value, or why it is to be read with care.
 */
export const sentenceOf = (record: AgreementRecord): string => {
  const name = nameOfStatistic(record);
  const { values } = record;
  if (values === null) return `${name} is undefined, because ${record.undefined}.`;
  return `${mainClause(record, values, name)}${caveats(record, values)}`;
};

const mainClause = (record: AgreementRecord, values: Values, name: string): string => {
  switch (record.statistic) {
    case 'true_score_accuracy':
      return accuracy(values, name);
    case 'decision_consistency':
      return decisions(values, name);
    case 'bland_altman':
      return differences(record, values);
    default:
      return `${name}: ${stated(record, values)}`;
  }
};

const numberAt = (values: Values, name: string): number | null => {
  const value = values[name];
  return typeof value === 'number' ? value : null;
};

const textAt = (values: Values, name: string): string | null => {
  const value = values[name];
  return typeof value === 'string' ? value : null;
};

const isShare = (statistic: string): boolean => statistic.startsWith('percent_agreement');

const stated = ({ statistic, options, flags = [] }: AgreementRecord, values: Values): string => {
  const value = numberAt(values, 'value') ?? Number.NaN;
  const weighted = options.weights !== undefined && options.weights !== 'unweighted';
  const say = isShare(statistic) && !weighted ? percent : decimal;
  const interval = intervalOf(values);
  // A word of praise or blame for fewer than five units would be read as more than they can say.
  const band = flags.length > 0 ? '' : judged(statistic, value, interval?.bounds);
  return `${say(value)}${spanOf(interval, say)}, ${basis(values)}.${band}`;
};

/** What a number stands on: units, how many of them are shared, ratings, pairs of raters. */
const basis = (values: Values): string => {
  const n = numberAt(values, 'n') ?? 0;
  const shared = numberAt(values, 'shared');
  const ratings = numberAt(values, 'ratings');
  const pairs = numberAt(values, 'pair_count');
  const units =
    shared === null ? counted(n, 'unit') : `${shared} of ${counted(n, 'unit')} that two raters or more rated`;
  const from = ratings === null ? `on ${units}` : `from ${counted(ratings, 'rating')} of ${units}`;
  return pairs === null ? from : `over ${counted(pairs, 'pair')} of raters, ${from}`;
};

const counted = (count: number, thing: string): string => `${count} ${count === 1 ? thing : `${thing}s`}`;

const capital = (word: string): string => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;

/** The band of the value, and those of its interval's ends where they are others. */
const judged = (statistic: string, value: number, bounds: readonly [number, number] | undefined): string => {
  const band = bandOf(statistic, value);
  if (band === null) return '';
  const [low, high] = (bounds ?? [value, value]).map((end) => bandOf(statistic, end)?.word ?? band.word);
  const reach = low === high ? '' : `; by its interval, anything from ${low} to ${high}`;
  return ` ${capital(band.word)} (${band.source})${reach}.`;
};

const within = (values: Values, name: string, say: (value: number) => string): string => {
  const bounds = values[`${name}_ci95`];
  const pair =
    Array.isArray(bounds) && typeof bounds[0] === 'number' ? (bounds as unknown as [number, number]) : null;
  return spanOf(pair === null ? null : { bounds: pair, method: null }, say);
};

const accuracy = (values: Values, name: string): string => {
  const parts: string[] = [];
  const share = (field: string, words: string): void => {
    const value = numberAt(values, field);
    if (value !== null) parts.push(`${percent(value)} ${words}${within(values, field, percent)}`);
  };
  share('exact', 'exact');
  share('adjacent', 'within one');
  const bias = numberAt(values, 'bias');
  if (bias !== null) parts.push(`${leaning(bias, 'the truth')}${within(values, 'bias', decimal)}`);
  const spread = numberAt(values, 'sd_ratio');
  if (spread !== null) parts.push(`spread ${decimal(spread)} times that of the true scores`);
  for (const [field, words] of [
    ['kappa_quadratic', 'quadratic kappa'],
    ['kappa', 'kappa'],
  ] as const) {
    const kappa = numberAt(values, field);
    if (kappa === null) continue;
    const band = bandOf('kappa', kappa);
    parts.push(
      `${words} ${decimal(kappa)}${within(values, field, decimal)}, ${band?.word} (${band?.source})`,
    );
  }
  share('false_pass', 'passed wrongly');
  share('false_fail', 'failed wrongly');
  return `${name}: ${parts.join('; ')}; ${basis(values)}.`;
};

const leaning = (bias: number, than: string): string =>
  bias === 0
    ? `on average as ${than}`
    : `on average ${decimal(Math.abs(bias))} ${bias > 0 ? 'higher' : 'lower'} than ${than}`;

const decisions = (values: Values, name: string): string => {
  const value = numberAt(values, 'value') ?? Number.NaN;
  const kappa = numberAt(values, 'kappa');
  const band = kappa === null ? null : bandOf('kappa', kappa);
  const corrected =
    kappa === null
      ? `corrected for chance undefined, because ${textAt(values, 'kappa_undefined')}`
      : `corrected for chance ${decimal(kappa)}${spanOf(intervalOf(values, 'kappa_'), decimal)}, ${band?.word} (${band?.source})`;
  const passes = percent(numberAt(values, 'pass_rate') ?? Number.NaN);
  const raw = `${percent(value)}${spanOf(intervalOf(values), percent)}`;
  return `${name} two raters decide alike on ${raw}; ${corrected}; ${passes} of the ratings pass; ${basis(values)}.`;
};

const differences = ({ options }: AgreementRecord, values: Values): string => {
  const [first, second] = options.raters as readonly string[];
  const bias = numberAt(values, 'bias') ?? Number.NaN;
  const ci = values.bias_ci95_t as readonly [number, number] | undefined;
  const limits = values.loa95 as readonly [number, number] | undefined;
  const reach =
    limits === undefined
      ? ''
      : `; 95 % of their differences are expected between ${decimal(limits[0])} and ${decimal(limits[1])}`;
  const lean = `${first} scores ${leaning(bias, String(second))}`;
  return `${lean}${spanOf(ci === undefined ? null : { bounds: ci, method: null }, decimal)}${reach}, ${basis(values)} (limits of agreement).`;
};

const caveats = ({ flags = [], statistic }: AgreementRecord, values: Values): string => {
  const said: string[] = [];
  const interval = intervalOf(values);
  if (flags.includes('degenerate')) {
    said.push(
      statistic === 'cohen_kappa'
        ? 'One of the two gave the same score throughout, so kappa is 0 whatever they agree on.'
        : 'The ratings do not vary: the number follows from the formula alone.',
    );
  } else if (interval !== null && isPoint(interval)) {
    said.push(
      'There is no interval, because no unit differs from the others in this; that is not certainty.',
    );
  }
  const prevalence = flags.length > 0 ? null : prevalenceEffect(statistic, values);
  if (prevalence !== null) said.push(prevalence);
  if (flags.includes('unstable')) {
    const none = (numberAt(values, 'n') ?? 0) < 3 ? ', and under three there is no interval' : '';
    said.push(`Unstable: fewer than five units${none}.`);
  }
  if (textAt(values, 'converged') === 'no') said.push('The fit did not converge: do not use the number.');
  return said.map((one) => ` ${one}`).join('');
};

/** From this share of one category on, and this far apart, agreement and kappa tell different stories. */
const mostlyOne = 0.7;
const farApart = 0.3;

/** Why a coefficient is so much lower than the agreement it stands on: one category is so common. */
const prevalenceEffect = (statistic: string, values: Values): string | null => {
  const [value, pa] = [numberAt(values, 'value'), numberAt(values, 'exact_agreement')];
  const [category, share] = [textAt(values, 'most_common'), numberAt(values, 'most_common_share')];
  if (value === null || pa === null || category === null || share === null) return null;
  if (share < mostlyOne || pa - value < farApart) return null;
  const coefficient = statistic.startsWith('krippendorff')
    ? 'alpha'
    : statistic === 'scott_pi'
      ? 'pi'
      : 'kappa';
  return `The raters agree on ${percent(pa)}, yet ${coefficient} is ${decimal(value)}, because ${percent(share)} of the ratings are ${category}: read both.`;
};
