import {
  type CellTable,
  cellsFrom,
  cellTableOf,
  completeInformation,
  mirrored,
  tabulate,
} from './facets-cell-table.ts';
import type { FacetsData } from './facets-data.ts';
import { type Layout, spreadAt } from './facets-free.ts';
import { PersonScores } from './facets-person-scores.ts';

/** The marginal log-likelihood at one point with its slopes over all parameters, and what it says of each person. */
export type Marginal = {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Minus the second derivatives. */
  readonly information: Float64Array;
  /** The same without what not knowing the persons takes away: always definite. */
  readonly complete: Float64Array;
  readonly eap: Float64Array;
  readonly eapSd: Float64Array;
  /** Posterior weight on every cell of the model, as the cells stand in a `CellTable`. */
  readonly weightOn: Float64Array;
};

/** Ratings in the order of their persons, and the grid that stands for N(0, σ²). */
export type MarginalWork = {
  readonly data: FacetsData;
  readonly layout: Layout;
  readonly nodes: Float64Array;
  readonly rows: Uint32Array;
  /** The rows of person p are `rows[from[p]] … rows[from[p + 1] − 1]`. */
  readonly from: Uint32Array;
  readonly table: CellTable;
};

/** `count` places from −reach to reach, in logits. */
export const marginalWork = (
  data: FacetsData,
  layout: Layout,
  count: number,
  reach: number,
): MarginalWork => {
  const { persons, person } = data;
  const from = new Uint32Array(persons + 1);
  for (const p of person) from[p + 1] = (from[p + 1] as number) + 1;
  for (let p = 0; p < persons; p += 1) from[p + 1] = (from[p + 1] as number) + (from[p] as number);
  const next = from.slice();
  const rows = new Uint32Array(person.length);
  person.forEach((p, row) => {
    rows[next[p] as number] = row;
    next[p] = (next[p] as number) + 1;
  });
  const nodes = Float64Array.from({ length: count }, (_, at) => -reach + (2 * reach * at) / (count - 1));
  return { data, layout, nodes, rows, from, table: cellTableOf(layout, count) };
};

/** The normal weights on the grid, which sum to 1, with their slope and curvature by the logarithm of the variance. */
export const weightsOn = (nodes: Float64Array, variance: number) => {
  const logs = nodes.map((theta) => (-theta * theta) / (2 * variance));
  const shares = logs.slice();
  const logTotal = normalise(shares);
  const moment = (power: number): number =>
    shares.reduce((sum, share, at) => sum + share * (nodes[at] as number) ** power, 0);
  const mean = moment(2);
  return {
    logs: logs.map((log) => log - logTotal),
    slopes: nodes.map((theta) => (theta * theta - mean) / (2 * variance)),
    curvature: (moment(4) - mean * mean) / (4 * variance * variance),
  };
};

/** Turns log weights into weights that sum to 1; gives the log of their sum. */
const normalise = (logs: Float64Array): number => {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < logs.length; at += 1)
    if ((logs[at] as number) > greatest) greatest = logs[at] as number;
  let total = 0;
  for (let at = 0; at < logs.length; at += 1) {
    const weight = Math.exp((logs[at] as number) - greatest);
    logs[at] = weight;
    total += weight;
  }
  for (let at = 0; at < logs.length; at += 1) logs[at] = (logs[at] as number) / total;
  return greatest + Math.log(total);
};

/** Fills the posterior of a person over the grid; gives the log-likelihood of the person's ratings. */
export const posteriorOf = (
  work: MarginalWork,
  p: number,
  logPrior: Float64Array,
  posterior: Float64Array,
): number => {
  const { data, layout, rows, from, table } = work;
  const count = posterior.length;
  const categories = layout.top + 1;
  posterior.set(logPrior);
  for (let at = from[p] as number; at < (from[p + 1] as number); at += 1) {
    const row = rows[at] as number;
    const base = cellsFrom(layout, count, data.rater[row] as number, data.criterion[row] as number);
    const x = data.score[row] as number;
    for (let node = 0; node < count; node += 1) {
      posterior[node] =
        (posterior[node] as number) + (table.logShares[(base + node) * categories + x] as number);
    }
  }
  return normalise(posterior);
};

export const marginalAt = (work: MarginalWork, full: Float64Array): Marginal => {
  const { data, layout, nodes, rows, from, table } = work;
  const [n, count] = [layout.full, nodes.length];
  const prior = weightsOn(nodes, Math.exp(full[spreadAt(layout)] as number));
  tabulate(table, layout, nodes, full);
  const gradient = new Float64Array(n);
  const spread = new Float64Array(n * n);
  const weightOn = new Float64Array(table.means.length);
  const eap = new Float64Array(data.persons);
  const eapSd = new Float64Array(data.persons);
  const posterior = new Float64Array(count);
  const scores = new PersonScores(layout, count);
  let logLikelihood = 0;
  for (let p = 0; p < data.persons; p += 1) {
    logLikelihood += posteriorOf(work, p, prior.logs, posterior);
    let [mean, square] = [0, 0];
    for (let node = 0; node < count; node += 1) {
      const theta = nodes[node] as number;
      mean += (posterior[node] as number) * theta;
      square += (posterior[node] as number) * theta * theta;
    }
    eap[p] = mean;
    eapSd[p] = Math.sqrt(Math.max(0, square - mean * mean));
    scores.begin();
    for (let at = from[p] as number; at < (from[p + 1] as number); at += 1) {
      const row = rows[at] as number;
      const [i, r] = [data.criterion[row] as number, data.rater[row] as number];
      const base = cellsFrom(layout, count, r, i);
      for (let node = 0; node < count; node += 1) {
        weightOn[base + node] = (weightOn[base + node] as number) + (posterior[node] as number);
      }
      scores.add(table, { i, r, x: data.score[row] as number, base });
    }
    scores.close(posterior, prior.slopes, gradient, spread);
  }
  const complete = completeInformation(layout, nodes, full, weightOn);
  const last = spreadAt(layout);
  // Its own slope stands in the second derivative by the logarithm; at the optimum it is 0.
  complete[last * n + last] = data.persons * prior.curvature + (gradient[last] as number);
  const observed = mirrored(spread, n);
  const information = complete.map((value, at) => value - (observed[at] as number));
  complete[last * n + last] = data.persons * prior.curvature;
  return { logLikelihood, gradient, information, complete, eap, eapSd, weightOn };
};
