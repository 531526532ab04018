import { describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../../../main/cli/ratings/read-ratings.ts';
import { issuesOf, ratingsIn, readText, tableOf } from './read-text.ts';

const words: ReadOptions['categories'] = { kind: 'labels', names: ['low', 'mid', 'high'] };
const numbers: ReadOptions['categories'] = { kind: 'numbers', values: [1, 2, 3] };

describe('a table with a line for each rating', () => {
  it('has its columns in any order and case, and may have a criterion and a time', async () => {
    const read = await readText(
      'Time,SCORE,Rater,criterion,Unit\n2026-03-01T10:00:00+02:00,3,Ann,Plan,u1\n2026-03-02,2,Ben,Plan,u1\n,4,Ann,Talk,u2\n',
    );
    expect(ratingsIn(tableOf(read))).toEqual([
      ['u1', 'Ann', 'Plan', 3, Date.UTC(2026, 2, 1, 8)],
      ['u1', 'Ben', 'Plan', 2, Date.UTC(2026, 2, 2)],
      ['u2', 'Ann', 'Talk', 4, null],
    ]);
  });

  it('has the one criterion overall and no times where it names none', async () => {
    const table = tableOf(await readText('unit,rater,score\nu1,Ann,3\n'));
    expect([table.criteria, table.time, table.labels]).toEqual([['overall'], null, null]);
  });

  it.each(['', 'NA', 'n/a', 'NULL', 'null', '.', '-', '  '])(
    'takes the score %j for no rating',
    async (gap) => {
      const table = tableOf(await readText(`unit,rater,score\nu1,Ann,3\nu2,Ben,${gap}\n`));
      expect(ratingsIn(table)).toEqual([['u1', 'Ann', 'overall', 3, null]]);
      // Whoever has no rating can still be warned about by name.
      expect([table.units, table.raters]).toEqual([
        ['u1', 'u2'],
        ['Ann', 'Ben'],
      ]);
    },
  );

  it('says which columns it passed over', async () => {
    const read = await readText('unit,rater,score,Comment\nu1,Ann,3,good\n');
    expect(read.ok && read.warnings).toEqual([
      {
        code: 'columns-not-used',
        text: 'Columns that say nothing about agreement were passed over: Comment.',
      },
    ]);
  });

  it('says which names are hardly two', async () => {
    const read = await readText('unit,rater,score\nu1,Ann Lee,3\nu1,ann  lee,3\n');
    expect(read.ok && read.warnings).toMatchObject([{ code: 'names-alike' }]);
  });
});

describe('a table with a column for each rater', () => {
  it('has gaps, and keeps a rater without any rating', async () => {
    const table = tableOf(await readText('essay,Ann,Ben,Cy\nu1,3,,\nu2,2,1,NA\n'));
    expect(table.raters).toEqual(['Ann', 'Ben', 'Cy']);
    expect(ratingsIn(table)).toEqual([
      ['u1', 'Ann', 'overall', 3, null],
      ['u2', 'Ann', 'overall', 2, null],
      ['u2', 'Ben', 'overall', 1, null],
    ]);
  });

  it.each([
    ['unit,Ann,criterion\nu1,3,x\n', /^row 1: there is a column criterion/],
    ['unit,Ann,time\nu1,3,2026-01-01\n', /^row 1: there is a column time/],
    ['unit,Ann,\nu1,3,2\n', /^row 1: column 3 names no rater/],
    ['unit,Ann,Ann\nu1,3,2\n', /^row 1: two columns are called Ann/],
    ['unit,Ann,Ben\nu1,3,2\n,3,1\n', /^row 3: names no unit/],
    ['unit,Ann,Ben\nu1,3,2\nu2,1,1\nu1,3,1\n', /^row 4: the unit u1 has row 2 already/],
    ['unit,Ann,Ben\nu1,3,x\n', /^row 2: column Ben: the score "x" is not a number/],
  ])('is refused: %j', async (text, issue) => {
    expect((await issuesOf(text))[0]).toMatch(issue);
  });
});

it.each([['essay,reviewer,points\ne1,Ann,3\n'], ['u1,Ann,3\nu2,Ben,2\n']])(
  'says how a table was read whose columns have other names, or none: %j',
  async (text) => {
    const issues = await issuesOf(text);
    expect(issues.at(-1)).toMatch(/^row 1: was read as .* call the columns unit, rater and score$/);
  },
);

describe('scores', () => {
  it.each([
    ['3', 3],
    ['-1', -1],
    ['+2', 2],
    ['2.50', 2.5],
    ['.5', 0.5],
    ['1e3', 1000],
    [' 4 ', 4],
  ])('reads %j as a number', async (text, value) => {
    const table = tableOf(await readText(`unit,rater,score\nu1,Ann,${text}\n`, { scale: 'interval' }));
    expect(table.score[0]).toBe(value);
  });

  it.each(['three', '0x10', '1e999', '3 points', 'Infinity', '1.2.3'])(
    'refuses %j on a scale of numbers',
    async (text) => {
      const issues = await issuesOf(`unit,rater,score\nu1,Ann,1\nu2,Ann,${text}\n`, { scale: 'interval' });
      expect(issues[0]).toBe(`row 3: the score "${text}" is not a number`);
    },
  );

  it('reads decimal commas only when told to, and says how', async () => {
    const text = 'unit;rater;score\nu1;Ann;2,5\n';
    const read = { delimiter: ';', scale: 'interval' } as const;
    expect((await issuesOf(text, read))[0]).toMatch(
      /^row 2: the score 2,5 has a decimal comma; say --decimal-comma/,
    );
    const table = tableOf(await readText(text, { ...read, decimalComma: true }));
    expect(table.score[0]).toBe(2.5);
  });

  it('takes no decimal point where commas are decimal, but numbers in JSON are numbers', async () => {
    const read = { delimiter: ';', scale: 'interval', decimalComma: true } as const;
    expect((await issuesOf('unit;rater;score\nu1;Ann;1.250\n', read))[0]).toBe(
      'row 2: the score 1.250 has a decimal point, and --decimal-comma was said',
    );
    const json = '[{"unit":"u1","rater":"Ann","score":2.5},{"unit":"u2","rater":"Ann","score":"3,5"}]';
    expect([...tableOf(await readText(json, read)).score]).toEqual([2.5, 3.5]);
  });

  it('asks what half points are when no scale was named', async () => {
    const text = 'unit,rater,score\nu1,Ann,2\nu2,Ann,2.5\n';
    expect((await issuesOf(text))[0]).toMatch(/^row 3: the score 2.5 is not a whole number; say --scale/);
    const ordinal = await readText(text, { scale: 'ordinal' });
    expect(ordinal.ok && ordinal.scale).toBe('ordinal');
    const declared = await readText(text, { categories: { kind: 'numbers', values: [2, 2.5, 3] } });
    expect(declared).toMatchObject({ ok: true, scale: 'ordinal', categories: [2, 2.5, 3] });
  });

  it('holds them to the declared categories', async () => {
    const text = 'unit,rater,score\nu1,Ann,3\nu2,Ann,4\n';
    expect(await issuesOf(text, { categories: numbers })).toEqual([
      'row 3: the score 4 is none of the categories 1, 2, 3 (--categories)',
    ]);
  });

  it('takes words in the order that was declared', async () => {
    const text = 'unit,rater,score\nu1,Ann,high\nu1,Ben,low\n';
    const table = tableOf(await readText(text, { categories: words }));
    expect([table.labels, [...table.score]]).toEqual([
      ['low', 'mid', 'high'],
      [2, 0],
    ]);
    expect((await issuesOf('unit,rater,score\nu1,Ann,High\n', { categories: words }))[0]).toBe(
      'row 2: the score "High" is none of the categories low, mid, high',
    );
  });

  it('refuses words without an order on an ordinal scale, naming them', async () => {
    const issues = await issuesOf('unit,rater,score\nu1,Ann,good\nu2,Ann,poor\nu3,Ann,good\n');
    expect(issues).toHaveLength(4);
    expect(issues[3]).toMatch(/^scores that are not numbers: good, poor\. .*--categories.*--scale nominal/);
  });

  it('takes words as they come on a nominal scale, alphabetically, and numbers as numbers', async () => {
    const labels = tableOf(
      await readText('unit,rater,score\nu1,Ann,b\nu1,Ben,a\nu2,Ann,1\n', { scale: 'nominal' }),
    );
    expect(labels.labels).toEqual(['1', 'a', 'b']);
    expect(ratingsIn(labels).map(([, , , score]) => score)).toEqual(['b', 'a', '1']);
    const plain = tableOf(await readText('unit,rater,score\nu1,Ann,10\nu1,Ben,2\n', { scale: 'nominal' }));
    expect([plain.labels, [...plain.score]]).toEqual([null, [10, 2]]);
  });

  it('does not take a decimal comma for a label', async () => {
    const issues = await issuesOf('unit;rater;score\nu1;Ann;3,5\n', { scale: 'nominal', delimiter: ';' });
    expect(issues[0]).toMatch(/^row 2: the score 3,5 has a decimal comma/);
  });
});

describe('what is wrong with a file', () => {
  it.each([
    ['', 'it is empty'],
    ['\n\n', 'it is empty'],
    ['unit,rater,score\n', 'there is no rating in it'],
    ['unit,rater,score\nu1,Ann,\n', 'there is no rating in it'],
    ['unit,rater,points\nu1,Ann,3\n', 'row 1: the column score is missing'],
    ['rater,score\nAnn,3\n', 'row 1: the column unit is missing'],
    ['unit,rater,score,rater\nu1,Ann,3,Ben\n', 'row 1: two columns are called rater'],
    ['unit,rater,score\nu1,Ann\n', 'row 2: has 2 cells, and the header has 3'],
    ['unit,rater,score\nu1,Ann,3,5\n', 'row 2: has 4 cells, and the header has 3'],
    ['unit,rater,score\n,Ann,3\n', 'row 2: names no unit'],
    ['unit,rater,score\nu1, ,3\n', 'row 2: names no rater'],
    ['unit,rater,score,criterion\nu1,Ann,3,\n', 'row 2: names no criterion'],
    ['unit,rater,score\nu1,Ann,3\nu2,"Ben,3\n', 'row 3: a quotation mark opens and is never closed'],
    [
      'unit,rater,score\nu1,"Ann" x,3\n',
      'row 2: text follows a closing quotation mark; a quotation mark within a cell is written twice',
    ],
    [
      'unit,rater,score\nu1,An"n,3\n',
      'row 2: a quotation mark stands inside a cell that does not begin with one',
    ],
    [
      'unit,rater,score,time\nu1,Ann,3,1.3.2026\n',
      'row 2: the time "1.3.2026" cannot be read; write it as 2026-03-01 or 2026-03-01T14:05:00Z (ISO 8601)',
    ],
    [
      'unit,rater,score,time\nu1,Ann,3,2026-02-30\n',
      'row 2: the time "2026-02-30" cannot be read; write it as 2026-03-01 or 2026-03-01T14:05:00Z (ISO 8601)',
    ],
  ])('is told: %j', async (text, issue) => {
    expect(await issuesOf(text)).toEqual([issue]);
  });

  it.each([
    [';', 'a semicolon', '";"'],
    ['\t', 'a tab', 'tab'],
    ['|', 'a vertical bar', '"|"'],
  ])('names the delimiter %j', async (mark, name, flag) => {
    const text = ['unit', 'rater', 'score'].join(mark);
    expect(await issuesOf(`${text}\n${['u1', 'Ann', '3'].join(mark)}\n`)).toEqual([
      `row 1: the columns are parted by ${name} and not by a comma; say --delimiter ${flag}`,
    ]);
    const table = tableOf(await readText(`${text}\n${['u1', 'Ann', '3'].join(mark)}\n`, { delimiter: mark }));
    expect(table.score[0]).toBe(3);
  });

  it('names the comma where another delimiter was asked for', async () => {
    expect((await issuesOf('unit,rater,score\nu1,Ann,3\n', { delimiter: ';' }))[0]).toMatch(
      /parted by a comma and not by a semicolon/,
    );
  });

  it('names the first of two ratings by the same rater, also at another time', async () => {
    const text =
      'unit,rater,score,criterion,time\nu1,Ann,3,Plan,2026-01-01\nu1,Ann,3,Talk,2026-01-01\nu1,Ann,4,Plan,2026-01-01\nu1,Ann,4,Talk,2026-02-01\n';
    expect(await issuesOf(text)).toEqual([
      'row 4: Ann rated u1 on Plan before, in row 2',
      'row 5: Ann rated u1 on Talk before, in row 3 at another time; keep the rating that counts',
    ]);
  });

  it('counts rows as a spreadsheet does: empty ones and line breaks in cells', async () => {
    const text = 'unit,rater,score\r\n\r\n"u\r\n1",Ann,3\r\n,,\r\nu2,Ann,x\r\n';
    expect((await issuesOf(text))[0]).toMatch(/^row 5: the score "x"/);
  });

  it('tells twenty issues one by one and counts the rest', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `u${at},Ann,x${at}`).join('\n');
    const issues = await issuesOf(`unit,rater,score\n${rows}\n`, { scale: 'ratio' });
    expect(issues.slice(0, 20)).toEqual(
      Array.from({ length: 20 }, (_, at) => `row ${at + 2}: the score "x${at}" is not a number`),
    );
    expect(issues[20]).toBe('and 30 more errors');
    expect(issues).toHaveLength(22);
  });

  it('has more raters or criteria than can be told apart', async () => {
    const many = (line: (at: number) => string) =>
      `unit,rater,score,criterion\n${Array.from({ length: 65_600 }, (_, at) => line(at)).join('\n')}\n`;
    expect(await issuesOf(many((at) => `u1,r${at},3,c`))).toEqual(['there are more than 65,534 raters']);
    expect(await issuesOf(many((at) => `u1,r,3,c${at}`))).toEqual(['there are more than 65,534 criteria']);
  });
});

