import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { additiveAlpha } from '../../shared/agreement/additive.ts';
import { agreementBase, fleissKappa, gwetAc } from '../../shared/agreement/chance-corrected.ts';
import { cohenKappa, pairTableOfScores } from '../../shared/agreement/cohen.ts';
import { fitJoint } from '../../shared/agreement/facets-joint.ts';
import { fitMarginal } from '../../shared/agreement/facets-marginal.ts';
import { countsOfGrid } from '../../shared/agreement/grid-counts.ts';
import { icc, meanSquares } from '../../shared/agreement/icc.ts';
import { coincidences, krippendorffAlpha } from '../../shared/agreement/krippendorff.ts';
import { agreementWeights } from '../../shared/agreement/weights.ts';
import { agreementReport, machineFactor } from '../bench/agreement/agreement-report.ts';
import { growthLimit } from '../bench/agreement/agreement-section.ts';
import { benchSets, drawnUnits, facetRows, scoreMatrix } from '../bench/agreement/bench-data.ts';
import { costCurves, curveOf, type Kernel } from '../bench/agreement/curve.ts';
import { type Figure, facetsDataOf, floatsOf, withoutExtremes } from '../bench/agreement/figures.ts';
import { measureFigure, ratiosOf, rivalsOf } from '../bench/agreement/measure-figure.ts';
import { measureMemory } from '../bench/agreement/memory.ts';
import { type PeerRun, parsePeers } from '../bench/agreement/peers.ts';
import { poolJobs, timePool } from '../bench/agreement/pool.ts';
import {
  textbookAlpha,
  textbookBootstrap,
  textbookGwet,
  textbookIcc,
  textbookKappa,
} from '../bench/agreement/textbook.ts';
import { textbookJoint, textbookMarginal } from '../bench/agreement/textbook-facets.ts';

/** Of the generator that made the sets the peers were timed on. */
const digests = {
  A1: '81b6a849051977a50f34d5807137a77c107865c2540e5cc6b1b1882326b268c4',
  A2: '7a559448b2cc7995775e73ce335316ec01838db1fad153b1db537138a72097d6',
  F1: '902882779219779e948f48989d247c7d863833fa4d38b0f361c83aa35d141910',
  K1: 'b48d659823dc097b663cb4516e70babfa3b2bc53d0fda966837ce6847efe9fd6',
  I1: 'dbdbd4d91d1e61881fe04d251c9580c19243e1c9dd8a03ce2c038ba77772bd35',
  B2: 'cd0ebeeaf2343645c95eccd7b4e7fdf2e7f72f11343ca8d81b3321d13d716598',
  M1: '040b3d9d66faebe5a3fbc0e1d1fe323fa6b067f08e67266cd7c3efec1e070e96',
};

const digestOf = (numbers: ArrayBufferView): string => {
  const { buffer, byteOffset, byteLength } = numbers;
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
};

describe('the bench sets', () => {
  test('are bit for bit those that the peers were timed on', () => {
    expect({
      A1: digestOf(benchSets.A1().scores),
      A2: digestOf(benchSets.A2().scores),
      F1: digestOf(benchSets.F1().scores),
      K1: digestOf(benchSets.K1().scores),
      I1: digestOf(benchSets.I1().values),
      B2: digestOf(benchSets.B2()),
      M1: digestOf(Int8Array.from(benchSets.M1().flatMap(({ scores }) => scores))),
    }).toEqual(digests);
  });
});

const panels = fc.record({
  seed: fc.integer(),
  units: fc.integer({ min: 3, max: 30 }),
  raters: fc.integer({ min: 2, max: 6 }),
  categories: fc.integer({ min: 2, max: 5 }),
  missing: fc.constantFrom(0, 0.2),
});

const panelOfSeed = ({ seed, ...size }: { seed: number } & Parameters<typeof scoreMatrix>[1]) => {
  const set = scoreMatrix(seed, size);
  const rows = Array.from({ length: set.units }, (_, unit) =>
    Array.from(set.scores.subarray(unit * set.raters, (unit + 1) * set.raters), (score) =>
      score === 0 ? null : score,
    ),
  );
  const { table, scale } = countsOfGrid(floatsOf(set), set.units, set.raters) ?? {};
  if (table === undefined || scale === undefined) throw new Error('A small panel has few categories.');
  return { set, rows, table, scale };
};

