import { describe, expect, test } from 'vitest';
import { additiveConger } from '../../../shared/agreement/additive-conger.ts';
import { bootstrap } from '../../../shared/agreement/bootstrap.ts';
import { agreementBase, congerKappa } from '../../../shared/agreement/chance-corrected.ts';
import { pairTable } from '../../../shared/agreement/cohen.ts';
import { lightKappa } from '../../../shared/agreement/light-kappa.ts';
import { pairBootstrap } from '../../../shared/agreement/pair-bootstrap.ts';
import { chosenPairs } from '../../../shared/agreement/pairs.ts';
import { columnsOf, countTable, type Panel, panelOf } from '../../../shared/agreement/panel.ts';
import { seededRandom } from '../../../shared/agreement/random.ts';
import { type Ratings, ratingsOfGrid } from '../../../shared/agreement/rating-table.ts';
import { agreementWeights } from '../../../shared/agreement/weights.ts';
import { analysisOf, intervalIn, recordIn, stoppable } from './analysed.ts';

/** Scores 1 to 5 about a true score, each rating missing with this chance. */
const simulated = (units: number, raters: number, seed: number, missing = 0): Ratings => {
  const random = seededRandom(seed);
  const values = new Float64Array(units * raters);
  for (let unit = 0; unit < units; unit += 1) {
    const truth = 1 + Math.floor(5 * random());
    for (let at = unit * raters; at < (unit + 1) * raters; at += 1) {
      const apart = random() < 0.6 ? 0 : random() < 0.5 ? 1 : -1;
      values[at] = random() < missing ? Number.NaN : Math.min(5, Math.max(1, truth + apart));
    }
  }
  return ratingsOfGrid(values, units, raters);
};

const panelFor = (ratings: Ratings): Panel => {
  const panel = panelOf(ratings, [1, 2, 3, 4, 5]);
  if (panel === null) throw new Error('There are five scores.');
  return panel;
};

const pairsIn = (found: ReturnType<typeof analysisOf>, statistic: string): string[] =>
  found.records
    .filter((record) => record.statistic === statistic && (record.options.weights ?? 'linear') === 'linear')
    .map(({ options }) => (options.raters as readonly string[]).join('–'));

describe('which pairs are told of', () => {
  test('all of twenty raters, whatever they share', () => {
    const found = analysisOf(simulated(12, 20, 1, 0.6), { minOverlap: 30 });
    expect(pairsIn(found, 'cohen_kappa')).toHaveLength(190);
    expect(found.warnings.map(({ code }) => code)).not.toContain('pairs-left-out');
  });

  test('of more, those with enough shared units, most first, and the others counted', () => {
    const ratings = simulated(40, 22, 2, 0.3);
    const { pairs, leftOut } = chosenPairs(ratings, { minOverlap: 20, pairs: 12 });
    expect(pairs).toHaveLength(12);
    for (const [at, { shared }] of pairs.entries()) {
      expect(shared).toBeGreaterThanOrEqual(20);
      if (at > 0) expect(shared).toBeLessThanOrEqual(pairs[at - 1]?.shared ?? 0);
    }
    expect(leftOut).toBe(231 - 12);
    const found = analysisOf(ratings, { minOverlap: 20, pairs: 12 });
    expect(pairsIn(found, 'cohen_kappa')).toEqual(
      pairs.map(({ first, second }) => `R${first + 1}–R${second + 1}`),
    );
    expect(new Set(pairsIn(found, 'lin_ccc'))).toEqual(new Set(pairsIn(found, 'cohen_kappa')));
    expect(found.warnings).toEqual([
      {
        code: 'pairs-left-out',
        text: '219 pairs of raters that share units were left out; see --pairs and --min-overlap.',
      },
    ]);
    const none = analysisOf(ratings, { minOverlap: 41 });
    expect(pairsIn(none, 'cohen_kappa')).toEqual([]);
    expect(none.warnings[0]?.text).toMatch(/^231 pairs/);
  });

  test('so many raters that a table of all pairs would not do', () => {
    const raters = 3000;
    const starts = Uint32Array.of(0, 3, 5, 7);
    const ratings: Ratings = {
      units: 3,
      raters,
      starts,
      rater: Uint16Array.of(1, 2000, 2999, 1, 2999, 5, 6),
      values: Float64Array.of(1, 2, 1, 3, 3, 2, 2),
    };
    expect(chosenPairs(ratings, { minOverlap: 1, pairs: 2 })).toEqual({
      pairs: [
        { first: 1, second: 2999, shared: 2 },
        { first: 1, second: 2000, shared: 1 },
      ],
      leftOut: 2,
    });
  });
});

