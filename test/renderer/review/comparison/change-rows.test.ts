import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded, rowsOf } from '../../../../renderer/features/review/comparison/change-rows.ts';
import { changeRuns, type TextChange } from '../../../../renderer/features/review/comparison/text-changes.ts';

const same = (text: string): TextChange => ({ kind: 'same', text });
const added = (text: string): TextChange => ({ kind: 'added', text });
const removed = (text: string): TextChange => ({ kind: 'removed', text });

const lines = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, at) => `line ${at + from}\n`).join('');

const shape = (changes: readonly TextChange[]) =>
  folded(rowsOf(changes).rows).map(({ kind, rows }) => [kind, rows.length]);

describe('rows of changes', () => {
  it('parts lines and says of each what it is', () => {
    const { rows, changes } = rowsOf([
      same('Kept. '),
      removed('Old'),
      added('New'),
      same(' end.\n'),
      added('A whole line.\nAnd another.\n'),
      same('Last.\n'),
    ]);
    expect(rows.map(({ kind }) => kind)).toEqual(['mixed', 'added', 'added', 'same']);
    expect(changes).toBe(2);
    expect(rows[0]?.parts.map(({ text, change }) => [text, change])).toEqual([
      ['Kept. ', null],
      ['Old', 0],
      ['New', 0],
      [' end.', null],
    ]);
    expect(rows[2]?.parts[0]?.change).toBe(1);
  });

  it('folds long unchanged runs and keeps one line beside each change', () => {
    expect(shape([same(lines(14)), added('new\n'), same(lines(6))])).toEqual([
      ['folded', 13],
      ['rows', 3],
      ['folded', 5],
    ]);
  });

  it('leaves short runs open, and folds everything where nothing changed', () => {
    expect(shape([added('a\n'), same(lines(4)), added('b\n')])).toEqual([['rows', 6]]);
    expect(shape([same(lines(9))])).toEqual([['folded', 9]]);
    expect(shape([])).toEqual([]);
  });

  it('loses no text, folds no change, and numbers changes without a gap', () => {
    const change = fc.record({
      kind: fc.constantFrom('same', 'added', 'removed'),
      text: fc
        .array(fc.constantFrom('word ', 'x', '\n'), { minLength: 1, maxLength: 12 })
        .map((all) => all.join('')),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (drawn) => {
        const all = drawn as TextChange[];
        const { rows, changes } = rowsOf(all);
        const groups = folded(rows);
        const text = groups.flatMap((group) =>
          group.rows.flatMap(({ parts }) => parts.map((part) => part.text)),
        );
        expect(text.join('')).toBe(
          all
            .map((one) => one.text)
            .join('')
            .replaceAll('\n', ''),
        );
        for (const { kind, rows: inside } of groups) {
          if (kind === 'folded') expect(inside.every((row) => row.kind === 'same')).toBe(true);
        }
        expect(changes).toBe(changeRuns(all).length);
        const numbers = rows.flatMap(({ parts }) => parts.flatMap(({ change: at }) => at ?? []));
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        expect(Math.max(-1, ...numbers)).toBeLessThan(changes);
      }),
    );
  });
});
