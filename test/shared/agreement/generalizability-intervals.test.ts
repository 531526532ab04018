import { describe, expect, test } from 'vitest';
import { decisionStudy } from '../../../shared/agreement/generalizability.ts';
import {
  type GeneralizabilityOptions,
  generalizabilityOf,
} from '../../../shared/agreement/generalizability-of.ts';
import type { Study } from '../../../shared/agreement/generalizability-result.ts';
import { asked, crossed, type Entry, tableOf } from './generalizability-data.ts';

const truth = { p: 1, r: 0.3, i: 0.2, pr: 0.1, pi: 0.4, ri: 0.1, e: 0.6 };

type Panel = { readonly persons: number; readonly raters: number; readonly items: number };

const simulated = (
  panel: Panel,
  seed: number,
  options: Partial<GeneralizabilityOptions>,
  kept?: (person: number, rater: number) => boolean,
): Study => {
  const own = panel.items === 1 ? { p: truth.p, r: truth.r, e: truth.e } : truth;
  const entries: readonly Entry[] = crossed(panel, own, seed, kept);
  const found = generalizabilityOf(tableOf(entries), {
    ...asked,
    draws: 600,
    maxRaters: 2,
    items: [panel.items],
    ...options,
    seed,
  });
  if (found === null || found.study === null) throw new Error('Every panel has variance.');
  return found.study;
};

/** How often 95 % intervals hold the truth, by quantity, over so many panels from the seeds 1, 2, 3 … */
const coverage = (runs: number, panel: Panel, study: (seed: number) => Study): Record<string, number> => {
  const components: Record<string, number> =
    panel.items === 1
      ? { p: truth.p, r: truth.r, pr_e: truth.e }
      : { p: 1, r: 0.3, i: 0.2, pr: 0.1, pi: 0.4, ri: 0.1, pri_e: 0.6 };
  const at = decisionStudy(components, 2, panel.items);
  const held: Record<string, number> = {};
  for (let seed = 1; seed <= runs; seed += 1) {
    const { ci95, dStudyRandom_truncatedAt0: rows } = study(seed);
    const row = rows.find(({ nRaters }) => nRaters === 2);
    const checks: [string, readonly [number, number] | null | undefined, number][] = [
      ...Object.entries(components).map(
        ([name, value]): [string, readonly [number, number] | null, number] => [
          name,
          ci95[name] ?? null,
          value,
        ],
      ),
      ['G', row?.G_ci95, at.g],
      ['Phi', row?.Phi_ci95, at.phi],
      ['SEM', row?.absoluteSEM_ci95, Math.sqrt(at.absoluteErrorVar)],
    ];
    for (const [name, interval, value] of checks) {
      const inside =
        interval === null || interval === undefined || (interval[0] <= value && value <= interval[1]);
      held[name] = (held[name] ?? 0) + (inside ? 1 : 0);
    }
  }
  return Object.fromEntries(Object.entries(held).map(([name, count]) => [name, count / runs]));
};

/** Three standard errors of a share of 95 % over so many runs. */
const slack = (runs: number): number => 3 * Math.sqrt((0.95 * 0.05) / runs);

describe('95 % intervals hold the truth in 95 of 100 simulated studies, within the error of the simulation', () => {
  test('p×r, 25 submissions, 4 raters: exact and generalized', () => {
    const panel = { persons: 25, raters: 4, items: 1 };
    const shares = coverage(300, panel, (seed) => simulated(panel, seed, {}));
    for (const [name, share] of Object.entries(shares)) {
      expect(Math.abs(share - 0.95), `${name} ${share}`).toBeLessThan(slack(300) + 0.005);
    }
  });

  test('p×r×i, 20 submissions, 4 raters, 4 criteria: generalized; a little wide where a variance may be 0', () => {
    const panel = { persons: 20, raters: 4, items: 4 };
    const shares = coverage(200, panel, (seed) => simulated(panel, seed, {}));
    for (const [name, share] of Object.entries(shares)) {
      expect(share, name).toBeGreaterThan(0.95 - slack(200));
      expect(share, name).toBeLessThanOrEqual(1);
    }
  });

  test('p×r with half of the ratings, 60 submissions, 12 raters, by REML: asymptotic', () => {
    const panel = { persons: 60, raters: 12, items: 1 };
    const kept = (p: number, r: number): boolean => (p * 5 + r * 7) % 2 === 0 || (p + r) % 9 === 0;
    const shares = coverage(150, panel, (seed) => simulated(panel, seed, { method: 'reml' }, kept));
    for (const [name, share] of Object.entries(shares)) {
      expect(share, name).toBeGreaterThan(0.95 - slack(150) - 0.02);
    }
  });
});

describe('the bootstrap over submissions', () => {
  const panel = { persons: 30, raters: 4, items: 1 };

  test('is right for what varies over submissions, and too narrow for raters, as it says', () => {
    const shares = coverage(150, panel, (seed) => simulated(panel, seed, { bootstrap: 200 }));
    expect(shares.pr_e).toBeGreaterThan(0.85);
    expect(shares.G).toBeGreaterThan(0.85);
    expect(shares.r).toBeLessThan(0.75);
    const found = generalizabilityOf(tableOf(crossed(panel, truth, 1)), { ...asked, bootstrap: 50 });
    expect(found?.warnings.map(({ code }) => code)).toContain('bootstrap-submissions');
    expect(found?.study?.ciMethod).toBe('bootstrap');
  });

  test('undoes what drawing submissions does to the components: replicates lie about the estimate', () => {
    let [all, middle] = [0, 0];
    for (let seed = 1; seed <= 40; seed += 1) {
      const study = simulated({ persons: 8, raters: 3, items: 1 }, seed, { bootstrap: 400 });
      const [low, high] = study.ci95.pr_e ?? [0, 0];
      all += study.varComp.pr_e ?? 0;
      middle += (low + high) / 2;
    }
    // Without the correction the middle lies an eighth lower.
    expect(middle / all).toBeGreaterThan(0.95);
  });

  test('stops when it is told to', () => {
    let done = 0;
    const found = generalizabilityOf(tableOf(crossed(panel, truth, 1)), {
      ...asked,
      bootstrap: 10_000,
      onProgress: (count) => {
        done = count;
        return count < 500;
      },
    });
    expect(found).toBeNull();
    expect(done).toBeLessThan(1000);
  });
});

test('the interval of the number of reads is where the bounds of the coefficient cross the target', () => {
  const found = generalizabilityOf(tableOf(crossed({ persons: 25, raters: 4, items: 1 }, truth, 3)), {
    ...asked,
    maxRaters: 300,
  });
  const study = found?.study;
  for (const { coefficient, nRaters_ci95: bounds } of study?.needed ?? []) {
    const rows = study?.dStudy ?? [];
    const interval = coefficient === 'G' ? 'G_ci95' : 'Phi_ci95';
    const first = (side: 0 | 1) => rows.find((row) => (row[interval]?.[side] ?? 0) >= 0.8)?.nRaters;
    expect(bounds).toEqual([first(1), first(0)]);
  }
});
