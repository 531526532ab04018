/** Words to find in a text, with what stood around them. `expected` is a UTF-16 offset; null when it is not known. */
export type Sought = {
  readonly exact: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly expected: number | null;
};

/** A place where the words stand. `fit` counts the characters around it, outwards from the words, that agree. */
export type Occurrence = { readonly from: number; readonly fit: number };

/** Occurrences looked at; of words more frequent than that, those nearest to where they are expected. */
const limit = 1000;

/** Everything around the words is as it was. */
export const fitsWholly = ({ prefix, suffix }: Sought, { fit }: Occurrence): boolean =>
  fit === prefix.length + suffix.length;

/** Places where the words stand letter for letter: best fit first, the nearest first among equals. */
export const findVerbatim = (text: string, sought: Sought): Occurrence[] => {
  const { exact, expected } = sought;
  if (exact === '') return [];
  const there =
    expected !== null && text.startsWith(exact, expected) ? occurrence(text, sought, expected) : null;
  if (there !== null && fitsWholly(sought, there)) return [there];
  const found = startsOf(text, sought).map((from) => occurrence(text, sought, from));
  const distance = (one: Occurrence): number =>
    expected === null ? one.from : Math.abs(one.from - expected);
  return found.sort((a, b) => b.fit - a.fit || distance(a) - distance(b) || a.from - b.from);
};

const startsOf = (text: string, sought: Sought): number[] => {
  const { exact, prefix, suffix, expected } = sought;
  const all = forward(text, exact, 0, limit);
  if (all.length < limit || expected === null) return all;
  const whole = forward(text, prefix + exact + suffix, 0, limit).map((from) => from + prefix.length);
  const near = [
    ...forward(text, exact, expected, limit / 2),
    ...backward(text, exact, expected - 1, limit / 2),
  ];
  return [...new Set([...whole, ...near])];
};

const forward = (text: string, words: string, begin: number, most: number): number[] => {
  const starts: number[] = [];
  let from = text.indexOf(words, begin);
  while (from !== -1 && starts.length < most) {
    starts.push(from);
    from = text.indexOf(words, from + 1);
  }
  return starts;
};

const backward = (text: string, words: string, begin: number, most: number): number[] => {
  const starts: number[] = [];
  let from = begin < 0 ? -1 : text.lastIndexOf(words, begin);
  while (from !== -1 && starts.length < most) {
    starts.push(from);
    from = from === 0 ? -1 : text.lastIndexOf(words, from - 1);
  }
  return starts;
};

const occurrence = (text: string, { exact, prefix, suffix }: Sought, from: number): Occurrence => ({
  from,
  fit: agreeBefore(text, from, prefix) + agreeAfter(text, from + exact.length, suffix),
});

const agreeBefore = (text: string, end: number, prefix: string): number => {
  let count = 0;
  while (
    count < prefix.length &&
    count < end &&
    text.charCodeAt(end - 1 - count) === prefix.charCodeAt(prefix.length - 1 - count)
  ) {
    count += 1;
  }
  return count;
};

const agreeAfter = (text: string, start: number, suffix: string): number => {
  let count = 0;
  while (
    count < suffix.length &&
    start + count < text.length &&
    text.charCodeAt(start + count) === suffix.charCodeAt(count)
  ) {
    count += 1;
  }
  return count;
};
