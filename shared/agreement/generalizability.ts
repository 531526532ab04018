import { type AnovaLine, type BalancedFit, balancedReml } from './balanced-reml.ts';
import { meanSquares, type ScoreGrid } from './icc.ts';

/** Scores of a complete persons × raters × items block, `values[(person * raters + rater) * items + item]`. */
export type ScoreBlock = {
  readonly persons: number;
  readonly raters: number;
  readonly items: number;
  readonly values: Float64Array;
};

type Numbers = Readonly<Record<string, number>>;

/** A balanced analysis of variance, and its components as they come out, negative ones too. */
export type Anova = { readonly lines: Readonly<Record<string, AnovaLine>>; readonly varComp: Numbers };

/** The same, and the components of REML, which keeps them at 0 or more. */
export type Components = {
  readonly ms: Numbers;
  readonly ss: Numbers;
  readonly df: Numbers;
  readonly varComp: Numbers;
  readonly reml: Numbers;
  readonly remlFit: BalancedFit;
};

export const componentsOf = ({ lines, varComp }: Anova): Components => {
  const remlFit = balancedReml(Object.values(lines), Object.keys(varComp), varComp);
  const map = (of: (line: AnovaLine) => number): Numbers =>
    Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, of(line)]));
  return {
    ms: map(({ ms }) => ms),
    ss: map(({ ms, df }) => ms * df),
    df: map(({ df }) => df),
    varComp,
    reml: remlFit.components,
    remlFit,
  };
};

/** Squares that are left over from rounding alone are 0. */
const leftOver = (squares: number, all: number): number => (squares > 1e-13 * all ? squares : 0);

/** Persons crossed with raters, one score in each cell. */
export const anovaOfRaters = (grid: ScoreGrid): Anova => {
  const { units: n, raters: k, between, raterwise, residual } = meanSquares(grid);
  const lines = {
    p: { df: n - 1, ms: between, expects: { p: k, pr_e: 1 } },
    r: { df: k - 1, ms: raterwise, expects: { r: n, pr_e: 1 } },
    pr_e: { df: (n - 1) * (k - 1), ms: residual, expects: { pr_e: 1 } },
  };
  const varComp = { p: (between - residual) / k, r: (raterwise - residual) / n, pr_e: residual };
  return { lines, varComp };
};

export const personsByRaters = (grid: ScoreGrid): Components => componentsOf(anovaOfRaters(grid));

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
export const anovaOfRatersAndItems = (block: ScoreBlock): Anova => {
  const { persons: np, raters: nr, items: ni } = block;
  const { totals, squares } = totalsOf(block);
  const p = marginSquares(totals.p, nr * ni);
  const r = marginSquares(totals.r, np * ni);
  const i = marginSquares(totals.i, np * nr);
  const pr = leftOver(marginSquares(totals.pr, ni) - p - r, squares);
  const pi = leftOver(marginSquares(totals.pi, nr) - p - i, squares);
  const ri = leftOver(marginSquares(totals.ri, np) - r - i, squares);
  const pri = leftOver(squares - p - r - i - pr - pi - ri, squares);
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
  const varComp = {
    p: (ms.p - ms.pr - ms.pi + ms.e) / (nr * ni),
    r: (ms.r - ms.pr - ms.ri + ms.e) / (np * ni),
    i: (ms.i - ms.pi - ms.ri + ms.e) / (np * nr),
    pr: (ms.pr - ms.e) / ni,
    pi: (ms.pi - ms.e) / nr,
    ri: (ms.ri - ms.e) / np,
    pri_e: ms.e,
  };
  return { lines, varComp };
};

export const personsByRatersByItems = (block: ScoreBlock): Components =>
  componentsOf(anovaOfRatersAndItems(block));

