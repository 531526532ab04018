import { type AnovaLine, balancedReml } from './balanced-reml.ts';
import { meanSquares, type ScoreGrid } from './icc.ts';

/** Scores of a complete persons × raters × items block, `values[(person * raters + rater) * items + item]`. */
export type ScoreBlock = {
  readonly persons: number;
  readonly raters: number;
  readonly items: number;
  readonly values: Float64Array;
};

type Numbers = Readonly<Record<string, number>>;

/** Variance components as they come out, and with REML, which keeps them at 0 or more. */
export type Components = {
  readonly ms: Numbers;
  readonly ss: Numbers;
  readonly df: Numbers;
  readonly varComp: Numbers;
  readonly reml: Numbers;
  readonly remlConverged: boolean;
};

const componentsOf = (lines: Readonly<Record<string, AnovaLine>>, anova: Numbers): Components => {
  const fitted = balancedReml(Object.values(lines), Object.keys(anova), anova);
  const map = (of: (line: AnovaLine) => number): Numbers =>
    Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, of(line)]));
  return {
    ms: map(({ ms }) => ms),
    ss: map(({ ms, df }) => ms * df),
    df: map(({ df }) => df),
    varComp: anova,
    reml: fitted.components,
    remlConverged: fitted.converged,
  };
};

/** Persons crossed with raters, one score in each cell. */
export const personsByRaters = (grid: ScoreGrid): Components => {
  const { units: n, raters: k, between, raterwise, residual } = meanSquares(grid);
  const lines = {
    p: { df: n - 1, ms: between, expects: { p: k, pr_e: 1 } },
    r: { df: k - 1, ms: raterwise, expects: { r: n, pr_e: 1 } },
    pr_e: { df: (n - 1) * (k - 1), ms: residual, expects: { pr_e: 1 } },
  };
  return componentsOf(lines, {
    p: (between - residual) / k,
    r: (raterwise - residual) / n,
    pr_e: residual,
  });
};

/** Sum over the cells of a margin of (cell total)² / (scores in the cell), scores centred. */
const marginSquares = (totals: Float64Array, scores: number): number =>
  totals.reduce((sum, total) => sum + total * total, 0) / scores;

/** Totals over every combination of the facets, of centred scores. */
const totalsOf = ({ persons: np, raters: nr, items: ni, values }: ScoreBlock) => {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const of = (size: number) => new Float64Array(size);
  const totals = { p: of(np), r: of(nr), i: of(ni), pr: of(np * nr), pi: of(np * ni), ri: of(nr * ni) };
  let squares = 0;
  const add = (table: Float64Array, at: number, value: number): void => {
    table[at] = (table[at] as number) + value;
  };
  for (let p = 0, at = 0; p < np; p += 1) {
    for (let r = 0; r < nr; r += 1) {
      for (let i = 0; i < ni; i += 1, at += 1) {
        const value = (values[at] as number) - centre;
        squares += value * value;
        add(totals.p, p, value);
        add(totals.r, r, value);
        add(totals.i, i, value);
        add(totals.pr, p * nr + r, value);
        add(totals.pi, p * ni + i, value);
        add(totals.ri, r * ni + i, value);
      }
    }
  }
  return { totals, squares };
};

