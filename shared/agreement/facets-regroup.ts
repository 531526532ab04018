import { cellOf, fillCell } from './facets-cell.ts';
import type { FacetsData, FacetsParameters } from './facets-data.ts';
import { invertDefinite, solveDefinite } from './linear.ts';

/**
 * Severities of groups of ratings finer than raters (a rater in one window of time), with the persons measured anew and
 * criteria and steps held. Holding the persons as well would share a change out among all who read the same work: with
 * two readers a person, half of it would show, and as much the other way in the second reader.
 */
export type Regrouped = {
  /** From the mean of the component, which the ratings leave open. NaN: not determined. */
  readonly severity: Float64Array;
  /** Of all groups, square; along the mean of each component it says nothing. */
  readonly covariance: Float64Array;
  /** Groups that shared persons link, numbered from 0; −1: extreme, or with none but extreme persons. */
  readonly component: Int32Array;
  readonly components: number;
};

type Rows = {
  readonly data: FacetsData;
  readonly parameters: FacetsParameters;
  readonly group: Uint32Array;
  readonly groups: number;
};

/** More groups than this would take long: the system has as many unknowns. */
export const mostGroups = 1200;

/** Null when the fit does not converge. */
export const regroup = (rows: Rows): Regrouped | null => {
  const kept = keptRows(rows);
  const { component, components } = componentsOf(rows, kept);
  const open = openMatrix(component, components);
  const theta = new Float64Array(rows.data.persons);
  const severity = new Float64Array(rows.groups);
  let sums = sumsAt(rows, kept, theta, severity);
  for (let step = 0; step < 60; step += 1) {
    const system = withoutPersons(rows, sums, open);
    if (sums.most <= 1e-9 * Math.max(1, kept.length / 10_000)) {
      const covariance = invertDefinite(system.matrix, rows.groups);
      return covariance === null
        ? null
        : { severity: placed(severity, component), covariance, component, components };
    }
    const change = solveDefinite(system.matrix, system.side);
    if (change === null) return null;
    move(sums, change, { theta, severity });
    sums = sumsAt(rows, kept, theta, severity);
  }
  return null;
};

const placed = (severity: Float64Array, component: Int32Array): Float64Array =>
  severity.map((value, group) => ((component[group] as number) < 0 ? Number.NaN : value));

/** Rows between persons and groups of which none has the least or the greatest scores only. */
const keptRows = ({ data, group, groups }: Rows): Uint32Array => {
  let kept = Uint32Array.from({ length: data.score.length }, (_, row) => row);
  for (;;) {
    const sizes = [data.persons, groups] as const;
    const indexes = [data.person, group] as const;
    const extreme = sizes.map((size, facet) => {
      const [score, most] = [new Float64Array(size), new Float64Array(size)];
      for (const row of kept) {
        const at = indexes[facet as 0 | 1][row] as number;
        score[at] = (score[at] as number) + (data.score[row] as number);
        most[at] = (most[at] as number) + (data.tops?.[data.criterion[row] as number] ?? data.top);
      }
      return score.map((value, at) => (value === 0 || value === most[at] ? 1 : 0));
    });
    const left = kept.filter(
      (row) => extreme[0]?.[data.person[row] as number] === 0 && extreme[1]?.[group[row] as number] === 0,
    );
    if (left.length === kept.length) return kept;
    kept = left;
  }
};

const componentsOf = ({ data, group, groups }: Rows, kept: Uint32Array) => {
  const parent = Int32Array.from({ length: groups + data.persons }, (_, at) => at);
  const find = (at: number): number => {
    let root = at;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] as number] as number;
      root = parent[root] as number;
    }
    return root;
  };
  const component = new Int32Array(groups).fill(-1);
  for (const row of kept) {
    component[group[row] as number] = 0;
    parent[find(group[row] as number)] = find(groups + (data.person[row] as number));
  }
  const known = new Map<number, number>();
  for (let at = 0; at < groups; at += 1) {
    if (component[at] === -1) continue;
    const root = find(at);
    const number = known.get(root) ?? known.size;
    known.set(root, number);
    component[at] = number;
  }
  return { component, components: known.size };
};

