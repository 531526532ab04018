import { describe, expect, test } from 'vitest';
import type { RatingTable } from '../../../shared/agreement/rating-table.ts';
import type { DriftWindow } from '../../../shared/agreement/severity-report.ts';
import { codesOf, known, reportOf, textOf } from './severity-helpers.ts';
import { inTurn, type Panel, simulated } from './severity-simulation.ts';

const day = 86_400_000;
const start = Date.UTC(2025, 0, 6);
const middle = start + 120 * day;

const steady: Panel = {
  severities: [-0.8, -0.4, -0.1, 0.1, 0.4, 0.8],
  difficulties: [-0.4, 0, 0.1, 0.3],
  steps: [-1.2, 0, 1.2],
  persons: 240,
  spread: 1.2,
};
/** R3 is stricter by a logit from the middle on. */
const drifting: Panel = { ...steady, extra: ({ rater, time }) => (rater === 2 && time >= middle ? 1 : 0) };
/** R5 is stricter by a logit and a half on C2. */
const interacting: Panel = {
  ...steady,
  extra: ({ rater, criterion }) => (rater === 4 && criterion === 1 ? 1.5 : 0),
};

const halves: DriftWindow = { by: 'dates', starts: [middle] };
const seeds = Array.from({ length: 40 }, (_, at) => at + 1);

const driftIn = (panel: Panel, seed: number, reads = 2) => {
  const report = reportOf(simulated(panel, inTurn(panel, reads), seed), { window: halves });
  return report.drift ?? [];
};

describe('drift', () => {
  test('a rater who becomes stricter is found, by how much, and nobody else for it', () => {
    const found = seeds.map((seed) => driftIn(drifting, seed));
    const changes = found.map((drift) => {
      const [before, after] = drift[2]?.windows ?? [];
      return known(after?.severity) - known(before?.severity);
    });
    expect(found.filter((drift) => drift[2]?.drifted === true).length).toBeGreaterThan(30);
    // Two readers a person on four criteria: joint changes are drawn apart by 8/7.
    const mean = changes.reduce((sum, one) => sum + one, 0) / changes.length;
    expect(mean).toBeGreaterThan(0.95);
    expect(mean).toBeLessThan(1.35);
    // At 5 % a family, 8 or more false alarms in 40 have a chance of 0.1 %.
    const others = found.filter((drift) => drift.some(({ drifted }, at) => drifted && at !== 2));
    expect(others.length).toBeLessThan(8);
  });

  test('one of four who changes a lot does not make the other three seem to change the other way', () => {
    const four: Panel = { ...steady, severities: [-0.4, -0.1, 0.1, 0.4] };
    const moved: Panel = { ...four, extra: ({ rater, time }) => (rater === 2 && time >= middle ? 2 : 0) };
    const changes = seeds
      .slice(0, 12)
      .map((seed) =>
        driftIn(moved, seed, 2).map(
          ({ windows: [before, after] }) => known(after?.severity) - known(before?.severity),
        ),
      );
    const mean = (at: number): number =>
      changes.reduce((sum, own) => sum + known(own[at]) / changes.length, 0);
    expect(mean(2)).toBeGreaterThan(1.9);
    // From the mean of the panel it would be more than half a logit for each of them.
    for (const other of [0, 1, 3]) expect(Math.abs(mean(other))).toBeLessThan(0.2);
  });

  test('where nobody changes, no more alarms than one panel in twenty', () => {
    const alarms = seeds.filter((seed) => driftIn(steady, seed).some(({ drifted }) => drifted));
    expect(alarms.length).toBeLessThan(8);
    const ps = seeds.flatMap((seed) => driftIn(steady, seed, 3).map(({ p }) => known(p)));
    // Single tests, 240 of them, not independent within a panel.
    expect(ps.filter((p) => p < 0.05).length / ps.length).toBeLessThan(0.1);
    expect(ps.filter((p) => p < 0.5).length / ps.length).toBeGreaterThan(0.35);
  });

  test('is named in a warning and in words', () => {
    const report = reportOf(simulated(drifting, inTurn(drifting, 3), 11), { window: halves });
    expect(textOf(report, 'drift')).toContain('R3 (p');
    expect(report.sentences.some((text) => text.startsWith('R3 changes over time'))).toBe(true);
    const [first] = report.drift?.[2]?.windows ?? [];
    expect(first?.window).toBe(`before ${new Date(middle).toISOString().slice(0, 10)}`);
  });

  test('windows of weeks begin on Monday, those of months on the first, in UTC', () => {
    const table = simulated(steady, inTurn(steady, 2), 3);
    const windowsBy = (window: DriftWindow) =>
      new Set(
        (reportOf(table, { window }).drift ?? []).flatMap(({ windows }) => windows.map((one) => one.window)),
      );
    const months = windowsBy({ by: 'month' });
    expect([...months].sort()[0]).toBe('2025-01');
    expect(months.size).toBe(9);
    for (const name of windowsBy({ by: 'week' })) {
      expect(new Date(name.replace('week of ', '')).getUTCDay()).toBe(1);
    }
    const early = { ...table, time: table.time?.map(() => Date.UTC(1969, 11, 31, 23)) ?? null };
    const [week] = reportOf(early, { window: { by: 'week' } }).drift?.[0]?.windows ?? [];
    expect(week?.window).toBe('week of 1969-12-29');
  });

  test('windows by number of ratings are each rater’s own, the last one no less than half full', () => {
    const table = simulated(steady, inTurn(steady, 2), 3);
    const report = reportOf(table, { window: { by: 'ratings', size: 50 } });
    for (const { windows, rater } of report.drift ?? []) {
      const own = report.raters.find((one) => one.rater === rater);
      expect(windows.reduce((sum, { n }) => sum + n, 0)).toBe(own?.n);
      expect(windows.slice(0, -1).every(({ n }) => n === 50)).toBe(true);
      expect(windows.at(-1)?.n).toBeGreaterThanOrEqual(25);
      expect(windows.at(-1)?.n).toBeLessThan(75);
    }
  });

  test('ratings without a time have no part and are counted; one window has nothing to compare', () => {
    const table = simulated(steady, inTurn(steady, 2), 3);
    const undated: RatingTable = {
      ...table,
      time: table.time?.map((time, row) => (row < 7 ? Number.NaN : time)) ?? null,
    };
    const report = reportOf(undated, { window: { by: 'month' } });
    expect(textOf(report, 'undated')).toContain('7 ratings have no time');
    const one = reportOf(table, { window: { by: 'dates', starts: [start - day] } });
    expect(one.drift?.every(({ chiSquare, windows }) => chiSquare === null && windows.length === 1)).toBe(
      true,
    );
    expect(codesOf(one)).not.toContain('drift');
  });

  test('a window with the lowest scores only is bounded by convention, with all else held', () => {
    const table = simulated(steady, inTurn(steady, 3), 5);
    const last = start + 236 * day;
    const score = table.score.map((given, row) =>
      table.rater[row] === 1 && (table.time?.[row] ?? 0) >= last ? 1 : given,
    );
    const report = reportOf({ ...table, score }, { window: { by: 'dates', starts: [last] } });
    const held = report.drift?.[1]?.windows.at(-1);
    expect(held?.held).toBe(true);
    expect(held?.bias).toBeGreaterThan(0);
    expect(Number.isFinite(known(held?.se))).toBe(true);
  });
});

