import { readTime } from '../../shared/agreement/rating-time.ts';
import {
  type DriftWindow,
  type SeverityOptions,
  severityDefaults,
} from '../../shared/agreement/severity-report.ts';
import { UsageError } from './output.ts';
import { ratingFlags, ratingInput } from './ratings/rating-flags.ts';
import { readFlags } from './read-flags.ts';

const flags = {
  ...ratingFlags,
  method: { type: 'string', default: severityDefaults.method },
  model: { type: 'string', default: severityDefaults.model },
  'bias-correction': { type: 'boolean', default: false },
  nodes: { type: 'string' },
  interactions: { type: 'boolean', default: false },
  window: { type: 'string' },
  criterion: { type: 'string', multiple: true },
  facet: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
} as const;

export const facets = ['raters', 'persons', 'criteria', 'steps', 'interactions', 'drift'] as const;
export type FacetName = (typeof facets)[number];

/** What one command line of `assay severity` asks for. */
export type SeverityRequest = ReturnType<typeof ratingInput> & {
  /** Empty: all there are. */
  readonly criteria: readonly string[];
  readonly asked: Omit<SeverityOptions, 'categories' | 'maxIterations'>;
  /** Null: the whole page, or in CSV the raters. */
  readonly facet: FacetName | null;
  readonly form: 'table' | 'json' | 'csv';
};

/** Null: help was asked for. Throws UsageError. */
export const readSeverityFlags = (
  args: readonly string[],
  stdin: Parameters<typeof ratingInput>[2],
): SeverityRequest | null => {
  const { values, positionals } = readFlags(args, flags);
  if (values.help) return null;
  if (values.json && values.csv) throw new UsageError('Say --json or --csv, not both.');
  if (values.scale === 'nominal') {
    throw new UsageError('Severity needs scores in order: --scale nominal has none.');
  }
  const facet = values.facet === undefined ? null : oneOf('facet', values.facet, facets);
  if (facet !== null && values.json) throw new UsageError('--json prints everything: leave out --facet.');
  const method = oneOf('method', values.method, ['joint', 'marginal'] as const);
  if (values['bias-correction'] && method === 'marginal') {
    throw new UsageError('The marginal method has no such bias: leave out --bias-correction.');
  }
  if (values.nodes !== undefined && method === 'joint') {
    throw new UsageError('--nodes is for --method marginal.');
  }
  const window = values.window === undefined ? null : windowNamed(values.window);
  if (facet === 'drift' && window === null) throw new UsageError('--facet drift needs --window too.');
  return {
    // Halves are levels of a rubric like others: they are steps in their order.
    ...ratingInput({ ...values, scale: values.scale ?? 'ordinal' }, positionals, stdin),
    criteria: values.criterion ?? [],
    asked: {
      method,
      model: oneOf('model', values.model, ['rating-scale', 'partial-credit'] as const),
      biasCorrection: values['bias-correction'],
      nodes: values.nodes === undefined ? null : wholeNumber('nodes', values.nodes, 11, 2001),
      interactions: values.interactions || facet === 'interactions',
      window,
    },
    facet,
    form: values.json ? 'json' : values.csv ? 'csv' : 'table',
  };
};

const oneOf = <Name extends string>(flag: string, value: string, names: readonly Name[]): Name => {
  const found = names.find((name) => name === value);
  if (found === undefined) throw new UsageError(`--${flag} is one of ${names.join(', ')}, not ${value}.`);
  return found;
};

const wholeNumber = (flag: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `--${flag} takes a whole number from ${least} to ${most.toLocaleString('en')}, not ${text}.`,
  );
};

/** The least window by ratings: with fewer, no change could be told from chance. */
const leastRatings = 5;

const windowNamed = (text: string): DriftWindow => {
  if (text === 'week' || text === 'month') return { by: text };
  if (/^\d+$/.test(text)) {
    return { by: 'ratings', size: wholeNumber('window', text, leastRatings, 1_000_000) };
  }
  const starts = text.split(',').map((one) => readTime(one.trim()));
  const known = starts.flatMap((time) => (time === null ? [] : [time]));
  if (known.length < starts.length) {
    throw new UsageError(
      `--window is week, month, a number of ratings, or dates such as 2025-01-01,2025-04-01, not ${text}.`,
    );
  }
  const before = known.findIndex((time, at) => at > 0 && time <= (known[at - 1] as number));
  if (before !== -1) throw new UsageError('--window: dates come in their order, none twice.');
  return { by: 'dates', starts: known };
};
