import type { Distance } from '../../../shared/agreement/weights.ts';
import { UsageError } from '../output.ts';
import { ratingFlags, ratingInput } from '../ratings/rating-flags.ts';
import { readFlags } from '../read-flags.ts';

const flags = {
  ...ratingFlags,
  distance: { type: 'string' },
  'weights-file': { type: 'string' },
  bootstrap: { type: 'string' },
  seed: { type: 'string' },
  'min-overlap': { type: 'string' },
  pairs: { type: 'string' },
  cut: { type: 'string' },
  truth: { type: 'string' },
  criterion: { type: 'string', multiple: true },
  threads: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  sentences: { type: 'boolean', default: false },
} as const;

export type OutputForm = 'table' | 'json' | 'csv';

/** What one command line of `assay agreement` asks for. */
export type AgreementRequest = ReturnType<typeof ratingInput> & {
  readonly distance: Distance;
  readonly weightsFile: string | null;
  readonly bootstrap: number;
  readonly seed: number;
  readonly minOverlap: number;
  readonly pairs: number;
  /** As typed: a number, or a category. */
  readonly cut: string | null;
  readonly truth: string | null;
  /** Empty: all there are. */
  readonly criteria: readonly string[];
  readonly threads: number | null;
  readonly form: OutputForm;
  readonly allSentences: boolean;
};

/** More replicates than this say nothing new. */
const mostReplicates = 1_000_000;

/** Null: help was asked for. Throws UsageError. */
export const readAgreementFlags = (
  args: readonly string[],
  stdin: Parameters<typeof ratingInput>[2],
): AgreementRequest | null => {
  const { values, positionals } = readFlags(args, flags);
  if (values.help) return null;
  if (values.json && values.csv) throw new UsageError('Say --json or --csv, not both.');
  const whole = (name: 'bootstrap' | 'seed' | 'min-overlap' | 'pairs', fallback: number, most: number) =>
    wholeNumber(name, values[name], 0, most) ?? fallback;
  return {
    ...ratingInput(values, positionals, stdin),
    distance: distanceNamed(values.distance),
    weightsFile: values['weights-file'] ?? null,
    bootstrap: whole('bootstrap', 1000, mostReplicates),
    seed: whole('seed', 1, 0xffff_ffff),
    minOverlap: whole('min-overlap', 30, Number.MAX_SAFE_INTEGER),
    pairs: whole('pairs', 200, Number.MAX_SAFE_INTEGER),
    cut: values.cut ?? null,
    truth: values.truth ?? null,
    criteria: values.criterion ?? [],
    threads: wholeNumber('threads', values.threads, 1, 1024),
    form: values.json ? 'json' : values.csv ? 'csv' : 'table',
    allSentences: values.sentences,
  };
};

const distanceNamed = (name: string | undefined): Distance => {
  if (name === undefined || name === 'value') return 'value';
  if (name === 'index') return 'index';
  throw new UsageError(`--distance is value or index, not ${name}.`);
};

const wholeNumber = (name: string, text: string | undefined, least: number, most: number): number | null => {
  if (text === undefined) return null;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const limit = most === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${most.toLocaleString('en')}`;
  throw new UsageError(`--${name} is a whole number, ${least} ${limit}, not ${text}.`);
};