describe('Light’s kappa', () => {
  test('of two raters is Cohen’s, with its standard error but for n − 1', () => {
    const found = analysisOf(simulated(40, 2, 3));
    for (const weights of ['unweighted', 'linear', 'quadratic', 'ordinal']) {
      const light = recordIn(found, 'light_kappa', { weights }).values;
      const cohen = recordIn(found, 'cohen_kappa', { raters: ['R1', 'R2'], weights }).values;
      expect(light?.value).toBeCloseTo(cohen?.value as number, 12);
      expect(light?.se).toBeCloseTo((cohen?.se as number) * Math.sqrt(40 / 39), 10);
    }
  });

  test('is the mean over the pairs, and its error near that of leaving out units', () => {
    const ratings = simulated(60, 4, 4);
    const panel = panelFor(ratings);
    const weights = agreementWeights('linear', panel.scale);
    const of = (one: Panel) => lightKappa(one, [weights], () => true)?.[0];
    const whole = of(panel);
    if (whole === undefined || 'undefinedPair' in whole) throw new Error('Every rater varies.');
    const cohens = analysisOf(ratings).records.filter(
      ({ statistic, options }) => statistic === 'cohen_kappa' && options.weights === 'linear',
    );
    const mean = cohens.reduce((sum, { values }) => sum + (values?.value as number), 0) / cohens.length;
    expect(whole.value).toBeCloseTo(mean, 12);
    const left = Array.from({ length: 60 }, (_, out) => {
      const kept = ratings.values.filter((_value, at) => Math.floor(at / 4) !== out);
      const found = of(panelFor(ratingsOfGrid(kept, 59, 4)));
      return found === undefined || 'undefinedPair' in found ? Number.NaN : found.value;
    });
    const about = left.reduce((sum, one) => sum + one, 0) / 60;
    const jackknife = Math.sqrt((59 / 60) * left.reduce((sum, one) => sum + (one - about) ** 2, 0));
    expect(whole.se / jackknife).toBeGreaterThan(0.9);
    expect(whole.se / jackknife).toBeLessThan(1.1);
  });
});

describe('drawn intervals', () => {
  test('of a pair: the spread of replicates is near the analytic error, and covers the value', () => {
    const found = analysisOf(simulated(120, 2, 5), { bootstrap: 2000 });
    for (const weights of ['unweighted', 'quadratic']) {
      const record = recordIn(found, 'cohen_kappa', { raters: ['R1', 'R2'], weights });
      const { values } = record;
      const se = values?.se as number;
      expect((values?.bootstrap_sd as number) / se).toBeGreaterThan(0.9);
      expect((values?.bootstrap_sd as number) / se).toBeLessThan(1.15);
      expect((values?.jackknife_se as number) / se).toBeGreaterThan(0.9);
      const [low, high] = intervalIn(record, 'bootstrap_bca95');
      expect(low).toBeLessThan(values?.value as number);
      expect(high).toBeGreaterThan(values?.value as number);
    }
  });

  test('of a pair whose kappa vanishes in some draws: these are counted, not guessed', () => {
    const panel = panelFor(ratingsOfGrid(Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1, 2, 2), 5, 2));
    const table = pairTable(columnsOf(panel), 0, 1);
    const [drawn] = pairBootstrap(table, [agreementWeights('unweighted', panel.scale)], {
      replicates: 500,
      seed: 1,
    });
    expect(drawn?.value).toBe(1);
    // A draw without the fifth unit, 0.8⁵ of them, has one category alone.
    expect(drawn?.undefinedReplicates).toBeGreaterThan(500 * 0.26);
    expect(drawn?.undefinedReplicates).toBeLessThan(500 * 0.4);
  });

  test('Conger’s kappa as sums of units is Conger’s kappa, gaps or none', () => {
    for (const missing of [0, 0.3]) {
      const panel = panelFor(simulated(50, 4, 6, missing));
      const weights = agreementWeights('linear', panel.scale);
      const drawn = bootstrap(additiveConger(panel, weights), { replicates: 400, seed: 2 });
      const exact = congerKappa(agreementBase(countTable(panel), weights), panel);
      expect(drawn?.value).toBeCloseTo(exact?.value ?? Number.NaN, 12);
      expect((drawn?.sd ?? 0) / (exact?.se ?? 1)).toBeGreaterThan(0.75);
      expect((drawn?.sd ?? 0) / (exact?.se ?? 1)).toBeLessThan(1.25);
    }
  });

  test('what is left out for size is said', () => {
    const found = analysisOf(simulated(8, 60, 7), { bootstrap: 20, minOverlap: 9 });
    expect(recordIn(found, 'conger_kappa', { weights: 'linear' }).values?.replicates).toBeUndefined();
    expect(recordIn(found, 'gwet_ac', { weights: 'linear' }).values?.replicates).toBe(20);
    expect(found.warnings.map(({ text }) => text)).toContain(
      'For so many raters, units or categories no interval was drawn of Conger’s kappa.',
    );
    expect(analysisOf(simulated(8, 6, 7), { bootstrap: 20 }).warnings).toEqual([]);
  });
});

describe('progress', () => {
  const ratings = simulated(30, 6, 8);
  const asked = { bootstrap: 300, cut: 3, truth: Array.from({ length: 30 }, (_, unit) => 1 + (unit % 5)) };

  test('rises from nothing to all', () => {
    const shares: number[] = [];
    const report = (share: number) => shares.push(share) > 0;
    expect(stoppable(ratings, { ...asked, bootstrap: 3000, onProgress: report })).not.toBeNull();
    expect(shares.length).toBeGreaterThan(40);
    for (const [at, share] of shares.entries()) expect(share).toBeGreaterThanOrEqual(shares[at - 1] ?? 0);
    expect(shares.at(-1)).toBe(1);
  });

  test('is honoured wherever it is reported', () => {
    let reports = 0;
    const count = () => {
      reports += 1;
      return true;
    };
    stoppable(ratings, { ...asked, onProgress: count });
    for (let stop = 1; stop <= reports; stop += Math.ceil(reports / 60)) {
      let seen = 0;
      const until = () => {
        seen += 1;
        return seen < stop;
      };
      expect(stoppable(ratings, { ...asked, onProgress: until })).toBeNull();
      expect(seen).toBe(stop);
    }
  });
});
