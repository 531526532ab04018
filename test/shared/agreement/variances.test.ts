import { describe, expect, test } from 'vitest';
import { crossedReml } from '../../../shared/agreement/crossed-reml.ts';
import {
  decisionStudy,
  personsByRatersByItems,
  personsByRatersInTasks,
  type ScoreBlock,
} from '../../../shared/agreement/generalizability.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { ratingsFrom } from './reference-data.ts';

/** Normal draws by Box & Muller. */
const normals = (seed: number): ((sd: number) => number) => {
  const random = seededRandom(seed);
  return (sd) => sd * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

const of = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

describe('variance components', () => {
  test('of persons × (raters in tasks) are those that made the scores', () => {
    const [persons, raters, items] = [400, 20, 20];
    const draw = normals(5);
    const p = of(persons, () => draw(2));
    const t = of(items, () => draw(1));
    const rt = of(raters * items, () => draw(0.8));
    const pt = of(persons * items, () => draw(1.2));
    const values = Float64Array.from({ length: persons * raters * items }, (_, at) => {
      const [person, rest] = [Math.floor(at / (raters * items)), at % (raters * items)];
      const task = rest % items;
      return (
        (p[person] ?? 0) + (t[task] ?? 0) + (rt[rest] ?? 0) + (pt[person * items + task] ?? 0) + draw(1.5)
      );
    });
    const { varComp } = personsByRatersInTasks({ persons, raters, items, values });
    const truth = { p: 4, t: 1, 'r:t': 0.64, pt: 1.44, 'pr:t_e': 2.25 };
    // Three standard errors of a variance from that many draws, √(2/df), at the least.
    const draws = {
      p: persons,
      t: items,
      'r:t': raters * items,
      pt: persons * items,
      'pr:t_e': values.length,
    };
    for (const [name, variance] of Object.entries(truth)) {
      const reach = 3 * variance * Math.sqrt(2 / draws[name as keyof typeof draws]) * 1.3;
      expect(Math.abs((varComp[name] ?? 0) - variance), name).toBeLessThan(reach);
    }
  });

  test('nesting pools what crossing tells apart', () => {
    const draw = normals(9);
    const block: ScoreBlock = {
      persons: 7,
      raters: 3,
      items: 4,
      values: Float64Array.from(of(84, () => draw(1))),
    };
    const [crossed, nested] = [personsByRatersByItems(block), personsByRatersInTasks(block)];
    const ss = (name: string): number => crossed.ss[name] ?? Number.NaN;
    expect(nested.ss['r:t']).toBeCloseTo(ss('r') + ss('ri'), 10);
    expect(nested.ss['pr:t_e']).toBeCloseTo(ss('pr') + ss('pri_e'), 10);
    expect(nested.df['r:t']).toBe((crossed.df.r ?? 0) + (crossed.df.ri ?? 0));
  });

  test('more reads never say less', () => {
    const components = { p: 2, r: 0.5, pr_e: 1.5 };
    const studies = [1, 2, 4, 8, 1000].map((raters) => decisionStudy(components, raters));
    for (const [at, { g, phi }] of studies.entries()) {
      expect(phi).toBeLessThan(g);
      expect(g).toBeGreaterThan(studies[at - 1]?.g ?? 0);
    }
    expect(studies.at(-1)?.phi).toBeGreaterThan(0.998);
  });

  test('REML on ratings with gaps finds a maximum of the restricted likelihood written out in full', () => {
    const [units, raters] = [18, 4];
    const draw = normals(3);
    const [u, r] = [of(units, () => draw(1.5)), of(raters, () => draw(0.7))];
    const values = Float64Array.from({ length: units * raters }, (_, at) =>
      at % 5 === 3 ? Number.NaN : (u[Math.floor(at / raters)] ?? 0) + (r[at % raters] ?? 0) + draw(1),
    );
    const found = crossedReml(ratingsFrom({ units, raters, values }));
    if (found === null) throw new Error('There is variance.');
    const best = restricted(values, raters, [found.units, found.raters, found.residual]);
    expect(found.criterion).toBeCloseTo(best, 8);
    for (const at of [0, 1, 2]) {
      for (const factor of [0.97, 1.03]) {
        const moved: [number, number, number] = [found.units, found.raters, found.residual];
        moved[at] = (moved[at] ?? 0) * factor;
        expect(restricted(values, raters, moved)).toBeGreaterThan(best);
      }
    }
  });

  test('REML is null where nothing can be told apart', () => {
    expect(crossedReml(ratingsFrom({ units: 3, raters: 2, values: new Float64Array(6).fill(2) }))).toBeNull();
    const apart = Float64Array.of(1, Number.NaN, Number.NaN, 2, 3, Number.NaN);
    expect(crossedReml(ratingsFrom({ units: 3, raters: 2, values: apart }))).toBeNull();
  });
});

/** −2 × the restricted log-likelihood, from the whole covariance matrix: ln|V| + ln|1'V⁻¹1| + quadratic form. */
const restricted = (values: Float64Array, raters: number, [u, r, e]: [number, number, number]): number => {
  const cells = Array.from(values.keys()).filter((at) => !Number.isNaN(values[at]));
  const covariance = cells.map((a) =>
    cells.map((b) => {
      const sameUnit = Math.floor(a / raters) === Math.floor(b / raters) ? u : 0;
      return sameUnit + (a % raters === b % raters ? r : 0) + (a === b ? e : 0);
    }),
  );
  const rows = cells.map((at, i) => [...(covariance[i] ?? []), 1, values[at] ?? 0]);
  let logs = 0;
  const n = cells.length;
  for (let k = 0; k < n; k += 1) {
    const pivot = rows[k] as number[];
    logs += Math.log(pivot[k] as number);
    for (let i = k + 1; i < n; i += 1) {
      const row = rows[i] as number[];
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j < n + 2; j += 1) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  // Forward elimination leaves L⁻¹1 and L⁻¹y over the pivots: their products are the quadratic forms.
  const product = (a: number, b: number): number =>
    rows.reduce(
      (sum, row, k) => sum + ((row[n + a] as number) * (row[n + b] as number)) / (row[k] as number),
      0,
    );
  const [ones, cross, squares] = [product(0, 0), product(0, 1), product(1, 1)];
  return logs + Math.log(ones) + squares - cross ** 2 / ones + (n - 1) * Math.log(2 * Math.PI);
};
