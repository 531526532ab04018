import { describe, expect, test } from 'vitest';
import { known, reportOf } from './severity-helpers.ts';
import { inTurn, type Panel, simulated } from './severity-simulation.ts';

const severities = [-0.9, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6, 0.9];

const panel: Panel = {
  severities,
  difficulties: [-0.4, 0, 0.4],
  steps: [-1.2, 0.1, 1.1],
  persons: 120,
  spread: 1.3,
};

const samples = 60;

/** Severities that were found in the samples and their errors, rater by rater. Seeds 1 to 60. */
const found = (
  options: Parameters<typeof reportOf>[1],
  reads: number,
  own: Panel = panel,
): { estimate: number; se: number; truth: number }[] =>
  Array.from({ length: samples }, (_, seed) => {
    const { raters, converged } = reportOf(simulated(own, inTurn(own, reads), seed + 1), options);
    expect(converged).toBe(true);
    return raters.map(({ estimate, se }, at) => ({
      estimate: known(estimate),
      se: known(se),
      truth: severities[at] ?? Number.NaN,
    }));
  }).flat();

/** How much the severities found are drawn apart: their slope on the true ones, and its Monte Carlo error. */
const stretchOf = (all: ReturnType<typeof found>): { slope: number; error: number } => {
  const squares = all.reduce((sum, { truth }) => sum + truth ** 2, 0);
  const slope = all.reduce((sum, { estimate, truth }) => sum + estimate * truth, 0) / squares;
  const rest = all.reduce((sum, { estimate, truth }) => sum + (estimate - slope * truth) ** 2, 0);
  return { slope, error: Math.sqrt(rest / all.length / squares) };
};

describe('severities that are known, from simulated ratings', () => {
  test('marginal: recovered without stretch, and 95 % intervals cover 95 %', { timeout: 60_000 }, () => {
    const all = found({ method: 'marginal', nodes: 41 }, 2);
    const { slope, error } = stretchOf(all);
    expect(Math.abs(slope - 1)).toBeLessThan(4 * error);
    for (const [at, truth] of severities.entries()) {
      const own = all.filter((_, k) => k % severities.length === at);
      const mean = own.reduce((sum, one) => sum + one.estimate, 0) / samples;
      const spread = Math.sqrt(own.reduce((sum, one) => sum + (one.estimate - mean) ** 2, 0) / (samples - 1));
      expect(Math.abs(mean - truth)).toBeLessThan((4 * spread) / Math.sqrt(samples));
    }
    const covered = all.filter((one) => Math.abs(one.estimate - one.truth) < 1.96 * one.se).length;
    // 480 intervals at 0.95: a standard deviation of 0.01, a little more as raters of a sample sum to 0.
    expect(covered / all.length).toBeGreaterThan(0.95 - 0.035);
    expect(covered / all.length).toBeLessThan(0.95 + 0.035);
    const narrow = all.filter((one) => Math.abs(one.estimate - one.truth) < 0.98 * one.se).length;
    expect(narrow / all.length).toBeLessThan(0.8);
  });

  test('joint: drawn apart by L/(L − 1), and the correction takes that back', { timeout: 60_000 }, () => {
    const plain = stretchOf(found({}, 2));
    const shrunk = stretchOf(found({ biasCorrection: true }, 2));
    expect(Math.abs(plain.slope - 6 / 5)).toBeLessThan(0.06);
    expect(Math.abs(shrunk.slope - 1)).toBeLessThan(0.05);
    expect(plain.slope - 1).toBeGreaterThan(5 * plain.error);
  });

  test('joint, corrected: intervals cover about as often as they say', { timeout: 60_000 }, () => {
    const all = found({ biasCorrection: true }, 2);
    const covered = all.filter((one) => Math.abs(one.estimate - one.truth) < 1.96 * one.se).length;
    expect(covered / all.length).toBeGreaterThan(0.91);
    expect(covered / all.length).toBeLessThan(0.99);
  });
});
