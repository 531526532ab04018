import type { SeverityReport } from '../../shared/agreement/severity-report.ts';
import { type CsvCell, csvLine } from './ratings/csv-line.ts';
import type { FacetName } from './severity-flags.ts';

type Line = Readonly<Record<string, unknown>>;

/** One table of a report: a line for each element, the fields of the JSON as columns. */
export const severityCsv = (report: SeverityReport, facet: FacetName): string[] => {
  const lines = linesOf(report, facet);
  return [
    csvLine(columns[facet]),
    ...lines.map((line) => csvLine(columns[facet].map((name) => cellOf(line[name])))),
  ];
};

const element = [
  'ratings',
  'n',
  'score',
  'max',
  'observedAverage',
  'fairAverage',
  'infit',
  'infit_z',
  'outfit',
  'outfit_z',
  'information',
  'extreme',
  'subset',
] as const;

const bias = ['n', 'observedMinusExpected', 'bias', 'se', 't', 'df', 'p'] as const;

const columns: Readonly<Record<FacetName, readonly string[]>> = {
  raters: [
    'rater',
    'estimate',
    'se',
    'seModel',
    'ci95_low',
    'ci95_high',
    'fairDifference',
    'flags',
    ...element,
  ],
  persons: ['person', 'theta', 'se', 'seUnconditional', ...element],
  criteria: ['criterion', 'estimate', 'se', 'seModel', 'centred', ...element],
  steps: ['criterion', 'step', 'from', 'to', 'estimate', 'se', 'n'],
  interactions: ['rater', 'criterion', 'severity', ...bias, 'pHolm'],
  drift: [
    'rater',
    'window',
    'severity',
    ...bias,
    'held',
    'chiSquare',
    'chiSquare_df',
    'chiSquare_p',
    'pHolm',
    'drifted',
  ],
};

const linesOf = (report: SeverityReport, facet: FacetName): readonly Line[] => {
  if (facet === 'raters') {
    return report.raters.map(({ ci95, ...rater }) => ({
      ...rater,
      ci95_low: ci95?.[0],
      ci95_high: ci95?.[1],
    }));
  }
  if (facet !== 'drift') return report[facet] ?? [];
  return (report.drift ?? []).flatMap(({ rater, windows, chiSquare, df, p, pHolm, drifted }) =>
    windows.map((window) => ({
      ...window,
      rater,
      chiSquare,
      chiSquare_df: df,
      chiSquare_p: p,
      pHolm,
      drifted,
    })),
  );
};

const cellOf = (value: unknown): CsvCell => {
  if (Array.isArray(value)) return value.join(';');
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
};
