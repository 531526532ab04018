import type { FacetSummary } from '../../shared/agreement/facets-summary.ts';
import type {
  BiasReport,
  DriftReport,
  ElementReport,
  SeverityReport,
} from '../../shared/agreement/severity-report.ts';
import { pInWords } from '../../shared/agreement/severity-words.ts';
import { type TextColumn, type TextRow, textTable } from './ratings/text-table.ts';
import type { FacetName } from './severity-flags.ts';
import { severityRuler } from './severity-ruler.ts';

const left = (title: string): TextColumn => ({ title, align: 'left' });
const right = (title: string): TextColumn => ({ title, align: 'right' });

/** Two decimals; what rounds to nothing has no sign. */
const two = (value: number | null): string =>
  value === null ? '–' : value.toFixed(2).replace(/^-0\.00$/, '0.00');
const p3 = (value: number | null): string => {
  if (value === null) return '–';
  return value < 0.001 ? '<0.001' : value.toFixed(3);
};

/** A report as a page for people, or one table of it. Measures of a fit that cannot be used are not shown. */
export const severityPage = (report: SeverityReport, facet: FacetName | null): string[] => {
  const head = [...status(report), ...report.warnings.map(({ text }) => `Warning: ${text}`)];
  if (!report.converged) return head;
  if (facet !== null) return [...head, '', ...tables[facet](report)];
  return [
    ...head,
    '',
    ...severityRuler(report),
    '',
    'Raters, the most severe first',
    ...tables.raters(report),
    ...summaryLine(report.summaries.raters, 'The same severity for all'),
    '',
    'Criteria, the most difficult first',
    ...tables.criteria(report),
    ...summaryLine(report.summaries.criteria, 'The same difficulty for all'),
    '',
    'Steps from score to score',
    ...tables.steps(report),
    '',
    ...fitLines(report),
    ...(report.interactions === null
      ? []
      : ['', 'Raters on criteria, the largest t first', ...interactionTable(report, 20)]),
    ...(report.drift === null ? [] : ['', 'Severity over time', ...tables.drift(report)]),
    '',
    'Read aloud',
    ...report.sentences.map((sentence) => `  ${sentence}`),
  ];
};

/** Whether the fit can be used at all comes first. */
const status = ({ converged, iterations, model, n, sentences }: SeverityReport): string[] => [
  converged
    ? `Converged in ${iterations} iterations.`
    : `NOT CONVERGED in ${iterations} iterations: there are no measures to use, and none is shown (--json has where it stopped).`,
  ...(sentences[0] === undefined ? [`${n.ratings} ratings, ${model.method}`] : [sentences[0]]),
];

const fitCells = ({ infit, infit_z, outfit, outfit_z }: ElementReport): string[] => [
  two(infit),
  two(infit_z),
  two(outfit),
  two(outfit_z),
];
const fitColumns = [right('infit'), right('z'), right('outfit'), right('z')];

/** Higher first; without a measure last. */
const descending = <One>(all: readonly One[], of: (one: One) => number | null): One[] =>
  [...all].sort((a, b) => (of(b) ?? Number.NEGATIVE_INFINITY) - (of(a) ?? Number.NEGATIVE_INFINITY) || 0);

const raterTable = (report: SeverityReport): string[] => {
  const apart = report.subsets.length > 1;
  return textTable(
    [
      left('rater'),
      right('n'),
      right('observed'),
      right('fair'),
      right('points'),
      right('severity'),
      right('SE'),
      right('model SE'),
      left('95 % interval'),
      ...fitColumns,
      ...(apart ? [right('subset')] : []),
      left(''),
    ],
    descending(report.raters, ({ estimate }) => estimate).map(
      (one): TextRow => [
        one.rater,
        String(one.ratings),
        two(one.observedAverage),
        two(one.fairAverage),
        two(one.fairDifference),
        two(one.estimate),
        two(one.se),
        two(one.seModel),
        one.ci95 === null ? '–' : `${two(one.ci95[0])} to ${two(one.ci95[1])}`,
        ...fitCells(one),
        ...(apart ? [String(one.subset ?? '–')] : []),
        [...one.flags, ...(one.extreme === null ? [] : [`${one.extreme} only`])].join(', '),
      ],
    ),
  );
};