describe('interactions', () => {
  test('a rater who is stricter on one criterion is found there, with the points it costs', () => {
    const found = seeds.slice(0, 20).map((seed) => {
      const report = reportOf(simulated(interacting, inTurn(interacting, 3), seed), { interactions: true });
      return { report, pairs: report.interactions ?? [] };
    });
    const isPlanted = ({ rater, criterion }: { rater: string; criterion: string }) =>
      rater === 'R5' && criterion === 'C2';
    for (const { pairs } of found) {
      expect(pairs).toHaveLength(24);
      const planted = pairs.find(isPlanted);
      expect(planted?.bias).toBeGreaterThan(0.4);
      expect(planted?.observedMinusExpected).toBeLessThan(0);
    }
    const named = found.filter(({ pairs }) => known(pairs.find(isPlanted)?.pHolm) < 0.05);
    expect(named.length).toBeGreaterThan(17);
    expect(textOf(named[0]?.report as never, 'interaction')).toContain('R5 on C2 (stricter by');
  });

  test('where there are none, hardly any pair is significant, and no panel is accused beyond one in twenty', () => {
    const all = seeds.map((seed) => {
      const panel = simulated(steady, inTurn(steady, 3), seed);
      return reportOf(panel, { interactions: true }).interactions ?? [];
    });
    const ps = all.flat().map(({ p }) => known(p));
    expect(ps.filter((p) => p < 0.05).length / ps.length).toBeLessThan(0.07);
    expect(all.filter((pairs) => pairs.some(({ pHolm }) => known(pHolm) < 0.05)).length).toBeLessThan(8);
  });

  test('bias is the shift at which the points given are the points expected, and t is bias over error', () => {
    const report = reportOf(simulated(steady, inTurn(steady, 3), 2), { interactions: true });
    for (const { bias, se, t, df, n, severity, rater, observedMinusExpected } of report.interactions ?? []) {
      expect(t).toBeCloseTo(bias / se, 12);
      expect(df).toBe(n - 1);
      expect(severity).toBeCloseTo(
        known(report.raters.find((one) => one.rater === rater)?.estimate) + bias,
        12,
      );
      expect(Math.sign(bias)).toBe(-Math.sign(observedMinusExpected));
    }
  });

  test('are not computed unless they are asked for, nor for a rater with one criterion', () => {
    const table = simulated(steady, inTurn(steady, 3), 2);
    expect(reportOf(table).interactions).toBeNull();
    const one = { ...steady, difficulties: [0] };
    expect(reportOf(simulated(one, inTurn(one, 3), 2), { interactions: true }).interactions).toEqual([]);
  });
});