describe('a textbook kernel computes what the engine does', () => {
  test('Krippendorff’s alpha', () => {
    fc.assert(
      fc.property(panels, (size) => {
        const { rows, table, scale } = panelOfSeed(size);
        const ours = krippendorffAlpha(coincidences(table), 'ordinal', scale);
        fc.pre(ours !== null);
        expect(textbookAlpha(rows)).toBeCloseTo(ours as number, 9);
      }),
    );
  });

  test('its replicates, from the units that were drawn', () => {
    const { rows, table, scale } = panelOfSeed({
      seed: 5,
      units: 25,
      raters: 4,
      categories: 4,
      missing: 0.1,
    });
    const draws = drawnUnits(3, 40, 25);
    const { evaluate, parts, size } = additiveAlpha(table, 'ordinal', scale);
    const ours = Array.from({ length: 40 }, (_, replicate) => {
      const sums = new Float64Array(size);
      for (const unit of draws.subarray(replicate * 25, (replicate + 1) * 25))
        for (let at = 0; at < size; at += 1) sums[at] = (sums[at] ?? 0) + (parts[unit * size + at] ?? 0);
      return evaluate(sums);
    });
    expect(textbookBootstrap(rows, draws, 40)).toBeCloseTo(Math.max(...ours), 9);
  });

  test.each(['unweighted', 'quadratic', 'ordinal'] as const)('Gwet’s family, %s, with its error', (kind) => {
    fc.assert(
      fc.property(panels, (size) => {
        const { rows, table, scale } = panelOfSeed({ ...size, missing: 0 });
        const base = agreementBase(table, agreementWeights(kind, scale));
        const ours = { ac: gwetAc(base), fleiss: fleissKappa(base) };
        for (const model of ['ac', 'fleiss'] as const) {
          const found = ours[model];
          if (found === null || scale.length < 2) continue;
          const { value, se } = textbookGwet(rows, kind, model);
          expect(value).toBeCloseTo(found.value, 9);
          expect(se).toBeCloseTo(found.se, 9);
        }
      }),
    );
  });

  test('the intraclass correlation and quadratic kappa', () => {
    fc.assert(
      fc.property(panels, (size) => {
        const { set } = panelOfSeed({ ...size, missing: 0 });
        const { units, raters } = set;
        const values = Float64Array.from(set.scores);
        const column = (rater: number) =>
          Float64Array.from({ length: units }, (_, unit) => values[unit * raters + rater] ?? 0);
        const rows = Array.from({ length: units }, (_, unit) =>
          Array.from(values.subarray(unit * raters, (unit + 1) * raters)),
        );
        const ours = icc('ICC(2,1)', meanSquares({ units, raters, values }));
        if (ours !== null) expect(textbookIcc(rows)).toBeCloseTo(ours.value, 8);
        const [first, second] = [column(0), column(1)];
        const { table, scale } = pairTableOfScores(first, second) ?? {};
        if (table === undefined || scale === undefined) throw new Error('Two columns have few categories.');
        const kappa = cohenKappa(table, agreementWeights('quadratic', scale));
        if (kappa !== null)
          expect(textbookKappa(Array.from(first), Array.from(second))).toBeCloseTo(kappa.value, 9);
      }),
    );
  });

  test('many-facet Rasch, joint and marginal', () => {
    const rows = facetRows(11, 120, 20, 4);
    const inside = withoutExtremes(rows, 4);
    expect(inside.length).toBeGreaterThan(0);
    const joint = fitJoint(facetsDataOf(inside, 20, 4), 'rating-scale');
    expect(textbookJoint(inside)).toBeCloseTo(joint.parameters.raters[0] as number, 3);
    const grid = { nodes: 21, reach: 6, tolerance: 1e-6 };
    const marginal = fitMarginal(facetsDataOf(rows, 20, 4), 'rating-scale', grid);
    expect(textbookMarginal(rows, 21, 6)).toBeCloseTo(marginal.parameters.raters[0] as number, 3);
  });
});

