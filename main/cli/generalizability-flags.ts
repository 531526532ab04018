import { type Design, designs } from '../../shared/agreement/generalizability-designs.ts';
import { UsageError } from './output.ts';
import { ratingFlags, ratingInput } from './ratings/rating-flags.ts';
import { readFlags } from './read-flags.ts';

const flags = {
  ...ratingFlags,
  design: { type: 'string' },
  method: { type: 'string' },
  criterion: { type: 'string', multiple: true },
  target: { type: 'string' },
  'max-raters': { type: 'string' },
  items: { type: 'string' },
  cut: { type: 'string' },
  bootstrap: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
} as const;

/** What one command line of `assay generalizability` asks for. */
export type GeneralizabilityRequest = ReturnType<typeof ratingInput> & {
  readonly design: Design | null;
  readonly method: 'anova' | 'reml' | null;
  /** Empty: all there are. */
  readonly criteria: readonly string[];
  readonly target: number;
  readonly maxRaters: number;
  readonly items: readonly number[] | null;
  readonly cut: number | null;
  readonly bootstrap: number;
  readonly seed: number;
  readonly form: 'table' | 'json' | 'csv';
};

/** Null: help was asked for. Throws UsageError. */
export const readGeneralizabilityFlags = (
  args: readonly string[],
  stdin: Parameters<typeof ratingInput>[2],
): GeneralizabilityRequest | null => {
  const { values, positionals } = readFlags(args, flags);
  if (values.help) return null;
  if (values.json && values.csv) throw new UsageError('Say --json or --csv, not both.');
  if (values.scale === 'nominal') {
    throw new UsageError('Variances need scores that are numbers: --scale nominal has none.');
  }
  // Halves and other fractions are scores like others here, so that the scale is interval where none is named.
  const input = ratingInput({ ...values, scale: values.scale ?? 'interval' }, positionals, stdin);
  return {
    ...input,
    design: values.design === undefined ? null : designNamed(values.design),
    method: methodNamed(values.method),
    criteria: values.criterion ?? [],
    target: share('target', values.target ?? '0.8'),
    maxRaters: wholeNumber('max-raters', values['max-raters'] ?? '10', 1, 1000),
    items: values.items?.split(',').map((one) => wholeNumber('items', one.trim(), 1, 1000)) ?? null,
    cut: values.cut === undefined ? null : decimalNumber('cut', values.cut),
    bootstrap: wholeNumber('bootstrap', values.bootstrap ?? '0', 0, 1_000_000),
    seed: wholeNumber('seed', values.seed ?? '1', 0, 0xffff_ffff),
    form: values.json ? 'json' : values.csv ? 'csv' : 'table',
  };
};

const designNamed = (name: string): Design => {
  const plain = (text: string): string =>
    text
      .replace(/[×*\s]/g, 'x')
      .replace(/x+/g, 'x')
      .toLowerCase();
  const design = designs.find((one) => plain(one) === plain(name.trim()));
  if (design === undefined) throw new UsageError(`--design is one of ${designs.join(', ')}, not ${name}.`);
  return design;
};

const methodNamed = (name: string | undefined): 'anova' | 'reml' | null => {
  if (name === undefined) return null;
  const lower = name.toLowerCase();
  if (lower === 'anova' || lower === 'reml') return lower;
  throw new UsageError(`--method is anova or reml, not ${name}.`);
};

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = `${least} to ${most.toLocaleString('en')}`;
  throw new UsageError(`--${name} takes whole numbers, ${range}, not ${text === '' ? 'nothing' : text}.`);
};

const decimalNumber = (name: string, text: string): number => {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${name} is a number, with a point for decimals, not ${text}.`);
};

const share = (name: string, text: string): number => {
  const value = decimalNumber(name, text);
  if (value > 0 && value < 1) return value;
  throw new UsageError(`--${name} lies between 0 and 1, not at ${text}.`);
};