/** What makes the system definite: the sum of each component, and groups without rows, are held at 0. */
const openMatrix = (component: Int32Array, components: number): Float64Array => {
  const n = component.length;
  const size = new Float64Array(components);
  for (const own of component) if (own >= 0) size[own] = (size[own] as number) + 1;
  const open = new Float64Array(n * n);
  for (let a = 0; a < n; a += 1) {
    const own = component[a] as number;
    if (own < 0) open[a * n + a] = 1;
    else for (let b = 0; b < n; b += 1) if (component[b] === own) open[a * n + b] = 1 / (size[own] as number);
  }
  return open;
};

type Sums = {
  readonly byPerson: Float64Array;
  readonly ofPerson: Float64Array;
  readonly byGroup: Float64Array;
  readonly ofGroup: Float64Array;
  /** Information that a person and a group have in common: by person, group after group. */
  readonly shared: readonly Map<number, number>[];
  readonly most: number;
};

const sumsAt = (
  { data, parameters, group, groups }: Rows,
  kept: Uint32Array,
  theta: Float64Array,
  severity: Float64Array,
): Sums => {
  const cell = cellOf(data.top);
  const one = parameters.steps.length === data.top;
  const [byPerson, ofPerson] = [new Float64Array(data.persons), new Float64Array(data.persons)];
  const [byGroup, ofGroup] = [new Float64Array(groups), new Float64Array(groups)];
  const shared = Array.from({ length: data.persons }, () => new Map<number, number>());
  for (const row of kept) {
    const [p, g, i] = [data.person[row] as number, group[row] as number, data.criterion[row] as number];
    const at = (theta[p] as number) - (severity[g] as number) - (parameters.criteria[i] as number);
    fillCell(cell, at, parameters.steps, one ? 0 : i * data.top);
    const rest = (data.score[row] as number) - cell.mean;
    byPerson[p] = (byPerson[p] as number) + rest;
    ofPerson[p] = (ofPerson[p] as number) + cell.variance;
    byGroup[g] = (byGroup[g] as number) - rest;
    ofGroup[g] = (ofGroup[g] as number) + cell.variance;
    const own = shared[p] as Map<number, number>;
    own.set(g, (own.get(g) ?? 0) + cell.variance);
  }
  let most = 0;
  for (const values of [byPerson, byGroup])
    for (const value of values) most = Math.max(most, Math.abs(value));
  return { byPerson, ofPerson, byGroup, ofGroup, shared, most };
};

const withoutPersons = (
  { groups }: Rows,
  { byPerson, ofPerson, byGroup, ofGroup, shared }: Sums,
  open: Float64Array,
): { readonly matrix: Float64Array; readonly side: Float64Array } => {
  const matrix = open.slice();
  const side = byGroup.slice();
  for (let g = 0; g < groups; g += 1)
    matrix[g * groups + g] = (matrix[g * groups + g] as number) + (ofGroup[g] as number);
  shared.forEach((own, p) => {
    const information = ofPerson[p] as number;
    for (const [a, value] of own) {
      const share = value / information;
      side[a] = (side[a] as number) + share * (byPerson[p] as number);
      for (const [b, other] of own)
        matrix[a * groups + b] = (matrix[a * groups + b] as number) - share * other;
    }
  });
  return { matrix, side };
};

/** One step of Newton's method, no measure by more than one logit. */
const move = (
  { byPerson, ofPerson, shared }: Sums,
  change: Float64Array,
  { theta, severity }: { readonly theta: Float64Array; readonly severity: Float64Array },
): void => {
  const moves = shared.map((own, p) => {
    if (own.size === 0) return 0;
    let slope = byPerson[p] as number;
    for (const [g, value] of own) slope += value * (change[g] as number);
    return slope / (ofPerson[p] as number);
  });
  let most = 1;
  for (const one of change) most = Math.max(most, Math.abs(one));
  for (const one of moves) most = Math.max(most, Math.abs(one));
  moves.forEach((value, p) => {
    theta[p] = (theta[p] as number) + value / most;
  });
  change.forEach((value, g) => {
    severity[g] = (severity[g] as number) + value / most;
  });
};