const wait = (ms: number): void => {
  const begun = performance.now();
  while (performance.now() - begun < ms);
};

const planted = (over: Partial<Figure> = {}): Figure => ({
  name: 'planted',
  work: 'alpha A1',
  note: 'a planted figure',
  ours: () => {
    wait(0.2);
    return 0.5;
  },
  textbook: () => {
    wait(4);
    return 0.5;
  },
  tolerance: 1e-9,
  textbookTimes: 5,
  peerTimes: { 'krippendorff, from ratings': 10 },
  ...over,
});

const peer = (over: Partial<PeerRun> = {}): PeerRun => ({
  work: 'alpha A1',
  peer: 'krippendorff, from ratings',
  by: 'krippendorff 0.8',
  standIn: false,
  ms: [30, 31, 29],
  value: 0.5,
  ...over,
});

describe('a figure', () => {
  test('is measured beside the textbook kernel, and has a limit for it and for each rival', async () => {
    const measured = measureFigure(planted());
    const [textbook, package_] = ratiosOf(measured, [peer(), peer({ work: 'Fleiss F1' })]);
    expect(textbook?.limit).toBeCloseTo(0.2);
    expect(package_?.limit).toBeCloseTo(0.1);
    const { ours, peer: theirs } = (await textbook?.measure()) ?? { ours: [], peer: [] };
    expect(ours.length).toBeGreaterThanOrEqual(5);
    expect(Math.min(...theirs)).toBeGreaterThanOrEqual(4);
    expect(Math.min(...ours)).toBeLessThan(4);
  });

  test('is no figure when the textbook kernel computes something else', () => {
    expect(() => measureFigure(planted({ textbook: () => 0.50001 }))).toThrow('do not compute the same');
  });

  test('a peer that computes something else fails its ratio', async () => {
    const measured = measureFigure(planted({ textbookOnce: true }));
    const [, ratio] = ratiosOf(measured, [peer({ value: 0.51 })]);
    await expect(ratio?.measure()).rejects.toThrow('do not compute the same');
  });

  test('takes the package for a rival where it ran, and its stand-in where it did not', () => {
    const standIn = peer({ standIn: true, by: 'numpy' });
    expect(rivalsOf(planted(), [standIn, peer()])).toEqual([peer()]);
    expect(rivalsOf(planted(), [standIn])).toEqual([standIn]);
    // Half of what the package has to be beaten by.
    const measured = { figure: planted(), value: 0.5, ours: [1], textbook: [1] };
    expect(ratiosOf(measured, [standIn]).map(({ limit }) => limit)).toEqual([0.2, 0.2]);
    expect(ratiosOf(measured, [peer()]).map(({ limit }) => limit)).toEqual([0.2, 0.1]);
    expect(rivalsOf(planted(), [peer({ peer: 'unheard-of' })])).toEqual([]);
  });
});

describe('what peers print', () => {
  const run = { work: 'w', peer: 'p', by: 'p 1', standIn: false, ms: [1, 2], value: 0.5 };

  test('is read from the last line, whatever a package says before', () => {
    expect(parsePeers(`Loading required package: p\n${JSON.stringify([run])}\n`)).toEqual({
      runs: [run],
      failures: [],
    });
  });

  test('tells a package that is missing from one that failed', () => {
    const lines = [
      { work: 'w', peer: 'absent', missing: true },
      { work: 'w', peer: 'broken', by: 'b', standIn: false, error: 'out of memory' },
      { work: 'w', peer: 'timeless', by: 't', standIn: false, ms: [], value: 1 },
    ];
    expect(parsePeers(JSON.stringify(lines))).toEqual({
      runs: [],
      failures: [
        { work: 'w', peer: 'broken', error: 'out of memory' },
        { work: 'w', peer: 'timeless', error: 'it printed no times' },
      ],
    });
  });

  test.each(['', 'Traceback', '{"work":"w"}', '[{"peer":"p"}]'])('%j is no answer', (output) => {
    expect(() => parsePeers(output)).toThrow();
  });
});

