import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Caret, compareCarets, moveCaret, ordered } from '../../../renderer/viewers/pdf-caret.ts';

const pages = ['The first line.\nA second one\nand a third', 'On the next page 👩‍🏫 it goes on.', ''];
const textOf = (page: number): string | null => pages[page - 1] ?? null;

const walk = (from: Caret, steps: number, step: 'character' | 'word', direction: -1 | 1): Caret => {
  let caret = from;
  for (let at = 0; at < steps; at += 1) caret = moveCaret(caret, step, direction, textOf);
  return caret;
};

describe('selecting by keyboard', () => {
  it('goes by words to their ends, and back to their beginnings', () => {
    expect(walk({ page: 1, offset: 0 }, 2, 'word', 1)).toEqual({ page: 1, offset: 'The first'.length });
    expect(walk({ page: 1, offset: 'The first'.length }, 1, 'word', -1)).toEqual({
      page: 1,
      offset: 'The '.length,
    });
  });

  it('never cuts what is read as one letter', () => {
    const before = pages[1]?.indexOf('👩‍🏫') ?? 0;
    expect(walk({ page: 2, offset: before }, 1, 'character', 1)).toEqual({
      page: 2,
      offset: before + '👩‍🏫'.length,
    });
    expect(walk({ page: 2, offset: before + '👩‍🏫'.length }, 1, 'character', -1)).toEqual({
      page: 2,
      offset: before,
    });
  });

  it('goes by lines, and to their edges', () => {
    const start = { page: 1, offset: 4 };
    expect(moveCaret(start, 'line', 1, textOf)).toEqual({ page: 1, offset: 'The first line.\nA se'.length });
    expect(moveCaret(start, 'line-edge', 1, textOf)).toEqual({ page: 1, offset: 'The first line.'.length });
    expect(moveCaret({ page: 1, offset: 20 }, 'line', -1, textOf)).toEqual({ page: 1, offset: 4 });
  });

  it('goes over page breaks, and stays at the ends of the file', () => {
    const end = pages[0]?.length ?? 0;
    expect(moveCaret({ page: 1, offset: end }, 'character', 1, textOf)).toEqual({ page: 2, offset: 0 });
    expect(moveCaret({ page: 1, offset: end - 2 }, 'line', 1, textOf)).toEqual({ page: 2, offset: 0 });
    expect(moveCaret({ page: 2, offset: 0 }, 'word', -1, textOf)).toEqual({ page: 1, offset: end });
    expect(moveCaret({ page: 1, offset: 0 }, 'line', -1, textOf)).toEqual({ page: 1, offset: 0 });
    expect(moveCaret({ page: 3, offset: 0 }, 'character', 1, textOf)).toEqual({ page: 3, offset: 0 });
  });

  it('always moves on, and stays inside the words', () => {
    const caret = fc
      .constantFrom(1, 2)
      .chain((page) =>
        fc.integer({ min: 0, max: pages[page - 1]?.length ?? 0 }).map((offset) => ({ page, offset })),
      );
    fc.assert(
      fc.property(caret, fc.constantFrom('character' as const, 'word' as const), (from, step) => {
        const next = moveCaret(from, step, 1, textOf);
        expect(compareCarets(next, from)).toBeGreaterThan(0);
        expect(next.offset).toBeLessThanOrEqual(textOf(next.page)?.length ?? 0);
        expect(ordered({ anchor: next, focus: from })).toEqual([from, next]);
      }),
    );
  });
});
