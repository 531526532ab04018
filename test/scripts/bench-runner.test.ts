import { describe, expect, test } from 'vitest';
import { bench } from '../bench/bench.ts';
import { median, takeTurns } from '../bench/repeat.ts';
import type { Measured, Section } from '../bench/section.ts';

const figures = (ours: number[], peer: number[]): Measured => ({ unit: 'ms', ours, peer, note: 'planted' });

const section = (
  name: string,
  measure: () => Promise<Measured>,
  limits: Partial<{ limit: number; direction: 'at most' | 'at least' }> = {},
): Section => ({
  name,
  open: async () => ({
    ratios: [{ name: `${name} ratio`, limit: 1.3, direction: 'at most', measure, ...limits }],
    close: async () => undefined,
  }),
});

const quick = section('quick', async () => figures([12, 10, 11], [10, 10, 40]));
const slow = section('slow', async () => figures([14], [10]));
const broken = section('broken', async () => {
  throw new Error('the film would not play');
});
const unopened: Section = { name: 'unopened', open: () => Promise.reject(new Error('no browser here')) };

const run = async (words: readonly string[], sections: readonly Section[]) => {
  let out = '';
  let err = '';
  const code = await bench(words, sections, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
};

describe('the bench', () => {
  test('passes when every ratio keeps its limit, and says what was measured', async () => {
    const { code, out } = await run([], [quick]);
    expect(code).toBe(0);
    expect(out).toContain('ok      quick · quick ratio: 1.10× (at most 1.3×)');
    expect(out).toContain('ours 11.0 ms (10.0–12.0), peer 10.0 ms (10.0–40.0), median of 3');
  });

  test('fails when one ratio misses its limit', async () => {
    const { code, out } = await run([], [quick, slow]);
    expect(code).toBe(1);
    expect(out).toContain('MISSED  slow · slow ratio: 1.40× (at most 1.3×)');
  });

  test('knows limits that must be reached too', async () => {
    const twice = async () => figures([20], [10]);
    expect((await run([], [section('up', twice, { limit: 2, direction: 'at least' })])).code).toBe(0);
    expect((await run([], [section('up', twice, { limit: 2.1, direction: 'at least' })])).code).toBe(1);
  });

  test.each([
    ['throws', broken, 'the film would not play'],
    ['cannot be opened', unopened, 'no browser here'],
    ['has no figures', section('empty', async () => figures([], [])), 'no ratio can be made'],
    ['divides by nothing', section('zero', async () => figures([1], [0])), 'no ratio can be made'],
  ])('reports a section that %s as failed, and runs the others', async (_what, bad, words) => {
    const { code, out } = await run([], [bad, quick]);
    expect(code).toBe(1);
    expect(out).toContain(`FAILED  ${bad.name}`);
    expect(out).toContain(words);
    expect(out).toContain('ok      quick');
  });

  test('fails when a section does not close', async () => {
    const stuck: Section = {
      name: 'stuck',
      open: async () => ({ ratios: [], close: () => Promise.reject(new Error('the server hangs')) }),
    };
    const { code, out } = await run([], [quick, stuck]);
    expect([code, out.includes('the server hangs')]).toEqual([1, true]);
  });

  test('prints one JSON object and nothing else when asked', async () => {
    const { out, err } = await run(['--json', 'slow'], [quick, slow]);
    expect(JSON.parse(out)).toEqual({
      pass: false,
      results: [
        {
          section: 'slow',
          name: 'slow ratio',
          unit: 'ms',
          ours: 14,
          peer: 10,
          oursSpread: [14, 14],
          peerSpread: [10, 10],
          repetitions: 1,
          ratio: 1.4,
          limit: 1.3,
          direction: 'at most',
          pass: false,
          note: 'planted',
        },
      ],
    });
    expect(err).toContain('slow ratio');
  });

  test('tells what a section has to say besides, for people before the ratios and for programs beside them', async () => {
    const telling: Section = {
      name: 'telling',
      open: async () => ({
        ratios: [
          {
            name: 'tiny',
            limit: 0.1,
            direction: 'at most',
            measure: async () => figures([1], [250]),
          },
        ],
        report: () => ({ lines: ['a table', 'of figures'], data: { figures: [1, 2] } }),
        close: async () => undefined,
      }),
    };
    const { code, out } = await run([], [telling]);
    expect(code).toBe(0);
    expect(out).toMatch(/^a table\nof figures\n\nok {6}telling · tiny: 0\.0040× \(at most 0\.1×\)/);
    const { out: json } = await run(['--json'], [telling]);
    expect(JSON.parse(json).sections).toEqual([{ section: 'telling', figures: [1, 2] }]);
  });

  test('names a section it does not know, and measures nothing', async () => {
    const { code, out, err } = await run(['evidense'], [quick]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('does not know evidense. Sections: quick.');
  });
});

describe('turns', () => {
  test('alternate, change who is first, and throw the warm-ups away', async () => {
    const order: string[] = [];
    const side = (name: string) => async (turn: number) => {
      order.push(`${name}${turn}`);
      return turn;
    };
    const taken = await takeTurns({ warmUps: 1, repetitions: 2, ours: side('o'), peer: side('p') });
    expect(order).toEqual(['o0', 'p0', 'p1', 'o1', 'o2', 'p2']);
    expect(taken).toEqual({ ours: [1, 2], peer: [1, 2] });
  });

  test('the median is the middle, or between the two in the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN]);
  });
});