const criterionTable = ({ criteria }: SeverityReport): string[] =>
  textTable(
    [
      left('criterion'),
      right('n'),
      right('observed'),
      right('fair'),
      right('difficulty'),
      right('from mean'),
      right('SE'),
      right('model SE'),
      ...fitColumns,
      left(''),
    ],
    descending(criteria, ({ estimate }) => estimate).map((one) => [
      one.criterion,
      String(one.ratings),
      two(one.observedAverage),
      two(one.fairAverage),
      two(one.estimate),
      two(one.centred),
      two(one.se),
      two(one.seModel),
      ...fitCells(one),
      one.extreme === null ? '' : `${one.extreme} only`,
    ]),
  );

const personTable = ({ persons }: SeverityReport): string[] =>
  textTable(
    [
      left('submission'),
      right('n'),
      right('observed'),
      right('fair'),
      right('measure'),
      right('SE'),
      ...fitColumns,
      left(''),
    ],
    descending(persons, ({ theta }) => theta).map((one) => [
      one.person,
      String(one.ratings),
      two(one.observedAverage),
      two(one.fairAverage),
      two(one.theta),
      two(one.se),
      ...fitCells(one),
      one.extreme === null ? '' : `${one.extreme} only`,
    ]),
  );

const stepTable = ({ steps }: SeverityReport): string[] => {
  const each = steps.some(({ criterion }) => criterion !== null);
  return textTable(
    [...(each ? [left('criterion')] : []), left('step'), right('n'), right('logits'), right('SE')],
    steps.map((one) => [
      ...(each ? [one.criterion ?? ''] : []),
      `${one.from} to ${one.to}`,
      String(one.n),
      two(one.estimate),
      two(one.se),
    ]),
  );
};

const biasColumns = [
  right('n'),
  right('points'),
  right('severity'),
  right('more'),
  right('SE'),
  right('t'),
  right('p'),
];
const biasCells = (one: BiasReport): string[] => [
  String(one.n),
  two(one.observedMinusExpected),
  two(one.severity),
  two(one.bias),
  two(one.se),
  two(one.t),
  p3(one.p),
];

const interactionTable = ({ interactions }: SeverityReport, most: number): string[] => {
  const found = descending(interactions ?? [], ({ t }) => Math.abs(t));
  const rest = found.length - most;
  return [
    ...textTable(
      [left('rater'), left('criterion'), ...biasColumns, right('p (Holm)')],
      found.slice(0, most).map((one) => [one.rater, one.criterion, ...biasCells(one), p3(one.pHolm)]),
    ),
    ...(rest > 0 ? [`and ${rest} more: --facet interactions`] : []),
  ];
};

const driftTable = ({ drift }: SeverityReport): string[] => {
  const rows = (drift ?? []).flatMap((one): TextRow[] => [
    ...one.windows.map(
      (window, at): TextRow => [
        at === 0 ? one.rater : '',
        window.window,
        ...biasCells(window),
        window.held ? 'others held' : '',
      ],
    ),
    ['', changeInWords(one)],
  ]);
  return textTable([left('rater'), left('window'), ...biasColumns, left('')], rows);
};

const changeInWords = ({ chiSquare, df, p, pHolm, drifted }: DriftReport): string =>
  chiSquare === null
    ? 'no two windows to compare'
    : `${drifted ? 'CHANGED' : 'no change beyond chance'}: chi-square ${chiSquare.toFixed(1)} on ${df}, p ${pInWords(p)}, adjusted for all raters ${pInWords(pHolm)}`;

const tables: Readonly<Record<FacetName, (report: SeverityReport) => string[]>> = {
  raters: raterTable,
  persons: personTable,
  criteria: criterionTable,
  steps: stepTable,
  interactions: (report) => interactionTable(report, Number.POSITIVE_INFINITY),
  drift: driftTable,
};

const summaryLine = (summary: FacetSummary | null, same: string): string[] => {
  if (summary === null) return [];
  const { sample, fixed } = summary;
  return [
    `Separation ${two(sample.separation)}, strata ${two(sample.strata)}, reliability ${two(sample.reliability)}. ${same}: chi-square ${fixed.chiSquare.toFixed(1)} on ${fixed.df}, p ${pInWords(fixed.p)}`,
  ];
};

const fitLines = ({ fit, deviance, constraints, model }: SeverityReport): string[] => [
  `Fit: deviance ${deviance.toFixed(1)}, ${fit.npar} parameters; mean squares ${two(fit.infit)} (infit) and ${two(fit.outfit)} (outfit); residuals of 2 standard deviations or more ${percent(fit.beyond2)} (5 % expected), of 3 or more ${percent(fit.beyond3)}`,
  `Model: ${model.formula}; ${constraints}`,
];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