/** Looks at every pair of ratings, or at every tenth: too many for a cost that is linear. */
const quadratic: Kernel = {
  name: 'quadratic',
  run: ({ values }) => {
    let sum = 0;
    for (let a = 0; a < values.length; a += 10)
      for (let b = 0; b < values.length; b += 1)
        sum += Math.sqrt(Math.abs((values[a] ?? 0) - (values[b] ?? 0)));
    return sum;
  },
};

describe('the cost curve', () => {
  test('a planted quadratic kernel is over the limit', () => {
    const [curve] = costCurves([1_000, 3_000, 10_000], [quadratic]);
    expect(curve?.growth).toBeGreaterThan(growthLimit);
    expect(curve?.exponent).toBeGreaterThan(1.5);
  });

  test('its power is that of the last three sizes', () => {
    const points = [1e4, 1e5, 1e6, 1e7].map((ratings) => ({ ratings, ms: ratings, nsPerRating: 1 }));
    const [first, ...rest] = points;
    const curve = curveOf('linear', [{ ratings: 1e4, ms: 1e6, nsPerRating: 100 }, ...rest]);
    expect([first?.ratings, curve.exponent.toFixed(6), curve.growth]).toEqual([1e4, '1.000000', 1]);
  });
});

describe('memory', () => {
  test('what is held besides is seen, and the ratings are in it', async () => {
    // Large beside what the heap holds by chance at one moment and not at another.
    const held = 40_000_000;
    const [plain, more] = [await measureMemory(20_000, 100), await measureMemory(20_000, 100, held)];
    expect(plain.peak).toBeGreaterThan(plain.input);
    expect(plain.peak).toBeLessThan(2 * plain.input);
    expect(more.peak - plain.peak).toBeGreaterThan(0.9 * held);
    expect(more.peak - plain.peak).toBeLessThan(1.1 * held);
  });
});

describe('the pool', () => {
  test('is timed from the start, and every criterion has its intervals and its judged raters', async () => {
    const jobs = poolJobs({ raters: 6, units: 20, criteria: 2 }, 50);
    const { firstMs, allMs, records } = await timePool(jobs, 2);
    expect(firstMs).toBeGreaterThan(0);
    expect(allMs).toBeGreaterThanOrEqual(firstMs);
    expect(records).toBeGreaterThan(50);
  });

  test('without replicates there is nothing to time', async () => {
    const jobs = poolJobs({ raters: 6, units: 20, criteria: 1 }, 0);
    await expect(timePool(jobs, 1)).rejects.toThrow('no resampled interval');
  });
});

describe('the report', () => {
  const figure = planted();
  const findings = {
    figures: [{ figure, value: 0.5, ours: [2, 4, 3], textbook: [30] }],
    peers: {
      runs: [
        peer({ standIn: true, by: 'numpy 2' }),
        peer({ work: 'weighted kappa K1', peer: 'vcd', by: 'vcd 1', ms: [930] }),
      ],
      failures: [{ work: 'alpha A1', peer: 'irrCAC', error: 'no memory' }],
    },
    memory: [],
    curves: [],
    pool: null,
  };

  test('shows what is not installed with the figure of the other machine', () => {
    const { lines, data } = agreementReport(findings);
    const text = lines.join('\n');
    expect(text).toMatch(/^planted: 3\.00 ms$/m);
    expect(text).toMatch(/textbook kernel +30\.0 ms +10\.0×/);
    expect(text).toMatch(/krippendorff, from ratings +not installed +recorded elsewhere 67\.3 ms, 22\.4×/);
    expect(text).toMatch(/krippendorff, from ratings +30\.0 ms +10\.0× +stand-in, numpy 2/);
    expect(text).toMatch(/irrCAC +failed +recorded elsewhere 128 ms/);
    expect(data.figures).toMatchObject([
      { name: 'planted', ours_ms: 3, textbook_ms: 30, peers: [{ ms: null, recorded_ms: 67.3 }, {}, {}, {}] },
    ]);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('recorded figures are corrected only by packages that were timed on both machines', () => {
    expect(machineFactor(findings.peers.runs)).toEqual({ factor: 0.5, from: ['vcd, weighted kappa K1'] });
    expect(machineFactor(findings.peers.runs.slice(0, 1))).toBeNull();
  });
});