/** Persons crossed with raters and items, one score in each cell. */
export const personsByRatersByItems = (block: ScoreBlock): Components => {
  const { persons: np, raters: nr, items: ni } = block;
  const { totals, squares } = totalsOf(block);
  const p = marginSquares(totals.p, nr * ni);
  const r = marginSquares(totals.r, np * ni);
  const i = marginSquares(totals.i, np * nr);
  const pr = marginSquares(totals.pr, ni) - p - r;
  const pi = marginSquares(totals.pi, nr) - p - i;
  const ri = marginSquares(totals.ri, np) - r - i;
  const pri = squares - p - r - i - pr - pi - ri;
  const [dp, dr, di] = [np - 1, nr - 1, ni - 1];
  const ms = {
    p: p / dp,
    r: r / dr,
    i: i / di,
    pr: pr / (dp * dr),
    pi: pi / (dp * di),
    ri: ri / (dr * di),
    e: pri / (dp * dr * di),
  };
  const lines = {
    p: { df: dp, ms: ms.p, expects: { p: nr * ni, pr: ni, pi: nr, pri_e: 1 } },
    r: { df: dr, ms: ms.r, expects: { r: np * ni, pr: ni, ri: np, pri_e: 1 } },
    i: { df: di, ms: ms.i, expects: { i: np * nr, pi: nr, ri: np, pri_e: 1 } },
    pr: { df: dp * dr, ms: ms.pr, expects: { pr: ni, pri_e: 1 } },
    pi: { df: dp * di, ms: ms.pi, expects: { pi: nr, pri_e: 1 } },
    ri: { df: dr * di, ms: ms.ri, expects: { ri: np, pri_e: 1 } },
    pri_e: { df: dp * dr * di, ms: ms.e, expects: { pri_e: 1 } },
  };
  return componentsOf(lines, {
    p: (ms.p - ms.pr - ms.pi + ms.e) / (nr * ni),
    r: (ms.r - ms.pr - ms.ri + ms.e) / (np * ni),
    i: (ms.i - ms.pi - ms.ri + ms.e) / (np * nr),
    pr: (ms.pr - ms.e) / ni,
    pi: (ms.pi - ms.e) / nr,
    ri: (ms.ri - ms.e) / np,
    pri_e: ms.e,
  });
};

/** Persons crossed with occasions (or tasks), raters nested in them: p × (r:t). `raters` is the number in each. */
export const personsByRatersInTasks = (block: ScoreBlock): Components => {
  // The block's items are the tasks, its raters those of each task.
  const { persons: np, raters: nr, items: nt } = block;
  const { totals, squares } = totalsOf(block);
  const p = marginSquares(totals.p, nr * nt);
  const t = marginSquares(totals.i, np * nr);
  const pt = marginSquares(totals.pi, nr) - p - t;
  const rt = marginSquares(totals.ri, np) - t;
  const prt = squares - p - t - pt - rt;
  const [dp, dt, dr] = [np - 1, nt - 1, nt * (nr - 1)];
  const ms = { p: p / dp, t: t / dt, pt: pt / (dp * dt), r: rt / dr, e: prt / (dp * dr) };
  const lines = {
    p: { df: dp, ms: ms.p, expects: { p: nr * nt, pt: nr, 'pr:t_e': 1 } },
    t: { df: dt, ms: ms.t, expects: { t: np * nr, pt: nr, 'r:t': np, 'pr:t_e': 1 } },
    'r:t': { df: dr, ms: ms.r, expects: { 'r:t': np, 'pr:t_e': 1 } },
    pt: { df: dp * dt, ms: ms.pt, expects: { pt: nr, 'pr:t_e': 1 } },
    'pr:t_e': { df: dp * dr, ms: ms.e, expects: { 'pr:t_e': 1 } },
  };
  return componentsOf(lines, {
    p: (ms.p - ms.pt) / (nr * nt),
    t: (ms.t - ms.pt - ms.r + ms.e) / (np * nr),
    'r:t': (ms.r - ms.e) / np,
    pt: (ms.pt - ms.e) / nr,
    'pr:t_e': ms.e,
  });
};

/** What a decision study says of so many raters and items. G is relative, Phi absolute. */
export type DStudy = {
  readonly raters: number;
  readonly items: number;
  readonly relativeErrorVar: number;
  readonly absoluteErrorVar: number;
  readonly g: number;
  readonly phi: number;
};

/**
 * Eρ² = σ²p/(σ²p + σ²pr/n_r + σ²pi/n_i + σ²pri/(n_r n_i)); Φ adds σ²r/n_r + σ²i/n_i + σ²ri/(n_r n_i). Missing components
 * count as 0, so p × r is the same formula with one item.
 */
export const decisionStudy = (components: Numbers, raters: number, items = 1): DStudy => {
  const c = (name: string): number => components[name] ?? 0;
  const relative = (c('pr') + c('pr_e')) / raters + c('pi') / items + c('pri_e') / (raters * items);
  const absolute = relative + c('r') / raters + c('i') / items + c('ri') / (raters * items);
  return {
    raters,
    items,
    relativeErrorVar: relative,
    absoluteErrorVar: absolute,
    g: c('p') / (c('p') + relative),
    phi: c('p') / (c('p') + absolute),
  };
};
