import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from '../../../../main/cli/ratings/csv-line.ts';
import { ratingsIn, readBytes, readText } from './read-text.ts';

/** Names that a sloppy reader or writer breaks. Names begin and end with text: white space around them is not kept. */
const name = fc
  .string({
    unit: fc.constantFrom(
      '"',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      '|',
      "'",
      '[',
      '{',
      'a',
      'é',
      '😀',
      '0',
    ),
    maxLength: 6,
  })
  .map((text) => `x${text}y`);

const names = (least: number) => fc.uniqueArray(name, { minLength: least, maxLength: 4 });
const score = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const time = fc.option(fc.integer({ min: 0, max: 4e12 }));

type Rating = readonly [string, string, string, number, number | null];

/** Every unit, rater and criterion has a rating somewhere, none has two, in any order. */
const ratings = fc.tuple(names(1), names(1), names(1)).chain(([units, raters, criteria]) => {
  const cells = units.flatMap((unit) =>
    raters.flatMap((rater) => criteria.map((criterion) => [unit, rater, criterion] as const)),
  );
  const filled = fc.tuple(...cells.map((cell) => fc.tuple(fc.constant(cell), score, time)));
  return filled.chain((all) =>
    fc.shuffledSubarray(
      all.map(([cell, value, when]): Rating => [...cell, value, when]),
      { minLength: 1 },
    ),
  );
});

const columnNames = ['unit', 'rater', 'criterion', 'score', 'time', 'note'] as const;
const columnOrders = fc.shuffledSubarray([...columnNames], { minLength: 6 });

const csvOf = (all: readonly Rating[], order: readonly string[], breaks: string): string => {
  const rows = all.map((rating) => {
    const [unit, rater, criterion, value, when] = rating;
    const cells: Record<string, string | number> = {
      unit,
      rater,
      criterion,
      score: value,
      time: when === null ? '' : new Date(when).toISOString(),
      note: 'not, used',
    };
    return csvLine(order.map((column) => cells[column]));
  });
  return [csvLine(order), ...rows].map((line) => `${line}${breaks}`).join('');
};

test('a table of ratings written as CSV is read back as it was, with columns and rows in any order', async () => {
  await fc.assert(
    fc.asyncProperty(
      ratings,
      columnOrders,
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 40 }),
      async (all, order, breaks, piece) => {
        const bytes = new TextEncoder().encode(csvOf(all, order, breaks));
        const read = await readBytes(bytes, { scale: 'interval' }, piece);
        if (!read.ok) throw new Error(read.issues.join('\n'));
        expect(ratingsIn(read.table)).toEqual(all);
      },
    ),
    { numRuns: 200 },
  );
});

test('the same ratings as a JSON list are read back as they were', async () => {
  await fc.assert(
    fc.asyncProperty(ratings, async (all) => {
      const list = all.map(([unit, rater, criterion, value, when]) => ({
        time: when === null ? null : new Date(when).toISOString(),
        score: value,
        unit,
        rater,
        criterion,
      }));
      const read = await readText(JSON.stringify(list), { scale: 'interval' });
      if (!read.ok) throw new Error(read.issues.join('\n'));
      expect(ratingsIn(read.table)).toEqual(all);
    }),
    { numRuns: 100 },
  );
});

test('a wide table and a matrix say the same as a long table', async () => {
  const grid = fc.tuple(names(1), names(2)).chain(([units, raters]) =>
    fc.record({
      units: fc.constant(units),
      raters: fc.constant(raters),
      scores: fc.array(fc.array(fc.option(score), { minLength: raters.length, maxLength: raters.length }), {
        minLength: units.length,
        maxLength: units.length,
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(grid, async ({ units, raters, scores }) => {
      const flat = units.flatMap((unit, row) =>
        raters.flatMap((rater, column) => {
          const value = scores[row]?.[column] ?? null;
          return value === null ? [] : [[unit, rater, 'overall', value, null]];
        }),
      );
      fc.pre(flat.length > 0);
      const wide = [
        csvLine(['text', ...raters]),
        ...units.map((unit, row) => csvLine([unit, ...(scores[row] ?? [])])),
      ];
      const matrix = JSON.stringify({ units, raters, ratings: scores });
      for (const text of [wide.join('\n'), matrix]) {
        const read = await readText(text, { scale: 'interval' });
        if (!read.ok) throw new Error(read.issues.join('\n'));
        expect(ratingsIn(read.table)).toEqual(flat);
        expect(read.table.raters).toEqual(raters);
      }
    }),
    { numRuns: 100 },
  );
});

test('whatever text it is given, it is read or something is said about it', async () => {
  const piece = fc.constantFrom(
    'unit',
    'rater',
    'score',
    'time',
    ',',
    ';',
    '"',
    '\n',
    '\r',
    '[',
    '{',
    '}',
    ']',
    ':',
    ' ',
    '1',
    '2,5',
    'NA',
    'x',
    '\u0000',
    '\ufeff',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (pieces, size) => {
        const read = await readBytes(new TextEncoder().encode(pieces.join('')), {}, size);
        if (read.ok) expect(read.table.score.length).toBeGreaterThan(0);
        else expect(read.issues.every((issue) => issue.startsWith('standard input'))).toBe(true);
        if (!read.ok) expect(read.issues.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1000 },
  );
});
