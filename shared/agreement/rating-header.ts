/** What the columns of a table of ratings mean. Places of columns; -1: there is no such column. */
export type RatingLayout =
  | {
      readonly kind: 'long';
      readonly unit: number;
      readonly rater: number;
      readonly score: number;
      readonly criterion: number;
      readonly time: number;
      readonly unused: readonly string[];
    }
  | { readonly kind: 'wide'; readonly raters: readonly string[] };

const needed = ['unit', 'rater', 'score'] as const;
const known: readonly string[] = [...needed, 'criterion', 'time'];

const shapes =
  'a table of ratings has the columns unit, rater and score, and if there are any criterion and time; or a column of units and one column for each rater';

/** How delimiters are called. */
const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'a comma',
  ';': 'a semicolon',
  '\t': 'a tab',
  '|': 'a vertical bar',
};
const delimiterFlags: Readonly<Record<string, string>> = {
  ',': ',',
  ';': '";"',
  '\t': 'tab',
  '|': '"|"',
};

/** The layout of a table by its first row, in any order and case of columns; what is wrong with it as a list. */
export const readHeader = (cells: readonly string[], delimiter: string): RatingLayout | readonly string[] => {
  const names = cells.map((name) => name.trim());
  if (names.length === 1) return [oneColumn(names[0] ?? '', delimiter)];
  const lower = names.map((name) => name.toLowerCase());
  // A wide table may well call its first column unit; rater and score are names of columns alone.
  const long = lower.includes('rater') || lower.includes('score');
  const issues = long ? longIssues(names, lower) : wideIssues(names, lower);
  if (issues.length > 0) return issues;
  if (!long) return { kind: 'wide', raters: names.slice(1) };
  const place = (name: string): number => lower.indexOf(name);
  return {
    kind: 'long',
    unit: place('unit'),
    rater: place('rater'),
    score: place('score'),
    criterion: place('criterion'),
    time: place('time'),
    unused: names.filter((name, at) => name !== '' && !known.includes(lower[at] ?? '')),
  };
};

const oneColumn = (name: string, delimiter: string): string => {
  const other = Object.keys(delimiterNames).find((mark) => mark !== delimiter && name.includes(mark));
  return other === undefined
    ? `there is one column only; ${shapes}`
    : `the columns are parted by ${delimiterNames[other]} and not by ${delimiterNames[delimiter] ?? `"${delimiter}"`}; say --delimiter ${delimiterFlags[other]}`;
};

const longIssues = (names: readonly string[], lower: readonly string[]): string[] => [
  ...needed.filter((name) => !lower.includes(name)).map((name) => `the column ${name} is missing`),
  ...known.filter((name) => lower.indexOf(name) !== lower.lastIndexOf(name)).map(twice),
  ...(names.some((name) => name === '') && names.every((name) => name === '') ? [shapes] : []),
];

const wideIssues = (names: readonly string[], lower: readonly string[]): string[] => {
  const mixed = ['criterion', 'time'].find((name) => lower.includes(name));
  if (mixed !== undefined) {
    return [
      `there is a column ${mixed}, but none for rater and score; a table with one column for each rater holds one criterion`,
    ];
  }
  return names.flatMap((name, at) => {
    if (at === 0) return [];
    if (name === '') return [`column ${at + 1} names no rater`];
    return names.indexOf(name, 1) === at ? [] : [twice(name)];
  });
};

const twice = (name: string): string => `two columns are called ${name}`;
