import type { ScaleKind } from './analysis.ts';

/** The scores there can be: numbers, ascending, or words, in their order (on a nominal scale in any). */
export type Categories =
  | { readonly kind: 'numbers'; readonly values: readonly number[] }
  | { readonly kind: 'labels'; readonly names: readonly string[] };

/** How scores are to be read. `scale` null: none was named, which means ordinal, in whole numbers or declared ones. */
export type ScoreReading = {
  readonly scale: ScaleKind | null;
  readonly categories: Categories | null;
  /** Whether numbers are written 2,5 rather than 2.5. */
  readonly decimalComma: boolean;
};

export type ScoreReader = {
  /** A score as a number, or as the place of its label; what is wrong with it as text. */
  readonly read: (text: string) => number | string;
  /** What holds for the whole file once it is read; may put `scores` (places of labels seen) into their last form. */
  readonly finish: (scores: Float64Array) => { readonly labels: readonly string[] | null };
  /** What to do about scores that could not be read, when that needs the whole file; null: nothing to add. */
  readonly advice: () => string | null;
};

const gaps = new Set(['', 'na', 'n/a', 'null', '.', '-']);

/** Whether a cell, without white space around it, says that there is no rating. */
export const isGap = (cell: string): boolean => cell.length < 5 && gaps.has(cell.toLowerCase());

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const commaNumber = /^[+-]?\d*,\d+$/;

/**
 * A number as people and programs write it; null when it is none, or too large to hold. Where commas are decimal, a point
 * would part thousands or be a mistake: which, nobody can tell.
 */
export const readNumber = (text: string, decimalComma = false): number | null => {
  if (decimalComma && text.includes('.')) return null;
  const written = decimalComma ? text.replace(',', '.') : text;
  if (!plainNumber.test(written)) return null;
  const value = Number(written);
  return Number.isFinite(value) ? value : null;
};

/** Why these categories cannot be used on this scale; null: they can. */
export const categoriesIssue = (categories: Categories, scale: ScaleKind | null): string | null => {
  if (categories.kind === 'numbers') {
    const { values } = categories;
    if (values.length < 2) return 'name two categories or more';
    const before = values.findIndex((value, at) => at > 0 && value <= (values[at - 1] as number));
    return before === -1
      ? null
      : `the categories are not in ascending order: ${values[before]} comes after ${values[before - 1]}`;
  }
  const { names } = categories;
  if (names.length < 2) return 'name two categories or more';
  const gap = names.find((name) => isGap(name));
  if (gap !== undefined) return `"${gap}" means that there is no rating and cannot be a category`;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `the category ${twice} is named twice`;
  return scale === 'interval' || scale === 'ratio'
    ? `on the ${scale} scale scores are numbers, and the categories named are words: ${names.join(', ')}`
    : null;
};

/** As many labels as are listed when they cannot be used. */
const listed = 12;

/** As many different ways to write a score as are remembered, so that each is looked at once. */
const remembered = 10_000;

export const createScoreReader = (reading: ScoreReading): ScoreReader => {
  const reader = readerFor(reading);
  const known = new Map<string, number>();
  const read = (text: string): number | string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = reader.read(text);
    if (typeof value === 'number' && known.size < remembered) known.set(text, value);
    return value;
  };
  return { ...reader, read };
};

const readerFor = (reading: ScoreReading): ScoreReader => {
  const { scale, categories, decimalComma } = reading;
  if (categories?.kind === 'labels') return labelReader(categories.names);
  if (categories !== null) return categoryReader(categories.values, decimalComma);
  return scale === 'nominal' ? nominalReader(decimalComma) : numberReader(scale, decimalComma);
};

const labelReader = (names: readonly string[]): ScoreReader => {
  const places = new Map(names.map((name, at) => [name, at]));
  return {
    read: (text) =>
      places.get(text) ?? `the score "${inShort(text)}" is none of the categories ${names.join(', ')}`,
    finish: () => ({ labels: names }),
    advice: () => null,
  };
};

const categoryReader = (values: readonly number[], decimalComma: boolean): ScoreReader => {
  const declared = new Set(values);
  return {
    read: (text) => {
      const value = readNumber(text, decimalComma);
      if (value === null) return notANumber(text, decimalComma);
      return declared.has(value)
        ? value
        : `the score ${text} is none of the categories ${values.join(', ')} (--categories)`;
    },
    finish: () => ({ labels: null }),
    advice: () => null,
  };
};

const notANumber = (text: string, decimalComma: boolean): string => {
  if (!decimalComma && commaNumber.test(text)) {
    return `the score ${text} has a decimal comma; say --decimal-comma if scores are written so`;
  }
  return decimalComma && plainNumber.test(text)
    ? `the score ${text} has a decimal point, and --decimal-comma was said`
    : `the score "${inShort(text)}" is not a number`;
};

/** A cell as it is quoted: a whole paragraph would hide what is wrong with it. */
const inShort = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

const numberReader = (scale: ScaleKind | null, decimalComma: boolean): ScoreReader => {
  const words = new Set<string>();
  return {
    read: (text) => {
      const value = readNumber(text, decimalComma);
      if (value === null) {
        const isWord = !commaNumber.test(text) && !plainNumber.test(text);
        if (isWord && words.size <= listed) words.add(inShort(text));
        return notANumber(text, decimalComma);
      }
      return scale !== null || Number.isInteger(value)
        ? value
        : `the score ${text} is not a whole number; say --scale ordinal if such scores are levels in their order, or --scale interval if they are measurements`;
    },
    finish: () => ({ labels: null }),
    advice: () => (words.size === 0 ? null : wordsAdvice(scale, [...words])),
  };
};

const wordsAdvice = (scale: ScaleKind | null, words: readonly string[]): string => {
  const more = words.length > listed ? ', …' : '';
  const seen = `scores that are not numbers: ${words.slice(0, listed).join(', ')}${more}.`;
  if (scale === 'interval' || scale === 'ratio') return `${seen} On the ${scale} scale scores are numbers`;
  return `${seen} If they are categories, name all of them from lowest to highest (--categories "${words.slice(0, 3).join(',')}…"), or say --scale nominal if they have no order`;
};

/** Labels as they come. When all are numbers, they are numbers. */
const nominalReader = (decimalComma: boolean): ScoreReader => {
  const places = new Map<string, number>();
  return {
    read: (text) => {
      const asNumber = readNumber(text, decimalComma);
      if (asNumber === null && (commaNumber.test(text) || plainNumber.test(text))) {
        return `${notANumber(text, decimalComma)}, or name it with --categories if it is a label`;
      }
      const before = places.get(text);
      if (before !== undefined) return before;
      places.set(text, places.size);
      return places.size - 1;
    },
    finish: (scores) => {
      const names = [...places.keys()];
      const numbers = names.map((name) => readNumber(name, decimalComma));
      const allNumbers = numbers.every((value) => value !== null);
      const labels = allNumbers ? null : [...names].sort();
      const last = allNumbers ? numbers : placesAmong(names, labels ?? []);
      for (let at = 0; at < scores.length; at += 1) scores[at] = last[scores[at] as number] as number;
      return { labels };
    },
    advice: () => null,
  };
};

const placesAmong = (names: readonly string[], labels: readonly string[]): number[] => {
  const places = new Map(labels.map((name, at) => [name, at]));
  return names.map((name) => places.get(name) as number);
};