/** Persons crossed with occasions (or tasks), raters nested in them: p × (r:t). `raters` is the number in each. */
export const anovaOfRatersInTasks = (block: ScoreBlock): Anova => {
  // The block's items are the tasks, its raters those of each task.
  const { persons: np, raters: nr, items: nt } = block;
  const { totals, squares } = totalsOf(block);
  const p = marginSquares(totals.p, nr * nt);
  const t = marginSquares(totals.i, np * nr);
  const pt = leftOver(marginSquares(totals.pi, nr) - p - t, squares);
  const rt = leftOver(marginSquares(totals.ri, np) - t, squares);
  const prt = leftOver(squares - p - t - pt - rt, squares);
  const [dp, dt, dr] = [np - 1, nt - 1, nt * (nr - 1)];
  const ms = { p: p / dp, t: t / dt, pt: pt / (dp * dt), r: rt / dr, e: prt / (dp * dr) };
  const lines = {
    p: { df: dp, ms: ms.p, expects: { p: nr * nt, pt: nr, 'pr:t_e': 1 } },
    t: { df: dt, ms: ms.t, expects: { t: np * nr, pt: nr, 'r:t': np, 'pr:t_e': 1 } },
    'r:t': { df: dr, ms: ms.r, expects: { 'r:t': np, 'pr:t_e': 1 } },
    pt: { df: dp * dt, ms: ms.pt, expects: { pt: nr, 'pr:t_e': 1 } },
    'pr:t_e': { df: dp * dr, ms: ms.e, expects: { 'pr:t_e': 1 } },
  };
  const varComp = {
    p: (ms.p - ms.pt) / (nr * nt),
    t: (ms.t - ms.pt - ms.r + ms.e) / (np * nr),
    'r:t': (ms.r - ms.e) / np,
    pt: (ms.pt - ms.e) / nr,
    'pr:t_e': ms.e,
  };
  return { lines, varComp };
};

export const personsByRatersInTasks = (block: ScoreBlock): Components =>
  componentsOf(anovaOfRatersInTasks(block));

/** Over which facets an effect varies: persons, raters, items (or tasks). */
export type Facets = { readonly p: boolean; readonly r: boolean; readonly i: boolean };

const facets = (p: boolean, r: boolean, i: boolean): Facets => ({ p, r, i });

/**
 * The effects of the three designs by the name of their component. Raters nested in tasks differ from task to task, so
 * that their effect is one of rater and task.
 */
export const facetsOf: Readonly<Record<string, Facets>> = {
  p: facets(true, false, false),
  r: facets(false, true, false),
  i: facets(false, false, true),
  pr: facets(true, true, false),
  pi: facets(true, false, true),
  ri: facets(false, true, true),
  pri_e: facets(true, true, true),
  pr_e: facets(true, true, false),
  t: facets(false, false, true),
  'r:t': facets(false, true, true),
  pt: facets(true, false, true),
  'pr:t_e': facets(true, true, true),
};

/** For how many raters and items a decision is thought out. `itemsFixed`: always these items, no others. */
export type Plan = { readonly raters: number; readonly items: number; readonly itemsFixed: boolean };

/** What a component counts for in a decision, and as what; null: it plays no part in it. */
export const roleOf = (
  name: string,
  { raters, items, itemsFixed }: Plan,
): { readonly as: 'universe' | 'relative' | 'absolute'; readonly share: number } | null => {
  const { p, r, i } = facetsOf[name] as Facets;
  const share = 1 / ((r ? raters : 1) * (i ? items : 1));
  const random = r || (i && !itemsFixed);
  if (random) return { as: p ? 'relative' : 'absolute', share };
  return p ? { as: 'universe', share } : null;
};

/** What a decision study says of so many raters and items. G is relative, Phi absolute. */
export type DStudy = {
  readonly raters: number;
  readonly items: number;
  readonly universeVar: number;
  readonly relativeErrorVar: number;
  readonly absoluteErrorVar: number;
  readonly g: number;
  readonly phi: number;
};

/**
 * Eρ² = σ²p/(σ²p + σ²pr/n_r + σ²pi/n_i + σ²pri/(n_r n_i)); Φ adds σ²r/n_r + σ²i/n_i + σ²ri/(n_r n_i) (Brennan 2001,
 * §4.1). Missing components count as 0, so p × r is the same formula with one item. With items fixed, what persons are
 * on these items is what is meant: σ²pi/n_i goes to the persons, and σ²i/n_i is no error (ibid., §4.3).
 */
export const decisionStudy = (components: Numbers, raters: number, items = 1, itemsFixed = false): DStudy => {
  const sums = { universe: 0, relative: 0, absolute: 0 };
  for (const [name, value] of Object.entries(components)) {
    const role = roleOf(name, { raters, items, itemsFixed });
    if (role !== null) sums[role.as] += value * role.share;
  }
  const { universe, relative } = sums;
  const absolute = relative + sums.absolute;
  return {
    raters,
    items,
    universeVar: universe,
    relativeErrorVar: relative,
    absoluteErrorVar: absolute,
    g: universe / (universe + relative),
    phi: universe / (universe + absolute),
  };
};