it('quotes cells in one line and in short', async () => {
  const [issue] = await issuesOf(`unit,rater,score\nu1,Ann,"a\n\u001b[31mb ${'x'.repeat(500)}"\n`);
  expect(issue).toMatch(/^row 2: the score "a {2}\[31mb x+…" is not a number$/);
  expect(issue?.length).toBeLessThan(120);
});

describe('JSON', () => {
  const list = [
    { unit: 'u1', rater: 'Ann', score: 3, criterion: 'Plan', time: '2026-03-01T08:00:00Z' },
    { unit: 7, rater: 'Ben', score: null },
    { unit: 'u1', rater: 'Ben', score: '2', criterion: 'Plan' },
  ];

  it('is a list of ratings, by itself or beside a scale', async () => {
    const expected = [
      ['u1', 'Ann', 'Plan', 3, Date.UTC(2026, 2, 1, 8)],
      ['u1', 'Ben', 'Plan', 2, null],
    ];
    expect(ratingsIn(tableOf(await readText(JSON.stringify(list))))).toEqual(expected);
    const file = await readText(` ${JSON.stringify({ scale: 'ratio', ratings: list })}`);
    expect(ratingsIn(tableOf(file))).toEqual(expected);
    expect(file.ok && file.scale).toBe('ratio');
  });

  it('is a matrix with gaps and declared categories, which a flag may override', async () => {
    const file = JSON.stringify({
      scale: 'nominal',
      categories: ['b', 'a'],
      units: ['u1', 'u2'],
      raters: ['Ann', 'Ben', 'Cy'],
      ratings: [
        ['a', null, null],
        ['b', 'a', null],
      ],
    });
    const table = tableOf(await readText(file));
    expect([table.labels, table.raters]).toEqual([
      ['b', 'a'],
      ['Ann', 'Ben', 'Cy'],
    ]);
    expect(ratingsIn(table).map(([unit, rater, , score]) => `${unit} ${rater} ${score}`)).toEqual([
      'u1 Ann a',
      'u2 Ann b',
      'u2 Ben a',
    ]);
    const asked = await readText(file, { scale: 'ordinal' });
    expect(asked.ok && asked.scale).toBe('ordinal');
  });

  it.each([
    ['[{]', /begins as JSON does and is not valid JSON/],
    ['{"rating":[]}', /it is none of: a list/],
    ['[]', /there is no rating in it/],
    ['[3]', /^entry 1: is not \{unit, rater, score\}/],
    ['[{"rater":"A","score":3}]', /^entry 1: names no unit/],
    ['[{"unit":"u","rater":"A"}]', /^entry 1: has no score/],
    ['[{"unit":"u","rater":"A","score":true}]', /^entry 1: the score true is neither/],
    [
      '[{"unit":"u","rater":"A","score":1},{"unit":"u","rater":"A","score":1}]',
      /^entry 2: A rated u before, in entry 1/,
    ],
    ['[{"unit":"u","rater":"A","score":1,"time":"noon"}]', /^entry 1: the time "noon" cannot be read/],
    ['{"units":["u","u"],"raters":["A"],"ratings":[[1],[2]]}', /units: u is named twice/],
    ['{"units":["u"],"raters":["A","B"],"ratings":[[1]]}', /^entry 1: has 1 scores, and there are 2 raters/],
    ['{"units":["u"],"raters":["A"],"ratings":[[1],[2]]}', /there are 1 units and 2 rows of ratings/],
    ['{"scale":"metric","ratings":[]}', /its scale is one of nominal/],
    ['{"categories":[2,1],"ratings":[]}', /its categories: .* not in ascending order/],
  ])('is refused: %s', async (text, issue) => {
    expect((await issuesOf(text))[0]).toMatch(issue);
  });
});
