import type { AnalysisWarning } from './analysis.ts';
import type { Cells } from './generalizability-cells.ts';
import type { DecisionRow, Interval, Needed } from './generalizability-decision.ts';
import type { Design } from './generalizability-designs.ts';
import { effectWords } from './generalizability-reasons.ts';
import type { Generalizability, Study } from './generalizability-result.ts';
import { decimal } from './spoken-numbers.ts';

type Result = Omit<Generalizability, 'sentences' | 'warnings'>;

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const counted = (count: number): string => words[count] ?? count.toLocaleString('en');
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`;

const points = (value: number): string => (Math.abs(value) < 0.1 ? value.toPrecision(2) : value.toFixed(2));
const between = (interval: Interval | null | undefined): string =>
  interval === null || interval === undefined
    ? ''
    : ` (95 % interval ${decimal(interval[0])} to ${decimal(interval[1])})`;

/** What a study says, as a lead would read it aloud; why there is none, where there is none. */
export const sentencesOf = (result: Result): readonly string[] => {
  const { study, design, cut } = result;
  if (study === null) return [`Undefined: ${result.undefined}.`];
  const items = study.n.items;
  const random = rowFor(study.dStudyRandom_truncatedAt0, items);
  const fixed = rowFor(study.dStudyItemsFixed_truncatedAt0 ?? [], items);
  return [
    mostOf(study),
    ...(random === null ? [] : [reading(random, study, { design, items, itemsFixed: false })]),
    ...(fixed === null ? [] : [reading(fixed, study, { design, items, itemsFixed: true })]),
    ...(random === null ? [] : [errorOf(random, design)]),
    ...(random === null || cut === null ? [] : [atCut(random, cut)]),
  ];
};

/** Of one read on as many items as there are, or else on as many as were asked for first. */
const rowFor = (rows: readonly DecisionRow[], items: number): DecisionRow | null =>
  rows.find((row) => row.nRaters === 1 && row.nItems === items) ??
  rows.find((row) => row.nRaters === 1) ??
  null;

/** Where the variance lies. */
const mostOf = ({ percentOfTotal }: Study): string => {
  const parts = Object.entries(percentOfTotal)
    .filter(([, percent]) => percent >= 0.5)
    .sort(([, a], [, b]) => b - a)
    .map(([name, percent]) => `${percent.toFixed(0)} % ${effectWords[name]}`);
  return `Of the variance in single scores: ${parts.join('; ')}.`;
};

const itemWord = (design: Design): readonly [string, string] =>
  design === 'p×(r:t)' ? ['task', 'tasks'] : ['criterion', 'criteria'];

type About = { readonly design: Design; readonly items: number; readonly itemsFixed: boolean };

const reading = (row: DecisionRow, study: Study, about: About): string => {
  const { design, itemsFixed } = about;
  const needed = study.needed.find((one) => one.coefficient === 'Phi' && one.itemsFixed === itemsFixed);
  const [one, many] = itemWord(design);
  const on = design === 'p×r' ? '' : ` on ${plural(row.nItems, one, many)}`;
  const each = design === 'p×(r:t)' ? 'one read per submission and task' : 'one read per submission';
  const scope =
    design === 'p×r'
      ? 'With'
      : itemsFixed
        ? `For these ${many} and no others, with`
        : `For ${many} like these, with`;
  const value = `${scope} ${each}${on} Phi is ${decimal(row.Phi)}${between(row.Phi_ci95)}, and G, for ranking alone, ${decimal(row.G)}${between(row.G_ci95)}`;
  return needed === undefined ? `${value}.` : `${value}; ${reachOf(needed, many)}.`;
};

/** How many reads reach the target, or that none do. */
const reachOf = (needed: Needed, many: string): string => {
  const { nRaters, target, limit, nRaters_ci95: bounds, itemsFixed } = needed;
  const aim = decimal(target);
  if (nRaters === null) {
    if (limit === 0)
      return `no number of reads would reach ${aim}, as submissions do not differ beyond error`;
    const more = itemsFixed
      ? ''
      : `, because submissions differ from one of the ${many} to another: only more ${many} would help`;
    return `no number of reads would reach ${aim}: more and more of them come near ${decimal(limit)}${more}`;
  }
  const reach = nRaters === 1 ? `one read reaches ${aim}` : `${plural(nRaters, 'read')} would reach ${aim}`;
  const [low, high] = bounds;
  if (low === nRaters && high === nRaters) return reach;
  const upper = high === null ? 'no number sure to' : counted(high);
  return low === null ? reach : `${reach} (by the interval, ${counted(low)} to ${upper})`;
};

const errorOf = (row: DecisionRow, design: Design): string => {
  const each = design === 'p×(r:t)' ? 'one read for each task' : 'one read';
  const range = row.absoluteSEM_ci95;
  const interval = range === null ? '' : ` (95 % interval ${points(range[0])} to ${points(range[1])})`;
  return `A score from ${each} has a standard error of measurement of ${points(row.absoluteSEM)} points${interval}; in ranking submissions that the same raters scored, ${points(row.relativeSEM)}.`;
};

const atCut = (row: DecisionRow, cut: number): string =>
  `For deciding at the cut of ${cut}, Phi(λ) with one read is ${decimal(row.PhiLambda ?? Number.NaN)}${between(row.PhiLambda_ci95)}.`;

/** What a reader must know before the numbers are believed. */
export const warningsOf = (
  result: Result,
  cells: Cells,
  {
    asked,
    complete,
    bootstrap,
  }: { readonly asked: Design; readonly complete: boolean; readonly bootstrap: number },
): readonly AnalysisWarning[] => [
  ...(asked === result.design
    ? []
    : [warning('one-criterion', `There is one criterion only, so that design ${asked} is p×r.`)]),
  ...leftOut(result, cells, complete),
  ...sharedRaters(result.design, cells),
  ...(bootstrap > 0 && result.study?.method === 'REML'
    ? [
        warning(
          'no-bootstrap',
          'The bootstrap is for the analysis of variance; the intervals by REML are asymptotic.',
        ),
      ]
    : []),
  ...(result.study === null ? [] : doubtsOf(result.study)),
];

const warning = (code: string, text: string): AnalysisWarning => ({ code, text });

const leftOut = ({ study, other, design }: Result, cells: Cells, complete: boolean): AnalysisWarning[] => {
  const anova = study?.method === 'ANOVA' ? study : other?.method === 'ANOVA' ? other : null;
  if (anova === null || complete) return [];
  const kept = anova.n.persons;
  const out = cells.persons - kept;
  const counts = new Uint32Array(cells.raters.length);
  for (const rater of cells.rater) counts[rater] = (counts[rater] as number) + 1;
  const least = counts.indexOf(Math.min(...counts));
  const on =
    design === 'p×r'
      ? 'every rater'
      : design === 'p×r×i'
        ? 'every rater on every criterion'
        : 'every rater of every task';
  return [
    warning(
      'left-out',
      `The analysis of variance leaves out ${out} of ${cells.persons} submissions, those not scored by ${on}; ${kept} remain. ` +
        `${cells.raters[least]} gave fewest ratings (${counts[least]} of ${cells.values.length}).`,
    ),
  ];
};

const sharedRaters = (design: Design, { raters, items, rater, item }: Cells): AnalysisWarning[] => {
  if (design !== 'p×(r:t)') return [];
  const first = new Int32Array(raters.length).fill(-1);
  for (const [at, own] of rater.entries()) {
    if (first[own] === -1) first[own] = item[at] as number;
    else if (first[own] !== item[at]) {
      const text = `${raters[own]} scored more than one task (${items[first[own] as number]}, ${items[item[at] as number]}): p×(r:t) takes a rater on another task for another rater; p×r×i would tell raters from tasks.`;
      return [warning('crossed-raters', text)];
    }
  }
  return [];
};

const fewRaters = 5;

const doubtsOf = (study: Study): AnalysisWarning[] => {
  const negative = Object.entries(study.varComp).filter(([, value]) => value < 0);
  const none = Object.entries(study.varComp).filter(([, value]) => value === 0);
  const doubts: AnalysisWarning[] = [];
  if (negative.length > 0) {
    const list = negative.map(([name, value]) => `${effectWords[name]} (${value.toPrecision(2)})`).join(', ');
    doubts.push(
      warning(
        'negative-component',
        `The analysis of variance estimates a variance under 0 for ${list}: shown as it is, and counted as 0 in percentages, sentences and truncated D-studies. It means that this variance is small for so few data, or that the design does not fit.`,
      ),
    );
  }
  if (study.method === 'REML' && none.length > 0) {
    const list = none.map(([name]) => effectWords[name]).join(', ');
    doubts.push(
      warning(
        'at-zero',
        `REML puts the variance of ${list} at 0; it has no interval, and those of the rest take it as known.`,
      ),
    );
  }
  if (study.ciMethod === 'bootstrap') {
    doubts.push(
      warning(
        'bootstrap-submissions',
        'The bootstrap draws submissions anew, not raters or criteria: intervals of their variances, of Phi and of the absolute standard error come out too narrow.',
      ),
    );
  }
  if (study.converged === false) {
    doubts.push(warning('not-converged', 'REML did not converge: its numbers are not to be used.'));
  }
  if (study.method === 'REML' && study.n.raters < fewRaters) {
    doubts.push(
      warning(
        'few-raters',
        `The intervals by REML lean on many raters, and there are ${counted(Math.floor(study.n.raters))}: they are too narrow for what concerns raters.`,
      ),
    );
  }
  return doubts;
};
